package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Draws expressions of a type over the columns that are visible. */
final class Expressions {
    private static final List<String> COMPARISONS =
            List.of("=", "<>", "<", "<=", ">", ">=", "is distinct from", "is not distinct from");

    private final Random random;
    private final List<Table> tables;
    private int nextAlias;

    /** A column that an expression may name. */
    record Column(String name, Sort sort) {}

    /** A table or view of a schema. */
    record Table(String name, List<Column> columns) {
        Table {
            columns = List.copyOf(columns);
        }

        /** Its columns, seen under another name of the table. */
        List<Column> as(String alias) {
            return columns.stream()
                    .map(column -> new Column(alias + "." + column.name(), column.sort()))
                    .toList();
        }
    }

    Expressions(Random random, List<Table> tables) {
        this.random = random;
        this.tables = List.copyOf(tables);
    }

    /** A name that no table of the query has yet. */
    String alias() {
        return "t" + nextAlias++;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    Sort sort() {
        return one(Sort.TYPES);
    }

    Node constant(Sort sort) {
        return Node.constant(sort, random.nextInt(8) == 0 ? Optional.empty() : Optional.of(one(sort.constants())));
    }

    /** A column of the type, or a constant if there is none. */
    Node leaf(Sort sort, List<Column> visible) {
        List<Column> fitting =
                visible.stream().filter(column -> column.sort() == sort).toList();
        return fitting.isEmpty() || random.nextInt(4) == 0
                ? constant(sort)
                : Node.leaf(sort, one(fitting).name());
    }

    /**
     * A value.
     *
     * @param depth of operators at most
     */
    Node value(Sort sort, List<Column> visible, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return sort == Sort.BOOLEAN && depth > 0 ? condition(visible, depth) : leaf(sort, visible);
        }
        int next = depth - 1;
        return switch (random.nextInt(6)) {
            case 0 -> Node.pattern(sort, "coalesce(#, #)", value(sort, visible, next), value(sort, visible, next));
            case 1 -> Node.pattern(sort, "nullif(#, #)", value(sort, visible, next), value(sort, visible, next));
            case 2 ->
                Node.pattern(
                        sort,
                        "case when # then # else # end",
                        condition(visible, next),
                        value(sort, visible, next),
                        value(sort, visible, next));
            case 3 -> scalarSubquery(sort, visible, next);
            default -> operation(sort, visible, next);
        };
    }

    private Node operation(Sort sort, List<Column> visible, int next) {
        return switch (sort) {
            case INTEGER ->
                random.nextBoolean()
                        ? Node.pattern(sort, "length(#)", value(Sort.TEXT, visible, next))
                        : Node.pattern(sort, "(# % 7)", value(sort, visible, next));
            case BIGINT -> Node.pattern(sort, "(# / 3)", value(sort, visible, next));
            case NUMERIC ->
                Node.pattern(
                        sort,
                        "(# " + one(List.of("+", "-")) + " #)",
                        value(sort, visible, next),
                        value(sort, visible, next));
            case TEXT ->
                random.nextBoolean()
                        ? Node.pattern(sort, "(# || #)", value(sort, visible, next), value(sort, visible, next))
                        : Node.pattern(
                                sort,
                                one(List.of("upper", "lower", "reverse", "btrim")) + "(#)",
                                value(sort, visible, next));
            case DATE -> Node.pattern(sort, "(# + 1)", value(sort, visible, next));
            case TIMESTAMP ->
                Node.pattern(sort, "greatest(#, #)", value(sort, visible, next), value(sort, visible, next));
            case BOOLEAN -> condition(visible, next);
            case CLAUSE, SYNTAX -> throw new IllegalArgumentException(sort + " is no type");
        };
    }

    private Node scalarSubquery(Sort sort, List<Column> visible, int next) {
        Table table = one(tables);
        String alias = alias();
        List<Column> inner = new ArrayList<>(table.as(alias));
        List<Column> fitting =
                inner.stream().filter(column -> column.sort() == sort).toList();
        if (fitting.isEmpty() || sort == Sort.BOOLEAN) {
            return operation(sort, visible, next);
        }
        String column = one(fitting).name();
        inner.addAll(visible);
        return Node.pattern(
                sort,
                "(select " + one(List.of("min", "max")) + "(" + column + ") from " + table.name() + " " + alias
                        + " where #)",
                condition(inner, next));
    }

    /** Something true, false or unknown. */
    Node condition(List<Column> visible, int depth) {
        int next = Math.max(0, depth - 1);
        if (depth == 0) {
            Sort sort = visible.isEmpty() ? sort() : one(visible).sort();
            return comparison(sort, leaf(sort, visible), leaf(sort, visible));
        }
        Sort sort = visible.isEmpty() ? sort() : one(visible).sort();
        return switch (random.nextInt(11)) {
            case 0, 1 -> Node.pattern(Sort.BOOLEAN, "(# and #)", condition(visible, next), condition(visible, next));
            case 2 -> Node.pattern(Sort.BOOLEAN, "(# or #)", condition(visible, next), condition(visible, next));
            case 3 -> Node.pattern(Sort.BOOLEAN, "(not #)", condition(visible, next));
            case 4 ->
                Node.pattern(Sort.BOOLEAN, "(# is " + one(List.of("", "not ")) + "null)", value(sort, visible, next));
            case 5 ->
                Node.pattern(
                        Sort.BOOLEAN,
                        "(# " + one(List.of("", "not ")) + "in (#, #))",
                        value(sort, visible, next),
                        constant(sort),
                        leaf(sort, visible));
            case 6 ->
                Node.pattern(
                        Sort.BOOLEAN,
                        "(# " + one(List.of("", "not ")) + "between # and #)",
                        value(sort, visible, next),
                        leaf(sort, visible),
                        leaf(sort, visible));
            case 7, 8 -> subqueryCondition(sort, visible, next);
            default -> comparison(sort, value(sort, visible, next), value(sort, visible, next));
        };
    }

    private Node comparison(Sort sort, Node left, Node right) {
        String operator = sort == Sort.TEXT && random.nextInt(6) == 0 ? "like" : one(COMPARISONS);
        return Node.pattern(Sort.BOOLEAN, "(# " + operator + " #)", left, right);
    }

    private Node subqueryCondition(Sort sort, List<Column> visible, int next) {
        Table table = one(tables);
        String alias = alias();
        List<Column> inner = new ArrayList<>(table.as(alias));
        List<Column> fitting =
                inner.stream().filter(column -> column.sort() == sort).toList();
        inner.addAll(visible);
        Node condition = condition(inner, next);
        String from = " from " + table.name() + " " + alias + " where #)";
        if (fitting.isEmpty() || random.nextInt(3) == 0) {
            return Node.pattern(Sort.BOOLEAN, one(List.of("", "not ")) + "exists (select 1" + from, condition);
        }
        String before = "# "
                + one(List.of("in", "not in", "= any", "<> all", "< any", ">= all"))
                + " (select " + one(fitting).name() + from;
        return Node.pattern(Sort.BOOLEAN, "(" + before + ")", value(sort, visible, next), condition);
    }
}
