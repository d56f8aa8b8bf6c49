package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.JSONB;
import static org.borealisdb.expr.type.BuiltInType.JSONPATH;

import java.util.List;
import java.util.function.Function;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.jsonpath.JsonPath;
import org.borealisdb.expr.jsonpath.PathQuery;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.jspecify.annotations.Nullable;

/** Declares the functions of jsonpath but those that return sets, in two forms each: one may use the session's time zone. */
final class JsonPathFunctions {
    private static final Jsonb NO_VARIABLES = Jsonb.parse("{}");

    private final FunctionTable table;

    JsonPathFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        both(4005, 1177, "jsonb_path_exists", BOOL, query -> query.exists().orElse(null));
        both(4009, 2030, "jsonb_path_match", BOOL, query -> query.match().orElse(null));
        both(4007, 1180, "jsonb_path_query_array", JSONB, PathQuery::array);
        both(
                4008,
                2023,
                "jsonb_path_query_first",
                JSONB,
                query -> query.values().stream().findFirst().orElse(null));
        ofOperator(4010, "jsonb_path_exists_opr", query -> query.exists().orElse(null));
        ofOperator(4011, "jsonb_path_match_opr", query -> query.match().orElse(null));
    }

    private void both(
            int oid, int zonedOid, String name, BuiltInType result, Function<PathQuery, @Nullable Object> answer) {
        declare(oid, name, result, Volatility.IMMUTABLE, false, answer);
        declare(zonedOid, name + "_tz", result, Volatility.STABLE, true, answer);
    }

    private void declare(
            int oid,
            String name,
            BuiltInType result,
            Volatility volatility,
            boolean zoned,
            Function<PathQuery, @Nullable Object> answer) {
        table.declare(new ScalarFunction(
                oid,
                name,
                List.of(JSONB.type(), JSONPATH.type(), JSONB.type(), BOOL.type()),
                result.type(),
                true,
                volatility,
                false,
                boxed((context, arguments) -> answer.apply(PathQuery.of(
                        path(arguments),
                        JsonArguments.binary(arguments, 0),
                        JsonArguments.binary(arguments, 2),
                        context,
                        zoned,
                        JsonArguments.truth(arguments, 3)))),
                List.of(NO_VARIABLES, false)));
    }

    private void ofOperator(int oid, String name, Function<PathQuery, @Nullable Object> answer) {
        table.immutable(
                oid,
                name,
                BOOL,
                boxed((context, arguments) -> answer.apply(
                        PathQuery.ofOperator(path(arguments), JsonArguments.binary(arguments, 0), context))),
                JSONB,
                JSONPATH);
    }

    private static JsonPath path(@Nullable Object[] arguments) {
        return (JsonPath) NumericMath.value(arguments, 1);
    }
}
