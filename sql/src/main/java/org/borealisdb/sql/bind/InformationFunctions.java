package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.plan.Expressions;

/**
 * The functions of {@code information_schema} that tell of a column's type, which tools call as the schema's own views do in PostgreSQL.
 * An expression stands in place of each call; its parameters are the arguments, or those fields of them that are named.
 */
final class InformationFunctions {
    /** A function of one expression. */
    private record Function(List<Argument> arguments, String text) {
        /** One of a type and its modifier, NULL if one of them is. */
        private static Function ofType(String text) {
            return new Function(
                    List.of(Argument.value(0, BuiltInType.OID), Argument.value(1, BuiltInType.INT4)),
                    "CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL ELSE " + text + " END");
        }

        /** One of rows of pg_attribute and pg_type, which says of a domain what the type below it has. */
        private static Function ofRows(String ofAttribute, String ofDomain, BuiltInType type) {
            return new Function(
                    List.of(
                            Argument.field(1, "typtype", BuiltInType.CHAR),
                            Argument.field(1, ofDomain, type),
                            Argument.field(0, ofAttribute, type)),
                    "CASE WHEN $1 = 'd' THEN $2 ELSE $3 END");
        }

        private List<SqlType> types() {
            return arguments.stream()
                    .map(argument -> (SqlType) argument.type().type())
                    .toList();
        }

        private boolean takesRows() {
            return arguments.stream().anyMatch(argument -> argument.field().isPresent());
        }
    }

    /** What a parameter of the expression stands for. */
    private record Argument(int place, Optional<String> field, BuiltInType type) {
        private static Argument value(int place, BuiltInType type) {
            return new Argument(place, Optional.empty(), type);
        }

        private static Argument field(int place, String name, BuiltInType type) {
            return new Argument(place, Optional.of(name), type);
        }

        private Optional<Expression> in(List<Expression> given) {
            Expression value = given.get(place);
            return field.isEmpty() ? Optional.of(value) : RowBinder.field(value, field.get());
        }
    }

    private static final String SCHEMA = "information_schema";

    private static final String MAX_LENGTH =
            "CASE WHEN $2 = -1 THEN NULL WHEN $1 IN (1042, 1043) THEN $2 - 4 WHEN $1 IN (1560, 1562) THEN $2 END";

    private static final Map<String, Function> FUNCTIONS = Map.of(
            "_pg_truetypid",
            Function.ofRows("atttypid", "typbasetype", BuiltInType.OID),
            "_pg_truetypmod",
            Function.ofRows("atttypmod", "typtypmod", BuiltInType.INT4),
            "_pg_char_max_length",
            Function.ofType(MAX_LENGTH),
            "_pg_char_octet_length",
            Function.ofType(
                    "CASE WHEN $1 IN (25, 1042, 1043) THEN CASE WHEN $2 = -1 THEN 1073741824 ELSE 4 * (" + MAX_LENGTH
                            + ") END END"),
            "_pg_numeric_precision",
            Function.ofType("CASE $1 WHEN 21 THEN 16 WHEN 23 THEN 32 WHEN 20 THEN 64"
                    + " WHEN 1700 THEN CASE WHEN $2 = -1 THEN NULL ELSE (($2 - 4) >> 16) & 65535 END"
                    + " WHEN 700 THEN 24 WHEN 701 THEN 53 END"),
            "_pg_numeric_precision_radix",
            Function.ofType("CASE WHEN $1 IN (20, 21, 23, 700, 701) THEN 2 WHEN $1 = 1700 THEN 10 END"),
            "_pg_numeric_scale",
            Function.ofType("CASE WHEN $1 IN (20, 21, 23) THEN 0"
                    + " WHEN $1 = 1700 THEN CASE WHEN $2 = -1 THEN NULL ELSE ($2 - 4) & 65535 END END"),
            "_pg_datetime_precision",
            Function.ofType("CASE WHEN $1 = 1082 THEN 0"
                    + " WHEN $1 IN (1083, 1114, 1184, 1266) THEN CASE WHEN $2 < 0 THEN 6 ELSE $2 END"
                    + " WHEN $1 = 1186 THEN CASE WHEN $2 < 0 OR $2 & 65535 = 65535 THEN 6 ELSE $2 & 65535 END END"),
            "_pg_interval_type",
            Function.ofType("CASE WHEN $1 = 1186"
                    + " THEN upper(substring(format_type($1, $2), '^interval[()0-9]* (.*)$')) END"));

    private final BindContext context;
    private final ExpressionBinder binder;

    InformationFunctions(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    /** Returns what a call means; empty if it is of none of these functions. */
    Optional<Expression> bind(SyntaxExpression.FunctionCall call) {
        List<String> name = call.name().parts();
        boolean isQualified = name.size() > 1 && name.get(name.size() - 2).equals(SCHEMA);
        Function function = isQualified ? FUNCTIONS.get(name.getLast()) : null;
        if (function == null || call.arguments().size() != 2) {
            return Optional.empty();
        }
        List<Expression> given = binder.bindAll(call.arguments());
        if (function.takesRows() && !given.stream().allMatch(each -> each.type() instanceof CompositeType)) {
            return Optional.empty();
        }
        List<Expression> values = new ArrayList<>();
        for (Argument argument : function.arguments()) {
            Optional<Expression> value = argument.in(given)
                    .flatMap(each -> binder.coercion()
                            .tryTo(each, argument.type().type(), Context.IMPLICIT, call.position()));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        BindContext inner =
                BindContext.withoutSchema(function.text(), context.session(), function.types(), context.types());
        Expression bound = new ExpressionBinder(inner, new Scope(Optional.empty()))
                .bind(PostgresParser.parseExpression(function.text()));
        return Optional.of(Expressions.map(
                bound, part -> part instanceof Expression.Parameter parameter ? values.get(parameter.index()) : null));
    }
}
