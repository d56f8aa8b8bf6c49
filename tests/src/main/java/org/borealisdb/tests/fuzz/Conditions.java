package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws what is true, false or unknown. */
final class Conditions {
    private final Choice choice;
    private final Schema schema;
    private final Expressions expressions;

    Conditions(Choice choice, Schema schema, Expressions expressions) {
        this.choice = choice;
        this.schema = schema;
        this.expressions = expressions;
    }

    /** A condition over columns, with operators of a depth at most. */
    Node draw(List<Column> visible, int depth) {
        int next = Math.max(0, depth - 1);
        Sort sort = sort(visible);
        if (depth == 0) {
            return comparison(sort, expressions.leaf(sort, visible), expressions.leaf(sort, visible));
        }
        return switch (choice.below(15)) {
            case 0, 1 -> Node.pattern(Sort.BOOLEAN, "(# and #)", draw(visible, next), draw(visible, next));
            case 2 -> Node.pattern(Sort.BOOLEAN, "(# or #)", draw(visible, next), draw(visible, next));
            case 3 ->
                Node.pattern(
                        Sort.BOOLEAN,
                        choice.one("(not #)", "(not #)", "(# is not true)", "(# is false)", "(# is unknown)"),
                        draw(visible, next));
            case 4 ->
                Node.pattern(
                        Sort.BOOLEAN,
                        choice.one("(# is null)", "(# is not null)"),
                        expressions.value(sort, visible, next));
            case 5 ->
                choice.oneIn(2)
                        ? listed(visible)
                        : Node.pattern(
                                Sort.BOOLEAN,
                                "(# " + choice.one("", "not ") + "in (#, #))",
                                expressions.value(sort, visible, next),
                                expressions.constant(sort),
                                expressions.leaf(sort, visible));
            case 6 ->
                Node.pattern(
                        Sort.BOOLEAN,
                        "(# " + choice.one("", "not ") + "between " + choice.one("", "symmetric ") + "# and #)",
                        expressions.value(sort, visible, next),
                        expressions.leaf(sort, visible),
                        expressions.leaf(sort, visible));
            case 7, 8 -> subquery(sort, visible, next);
            case 9 -> choice.oneIn(4) ? wholeRows(visible) : rows(visible, next);
            case 10 -> elements(visible, next);
            case 11 -> choice.oneIn(3) ? expressions.call(Sort.BOOLEAN, visible, next) : documents(visible, next);
            default -> comparison(sort, expressions.value(sort, visible, next), expressions.value(sort, visible, next));
        };
    }

    /** A condition of a subquery over its own columns, and over those outside; of many rows one inside at most goes with each outside. */
    Node within(List<Column> inner, List<Column> outer, int depth) {
        if (!schema.many()) {
            List<Column> all = new ArrayList<>(inner);
            all.addAll(outer);
            return draw(all, depth);
        }
        Node own = draw(inner, 0);
        Optional<Column> key = inner.stream().filter(Column::isKey).findFirst();
        List<Column> same = key.isPresent() ? Column.of(outer, key.get().sort()) : List.of();
        return same.isEmpty() || choice.oneIn(3)
                ? own
                : Node.pattern(
                        Sort.BOOLEAN,
                        "(# = # and #)",
                        key.get().node(),
                        choice.one(same).node(),
                        own);
    }

    private Sort sort(List<Column> visible) {
        return visible.isEmpty() ? schema.sort() : choice.one(visible).sort();
    }

    private Node comparison(Sort sort, Node left, Node right) {
        if (sort == Sort.TEXT && choice.oneIn(6)) {
            String collation = choice.one("\"C\"", "\"en-x-icu\"", "\"POSIX\"");
            return Node.pattern(
                    Sort.BOOLEAN,
                    "(# " + choice.one("=", "<", ">=", "<>") + " # collate " + collation + ")",
                    left,
                    right);
        }
        String operator = sort == Sort.TEXT && choice.oneIn(6)
                ? choice.one("like", "not like", "ilike", "^@")
                : choice.one("=", "=", "<>", "<", "<=", ">", ">=", "is distinct from", "is not distinct from");
        return Node.pattern(Sort.BOOLEAN, "(# " + operator + " #)", left, right);
    }

