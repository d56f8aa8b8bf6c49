package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.tests.fuzz.Calls.Call;

/** Draws expressions of a type over the columns that are visible. */
final class Expressions {
    private final Choice choice;
    private final Schema schema;
    private final Conditions conditions;

    Expressions(Choice choice, Schema schema) {
        this.choice = choice;
        this.schema = schema;
        this.conditions = new Conditions(choice, schema, this);
    }

    Conditions conditions() {
        return conditions;
    }

    Node constant(Sort sort) {
        return Node.constant(sort, choice.oneIn(8) ? Optional.empty() : Optional.of(choice.one(sort.constants())));
    }

    /** A column of the type, or a constant if there is none. */
    Node leaf(Sort sort, List<Column> visible) {
        List<Column> fitting = Column.of(visible, sort);
        return fitting.isEmpty() || choice.oneIn(4)
                ? constant(sort)
                : choice.one(fitting).node();
    }

    /**
     * A value.
     *
     * @param depth of operators at most
     */
    Node value(Sort sort, List<Column> visible, int depth) {
        if (depth == 0 || choice.oneIn(4)) {
            return sort == Sort.BOOLEAN && depth > 0 ? conditions.draw(visible, depth) : leaf(sort, visible);
        }
        int next = depth - 1;
        return switch (choice.below(9)) {
            case 8 -> made(sort, visible, next);
            case 0 -> Node.pattern(sort, "coalesce(#, #)", value(sort, visible, next), value(sort, visible, next));
            case 1 -> Node.pattern(sort, "nullif(#, #)", value(sort, visible, next), value(sort, visible, next));
            case 2 ->
                Node.pattern(
                        sort,
                        "case when # then # else # end",
                        conditions.draw(visible, next),
                        value(sort, visible, next),
                        value(sort, visible, next));
            case 3 -> scalarSubquery(sort, visible, next);
            case 4 -> choice.oneIn(3) ? call(sort, visible, next) : operation(sort, visible, next);
            case 5 -> cast(sort, visible, next);
            default -> operation(sort, visible, next);
        };
    }

    /** A call of any function or operator that gives the type, which may fail; a leaf if there is none. */
    Node call(Sort sort, List<Column> visible, int next) {
        List<Call> calls = Calls.giving(sort);
        if (calls.isEmpty()) {
            return leaf(sort, visible);
        }
        Call call = choice.one(calls);
        return Node.pattern(
                sort,
                call.pattern(),
                call.arguments().stream()
                        .map(argument -> value(argument, visible, next))
                        .toArray(Node[]::new));
    }

    /** A call of a function of the schema's own, if one gives the type. */
    private Node made(Sort sort, List<Column> visible, int next) {
        List<Function> fitting = schema.functions().stream()
                .filter(function -> function.result() == sort)
                .toList();
        if (fitting.isEmpty()) {
            return operation(sort, visible, next);
        }
        Function function = choice.one(fitting);
        return Node.pattern(
                sort,
                function.name() + "(#)",
                Node.joined(Sort.SYNTAX, ", ", values(function.arguments(), visible, next)));
    }

