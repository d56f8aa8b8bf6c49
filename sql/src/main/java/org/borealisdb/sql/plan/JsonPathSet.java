package org.borealisdb.sql.plan;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.jsonpath.JsonPath;
import org.borealisdb.expr.jsonpath.PathQuery;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** The functions that return what a jsonpath leads to. */
public enum JsonPathSet implements SetSource {
    /** Without the session's time zone. */
    PLAIN("jsonb_path_query"),
    /** With it. */
    ZONED("jsonb_path_query_tz");

    private static final Jsonb NO_VARIABLES = Jsonb.parse("{}");

    private final String functionName;

    JsonPathSet(String functionName) {
        this.functionName = functionName;
    }

    /** Returns the function of a name. */
    public static Optional<JsonPathSet> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.functionName.equals(name))
                .findFirst();
    }

    @Override
    public String functionName() {
        return functionName;
    }

    /** Returns the types of the arguments: value, path, variables, whether errors are kept silent. */
    public List<SqlType> arguments() {
        return List.of(
                BuiltInType.JSONB.type(),
                BuiltInType.JSONPATH.type(),
                BuiltInType.JSONB.type(),
                BuiltInType.BOOL.type());
    }

    /** Returns what the last arguments are if they are left out. */
    public List<Expression> defaults() {
        return List.of(
                new Expression.Constant(BuiltInType.JSONB.type(), NO_VARIABLES),
                new Expression.Constant(BuiltInType.BOOL.type(), false));
    }

    @Override
    public Iterator<@Nullable Object> open(@Nullable Object[] arguments, EvaluationContext context) {
        if (arguments[0] instanceof Jsonb value
                && arguments[1] instanceof JsonPath path
                && arguments[2] instanceof Jsonb variables
                && arguments[3] instanceof Boolean silent) {
            return PathQuery.of(path, value, variables, context, this == ZONED, silent).values().stream()
                    .<@Nullable Object>map(each -> each)
                    .iterator();
        }
        return Collections.emptyIterator();
    }
}