    /** A comparison of rows of two or three columns, or of one with the rows of a subquery. */
    private Node rows(List<Column> visible, int next) {
        List<Sort> sorts = new ArrayList<>();
        for (int width = 2 + choice.below(2); width > 0; width--) {
            sorts.add(sort(visible));
        }
        Node left = Node.joined(Sort.SYNTAX, ", ", expressions.values(sorts, visible, 0));
        Table table = schema.table();
        String alias = schema.name("t");
        List<Column> inner = table.as(alias);
        if (choice.oneIn(2)
                || sorts.stream().anyMatch(sort -> Column.of(inner, sort).isEmpty())) {
            String operator = choice.one("=", "<>", "<", "<=", ">", ">=", "is distinct from", "is not distinct from");
            return Node.pattern(
                    Sort.BOOLEAN,
                    "((#) " + operator + " (#))",
                    left,
                    Node.joined(Sort.SYNTAX, ", ", expressions.values(sorts, visible, 0)));
        }
        List<Node> items = sorts.stream()
                .map(sort -> choice.one(Column.of(inner, sort)).node())
                .toList();
        return Node.pattern(
                Sort.BOOLEAN,
                "((#) " + choice.one("in", "not in", "= any", "<> all") + " (select # from " + table.name() + " "
                        + alias + " where #))",
                left,
                Node.joined(Sort.SYNTAX, ", ", items),
                within(inner, visible, next));
    }

    /** A comparison of a row with a table's, or whether there is anything in one. */
    private Node wholeRows(List<Column> visible) {
        List<String> aliases = visible.stream()
                .map(Column::name)
                .filter(name -> name.matches("t[0-9]+[.]a[0-9]+"))
                .map(name -> name.substring(0, name.indexOf('.')))
                .distinct()
                .toList();
        if (aliases.isEmpty()) {
            return expressions.constant(Sort.BOOLEAN);
        }
        String alias = choice.one(aliases);
        String other = choice.one(aliases);
        String operator = choice.one("=", "<>", "<", ">=", "is distinct from", "is not distinct from");
        return Node.leaf(
                Sort.BOOLEAN,
                switch (choice.below(6)) {
                    case 0 -> "(" + alias + " is " + choice.one("", "not ") + "null)";
                    case 1 -> "(row(" + alias + ".*) is " + choice.one("", "not ") + "null)";
                    case 2 -> "(" + alias + " " + operator + " " + other + ")";
                    case 3 -> "(row(" + alias + ".*) " + operator + " row(" + other + ".*))";
                    case 4 -> "(" + alias + " in (" + other + ", " + alias + "))";
                    default -> "((" + alias + ".*) " + operator + " (" + other + ".*))";
                });
    }

    /** Columns, which may be those of an index, compared with lists of constants, some of which may be of other types. */
    private Node listed(List<Column> visible) {
        if (visible.isEmpty()) {
            return expressions.constant(Sort.BOOLEAN);
        }
        Column column = choice.one(visible);
        Sort sort = column.sort();
        if (choice.oneIn(3)) {
            Column second = choice.one(visible);
            List<Node> rows = new ArrayList<>();
            for (int count = 1 + choice.below(4); count > 0; count--) {
                rows.add(Node.pattern(
                        Sort.SYNTAX, "(#, #)", expressions.constant(sort), expressions.constant(second.sort())));
            }
            return Node.pattern(
                    Sort.BOOLEAN,
                    "((#, #) " + choice.one("", "", "not ") + "in (#))",
                    column.node(),
                    second.node(),
                    Node.list(rows));
        }
        List<Node> items = new ArrayList<>();
        for (int count = 1 + choice.below(6); count > 0; count--) {
            items.add(expressions.constant(other(sort)));
        }
        String pattern = choice.one("in (#)", "in (#)", "not in (#)", "= any (array[#])", "<> all (array[#])");
        return Node.pattern(Sort.BOOLEAN, "(# " + pattern + ")", column.node(), Node.list(items));
    }

    /** A type that the same constants may be of, or the type itself. */
    private Sort other(Sort sort) {
        return switch (sort) {
            case SMALLINT, INTEGER, BIGINT ->
                choice.oneIn(4) ? choice.one(List.of(Sort.SMALLINT, Sort.INTEGER, Sort.BIGINT, Sort.NUMERIC)) : sort;
            case DATE, TIMESTAMP, TIMESTAMPTZ ->
                choice.oneIn(4) ? choice.one(List.of(Sort.DATE, Sort.TIMESTAMP, Sort.TIMESTAMPTZ)) : sort;
            case REAL, DOUBLE -> choice.oneIn(4) ? choice.one(List.of(Sort.REAL, Sort.DOUBLE)) : sort;
            default -> sort;
        };
    }

    /** A comparison with the elements of an array, or of two arrays. */
    private Node elements(List<Column> visible, int next) {
        Sort array = choice.one(List.of(Sort.INTEGERS, Sort.TEXTS));
        Sort element = array.element().orElseThrow();
        if (choice.oneIn(3)) {
            return Node.pattern(
                    Sort.BOOLEAN,
                    "(# " + choice.one("@>", "<@", "&&") + " #)",
                    expressions.value(array, visible, next),
                    expressions.value(array, visible, next));
        }
        return Node.pattern(
                Sort.BOOLEAN,
                "(# " + choice.one("= any", "<> all", "< any", ">= all") + " (#))",
                expressions.value(element, visible, next),
                expressions.value(array, visible, next));
    }