    private Node cast(Sort sort, List<Column> visible, int next) {
        boolean otherwise = sort == Sort.TIMESTAMP || sort == Sort.TIMESTAMPTZ || sort == Sort.TEXT;
        if (choice.oneIn(3) && otherwise) {
            return sort == Sort.TEXT ? formatted(visible, next) : inZone(sort, visible, next);
        }
        List<Sort> sources = switch (sort) {
            case INTEGER -> List.of(Sort.SMALLINT, Sort.BOOLEAN);
            case BIGINT -> List.of(Sort.INTEGER, Sort.SMALLINT);
            case NUMERIC -> List.of(Sort.INTEGER, Sort.BIGINT, Sort.SMALLINT);
            case DOUBLE -> List.of(Sort.INTEGER, Sort.BIGINT, Sort.NUMERIC);
            case TEXT ->
                List.of(Sort.INTEGER, Sort.BOOLEAN, Sort.DATE, Sort.DOUBLE, Sort.JSONB, Sort.INTEGERS, Sort.MOOD);
            case BOOLEAN -> List.of(Sort.INTEGER);
            case DATE -> List.of(Sort.TIMESTAMP, Sort.TIMESTAMPTZ);
            case TIMESTAMP -> List.of(Sort.DATE, Sort.TIMESTAMPTZ);
            case TIMESTAMPTZ -> List.of(Sort.DATE, Sort.TIMESTAMP);
            case INTERVAL -> List.of(Sort.TIME);
            case TEXTS -> List.of(Sort.INTEGERS);
            case REAL -> List.of(Sort.INTEGER, Sort.SMALLINT);
            case TIMETZ -> List.of(Sort.TIME);
            case MONEY, OID -> List.of(Sort.INTEGER);
            case JSON -> List.of(Sort.JSONB);
            default -> List.of(sort);
        };
        return Node.pattern(sort, "(#)::" + sort.type(), value(choice.one(sources), visible, next));
    }

    private Node inZone(Sort sort, List<Column> visible, int next) {
        String zone = choice.one("'Europe/Berlin'", "'America/New_York'", "interval '-3:30'", "'UTC'");
        Sort other = sort == Sort.TIMESTAMP ? Sort.TIMESTAMPTZ : Sort.TIMESTAMP;
        return Node.pattern(sort, "(# at time zone " + zone + ")", value(other, visible, next));
    }

    /** A value in a format of its own. */
    private Node formatted(List<Column> visible, int next) {
        Sort source = choice.one(
                List.of(Sort.TIMESTAMP, Sort.TIMESTAMPTZ, Sort.INTERVAL, Sort.NUMERIC, Sort.INTEGER, Sort.DATE));
        String format = source == Sort.NUMERIC || source == Sort.INTEGER
                ? choice.one("FM999,999.0", "S0999", "999PR", "FM9.99MI", "RN", "9.9EEEE")
                : choice.one("FMDay, DDth Mon YYYY", "IYYY-IW-ID", "HH24:MI:SS.US", "DDD J Q", "YYYY BC HH12 AM");
        return Node.pattern(Sort.TEXT, "to_char(#, '" + format + "')", value(source, visible, next));
    }