    private Node documents(List<Column> visible, int next) {
        String pattern = choice.one(
                "(# @> #)",
                "(# <@ #)",
                "jsonb_exists(#, 'a')",
                "(# @? '$.a')",
                "(# @? '$.b[*] ? (@ > 1)')",
                "(# @@ '$.a == 1')",
                "(# ? 'a')",
                "(# ?| array['a', 'b'])",
                "(# ?& array['a', 'b'])",
                "jsonb_path_exists(#, '$[*] ? (@ == 1)')");
        Node first = expressions.value(Sort.JSONB, visible, next);
        return Node.places(pattern) == 1
                ? Node.pattern(Sort.BOOLEAN, pattern, first)
                : Node.pattern(Sort.BOOLEAN, pattern, first, expressions.value(Sort.JSONB, visible, next));
    }

    /** Subqueries of several tables, of groups, of set operations or of the first rows only. */
    private Node ofSeveral(Sort sort, List<Column> visible, int next) {
        Table table = schema.table();
        Table second = schema.table();
        String alias = schema.name("t");
        String other = schema.name("t");
        List<Column> inner = table.as(alias);
        List<Column> more = second.as(other);
        List<Column> fitting = Column.of(inner, sort);
        if (fitting.isEmpty() || schema.many()) {
            return Node.pattern(
                    Sort.BOOLEAN,
                    "((select count(*) from " + table.name() + " " + alias + " where #) " + choice.one("=", ">", "<=")
                            + " " + choice.below(4) + ")",
                    within(inner, visible, next));
        }
        String column = choice.one(fitting).name();
        String from = "select " + column + " from " + table.name() + " " + alias;
        List<Column> both = new ArrayList<>(inner);
        both.addAll(more);
        Node left = expressions.value(sort, visible, next);
        String operator = choice.one("in", "not in", "in", "= any", "<> all", "< any", ">= all");
        String groups = "group by " + column + choice.one("", " having count(*) > 1", " having count(*) < 2");
        String joined = " " + choice.one("join", "left join") + " " + second.name() + " " + other + " on #";
        return switch (choice.below(6)) {
            case 0 ->
                Node.pattern(
                        Sort.BOOLEAN,
                        "(# " + operator + " (" + from + joined + " where #))",
                        left,
                        draw(both, 0),
                        within(both, visible, next));
            case 1 ->
                Node.pattern(
                        Sort.BOOLEAN,
                        "(# " + operator + " (" + from + " where # " + groups + "))",
                        left,
                        within(inner, visible, next));
            case 2 ->
                Node.pattern(
                        Sort.BOOLEAN,
                        "(# " + operator + " (" + from + " where # order by 1" + choice.one("", " desc") + " limit "
                                + choice.below(4) + choice.one("", " offset 1") + "))",
                        left,
                        within(inner, visible, next));
            case 3 ->
                Node.pattern(
                        Sort.BOOLEAN,
                        "(# " + operator + " (" + from + " where # "
                                + choice.one("union", "union all", "except", "intersect") + " select #))",
                        left,
                        within(inner, visible, next),
                        expressions.leaf(sort, visible));
            case 4 ->
                Node.pattern(
                        Sort.BOOLEAN,
                        choice.one("", "not ") + "exists (" + from + joined + " where # "
                                + choice.one("", groups, "offset 1", "limit 1") + ")",
                        draw(both, 0),
                        within(both, visible, next));
            default ->
                Node.pattern(
                        Sort.BOOLEAN,
                        "(# " + choice.one("=", "<>", "<", "is distinct from") + " (" + from + " where # order by 1"
                                + choice.one("", " desc") + " limit 1))",
                        left,
                        within(inner, visible, next));
        };
    }

    private Node subquery(Sort sort, List<Column> visible, int next) {
        if (choice.oneIn(3)) {
            return ofSeveral(sort, visible, next);
        }
        Table table = schema.table();
        String alias = schema.name("t");
        List<Column> inner = table.as(alias);
        Optional<String> fitting = Column.of(inner, sort).isEmpty()
                ? Optional.empty()
                : Optional.of(choice.one(Column.of(inner, sort)).name());
        Node condition = within(inner, visible, next);
        String from = " from " + table.name() + " " + alias + " where #)";
        if (fitting.isEmpty() || choice.oneIn(3)) {
            return Node.pattern(Sort.BOOLEAN, choice.one("", "not ") + "exists (select 1" + from, condition);
        }
        String before = "# " + choice.one("in", "not in", "= any", "<> all", "< any", ">= all") + " (select "
                + fitting.get() + from;
        return Node.pattern(Sort.BOOLEAN, "(" + before + ")", expressions.value(sort, visible, next), condition);
    }
}