    /** Something that never fails, or rarely. */
    private Node operation(Sort sort, List<Column> visible, int next) {
        String pattern = switch (sort) {
            case SMALLINT -> "(# % 7::smallint)";
            case INTEGER -> "(# % 7)";
            case BIGINT -> choice.one("(# / 3)", "sign(#)::bigint", "least(#, #)");
            case NUMERIC -> choice.one("(# + #)", "(# - #)", "abs(#)", "round(#, 1)", "trim_scale(#)");
            case DOUBLE -> choice.one("(# * 0.5::float8)", "sign(#)", "(- #)", "trunc(#)");
            case TEXT ->
                choice.one(
                        "(# || #)",
                        "(# || #)",
                        "upper(#)",
                        "lower(#)",
                        "reverse(#)",
                        "btrim(#)",
                        "left(#, 2)",
                        "replace(#, #, #)");
            case DATE -> "(# + 1)";
            case TIME, TIMETZ, UUID, MOOD, INET, MACADDR, BITS, OID, MONEY ->
                choice.one("greatest(#, #)", "least(#, #)");
            case TIMESTAMP -> choice.one("greatest(#, #)", "date_trunc('month', #)", "(# + interval '1 mon 02:00')");
            case TIMESTAMPTZ ->
                choice.one("least(#, #)", "date_trunc('day', #)", "(# + interval '1 day')", "(# - interval '24:00')");
            case INTERVAL -> choice.one("justify_days(#)", "(- #)", "greatest(#, #)");
            case JSONB ->
                choice.one(
                        "(# -> 'a')",
                        "(# -> 0)",
                        "(# || #)",
                        "jsonb_build_array(#, #)",
                        "(# ##> '{a,b}')",
                        "jsonb_path_query_first(#, '$.a')",
                        "jsonb_strip_nulls(#)",
                        "jsonb_build_object('a', #, 'b', #)");
            case BYTEA -> choice.one("(# || #)", "substr(#, 1, 2)");
            case INTEGERS, TEXTS -> arrayPattern(sort);
            case REAL -> choice.one("(- #)", "abs(#)", "least(#, #)");
            case PAIR -> "coalesce(#, #)";
            case BOOLEAN, JSON, JSONPATH, CLAUSE, LIST, SYNTAX -> "";
        };
        if (sort == Sort.BOOLEAN) {
            return conditions.draw(visible, next);
        }
        if (pattern.isEmpty()) {
            return leaf(sort, visible);
        }
        if (sort == Sort.PAIR && choice.oneIn(2)) {
            return Node.pattern(
                    sort, "row(#, #)::pair", value(Sort.INTEGER, visible, next), value(Sort.TEXT, visible, next));
        }
        if (schema.palette().contains(Sort.PAIR) && choice.oneIn(6)) {
            Optional<String> field = switch (sort) {
                case INTEGER -> Optional.of("a");
                case TEXT -> Optional.of("b");
                default -> Optional.empty();
            };
            if (field.isPresent()) {
                return Node.pattern(sort, "(#)." + field.get(), value(Sort.PAIR, visible, next));
            }
        }
        if (sort == Sort.INTEGER && choice.oneIn(3)) {
            Sort measured = choice.one(List.of(Sort.TEXT, Sort.INTEGERS, Sort.TEXTS, Sort.BYTEA));
            return Node.pattern(
                    sort,
                    measured.element().isPresent() ? "cardinality(#)" : "length(#)",
                    value(measured, visible, next));
        }
        Sort part = pattern.startsWith("array[") ? sort.element().orElseThrow() : sort;
        Node[] parts = new Node[Node.places(pattern)];
        for (int index = 0; index < parts.length; index++) {
            parts[index] = value(part, visible, next);
        }
        return Node.pattern(sort, pattern, parts);
    }

    private String arrayPattern(Sort sort) {
        return choice.one(
                "array[#, #]",
                "array[#]",
                "(#)[1:2]",
                "(#)[2:]",
                "(#)[:1]",
                "array_remove(#, null)",
                "trim_array(#, 0)",
                "coalesce(#, '{}'::" + sort.type() + ")");
    }

    private Node scalarSubquery(Sort sort, List<Column> visible, int next) {
        Table table = schema.table();
        String alias = schema.name("t");
        List<Column> inner = table.as(alias);
        List<Column> fitting = Column.of(inner, sort);
        Optional<Sort> element = sort.element();
        String from = " from " + table.name() + " " + alias + " where #";
        if (element.isPresent() && !Column.of(inner, element.get()).isEmpty()) {
            // The cast is for columns of a domain, whose arrays are of another type.
            String column = choice.one(Column.of(inner, element.get())).name() + "::"
                    + element.get().type();
            return Node.pattern(
                    sort,
                    choice.one(
                            "array(select " + column + from + " order by 1)",
                            "(select array_agg(" + column + " order by " + column + ")" + from + ")"),
                    conditions.within(inner, visible, next));
        }
        if (fitting.isEmpty()) {
            return operation(sort, visible, next);
        }
        String column = choice.one(fitting).name();
        String pattern = sort.hasExtremes() && choice.oneIn(2)
                ? "(select " + choice.one("min", "max") + "(" + column + ")" + from + ")"
                : "(select " + column + from + " order by 1 " + choice.one("", "desc ", "nulls first ") + "limit 1)";
        return Node.pattern(sort, pattern, conditions.within(inner, visible, next));
    }

    /** Several values. */
    List<Node> values(List<Sort> sorts, List<Column> visible, int depth) {
        List<Node> values = new ArrayList<>();
        sorts.forEach(sort -> values.add(value(sort, visible, depth)));
        return values;
    }
}
