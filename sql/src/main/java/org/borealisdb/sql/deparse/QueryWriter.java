package org.borealisdb.sql.deparse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.WindowDefinition;
import org.borealisdb.sql.bind.BoundSyntax;
import org.borealisdb.sql.catalog.SystemColumn;
import org.jspecify.annotations.Nullable;

/** Writes queries as PostgreSQL does (ruleutils.c's get_query_def). */
final class QueryWriter {
    private static final String VALUES = "*VALUES*";

    /** What PostgreSQL calls what a set operation combines. */
    private static final String COMBINED = "*SELECT* 1";

    private final NodeReader nodes;
    private final BoundSyntax syntax;
    private final CurrentNames current;
    private final Lines lines;
    private final boolean pretty;
    private final int wrap;
    private final Parameters parameters;
    private final NodeWriter expressions;
    private final FromWriter from;
    private final Deque<List<String>> takenNames = new ArrayDeque<>();
    private final Deque<List<String>> commonTables = new ArrayDeque<>();
    private final IdentityHashMap<FromItem, RangeEntry> entries = new IdentityHashMap<>();
    private final Map<Integer, String> valuesNames = new HashMap<>();

    /**
     * Makes a writer.
     *
     * @param pretty whether parentheses are left out that are not needed
     * @param wrap how long lines of values and tables are at most before the next one stands on a line of its own
     * @param reserved names that are taken in the queries around
     * @param parameters those of the function that the query is of
     */
    QueryWriter(
            NodeReader nodes,
            CurrentNames current,
            Lines lines,
            boolean pretty,
            int wrap,
            List<String> reserved,
            Parameters parameters) {
        this.parameters = parameters;
        this.nodes = nodes;
        this.syntax = nodes.syntax();
        this.current = current;
        this.lines = lines;
        this.pretty = pretty;
        this.wrap = wrap;
        this.expressions = new NodeWriter(this, lines, pretty);
        this.from = new FromWriter(this, current, lines, pretty);
        takenNames.push(reserved);
    }

    NodeReader nodes() {
        return nodes;
    }

    CurrentNames current() {
        return current;
    }

    NodeWriter expressions() {
        return expressions;
    }

    /** Returns an item of FROM with its names. */
    RangeEntry entry(FromItem item) {
        RangeEntry found = entries.get(item);
        if (found == null) {
            throw new UnwrittenException("an item of FROM that is nowhere");
        }
        return found;
    }

    /** Returns a column with the name of its item before it, if that has one. */
    String column(Node.Column column) {
        RangeEntry entry = entry(column.item());
        String name = Quoting.identifier(columnName(column));
        return entry.name.isEmpty() ? name : Quoting.identifier(entry.name) + "." + name;
    }

    private String columnName(Node.Column column) {
        return column.number() < 0
                ? SystemColumn.numbered(column.number())
                        .map(SystemColumn::columnName)
                        .orElseThrow(() -> new UnwrittenException("a column of the system"))
                : entry(column.item()).column(column.number());
    }

    /** Returns what VALUES is called that stands for a query. */
    String valuesName(Query.Values values) {
        return Quoting.identifier(Objects.requireNonNull(valuesNames.get(values.position()), "VALUES without a name"));
    }

    /** Returns whether an item of WITH has a name. */
    boolean isCommon(String name) {
        return commonTables.stream().anyMatch(names -> names.contains(name));
    }

    /** Returns a parameter, with the name of its function where it could be taken for a column. */
    String parameter(int place) {
        return parameters.of(place, takenNames.stream().anyMatch(names -> !names.isEmpty()));
    }

    /** Returns the name of a type as it is now. */
    String typeName(SqlType type) {
        return current.type(type.declared());
    }

    /**
     * Writes a query.
     *
     * @param result names of its columns; missing where it has those of its values
     * @param visible whether somebody sees the names of its columns
     */
    void query(Query query, @Nullable List<String> result, boolean visible) {
        int indent = lines.indented();
        takenNames.push(List.of());
        commonTables.push(
                query.with() == null
                        ? List.of()
                        : query.with().items().stream()
                                .map(Query.CommonTable::name)
                                .toList());
        try {
            nameItems(query);
            new WithWriter(this, lines).write(query.with());
            Optional<BoundSyntax.Targets> targets = body(query, result, visible);
            order(query, targets);
            limit(query);
            locking(query);
        } finally {
            commonTables.pop();
            takenNames.pop();
            lines.setIndented(indent);
        }
    }

    /** Returns the only value of a query. */
    String value(Query query) {
        SyntaxExpression only =
                query.onlyExpression().orElseThrow(() -> new UnwrittenException("a value that is a query"));
        return lines.apart(() -> expressions.write(nodes.typed(only), true));
    }

    private Set<String> taken() {
        Set<String> all = new HashSet<>();
        takenNames.forEach(all::addAll);
        return all;
    }

    private void nameItems(Query query) {
        switch (query.body()) {
            case Query.Select select -> {
                RangeTable table = new RangeTable(syntax, current, select.from());
                table.name(taken());
                table.entries().forEach(entry -> entries.put(entry.item, entry));
                takenNames.pop();
                takenNames.push(table.taken());
            }
            case Query.Values values -> {
                Map<String, Integer> counters = new HashMap<>();
                taken().forEach(name -> counters.put(name, 0));
                String name = RangeTable.free(VALUES, counters);
                valuesNames.put(values.position(), name);
                takenNames.pop();
                takenNames.push(List.of(name));
            }
            case Query.SetOperation _ -> {
                takenNames.pop();
                takenNames.push(List.of(COMBINED));
            }
        }
    }

    static String identifiers(List<String> names) {
        return String.join(", ", names.stream().map(Quoting::identifier).toList());
    }

    /** Writes what rows there are; returns the select list by which they can be sorted. */
    private Optional<BoundSyntax.Targets> body(Query query, @Nullable List<String> result, boolean visible) {
        return switch (query.body()) {
            case Query.Select select -> {
                lines.begin();
                yield Optional.of(select(select, result, visible));
            }
            case Query.Values values -> {
                lines.begin();
                values(values, result, visible);
                yield Optional.empty();
            }
            case Query.SetOperation operation -> {
                combined(operation, result, visible);
                yield Optional.empty();
            }
        };
    }

    private void values(Query.Values values, @Nullable List<String> result, boolean visible) {
        int width = values.rows().getFirst().size();
        List<String> own = new ArrayList<>();
        for (int number = 1; number <= width; number++) {
            own.add("column" + number);
        }
        if (result == null || result.equals(own)) {
            rows(values);
            return;
        }
        List<Node> columns = new ArrayList<>();
        for (int number = 1; number <= width; number++) {
            columns.add(new Node.ValuesColumn(values, number));
        }
        lines.add("SELECT");
        targets(columns, own, result, visible);
        lines.clause(" FROM ", 2);
        lines.add("(");
        rows(values);
        lines.add(") ").add(valuesName(values));
    }

    private void rows(Query.Values values) {
        lines.add("VALUES ");
        String before = "";
        for (var row : syntax.rows(values).orElseThrow(() -> new UnwrittenException("VALUES"))) {
            lines.add(before).add("(");
            for (int place = 0; place < row.size(); place++) {
                lines.add(place > 0 ? "," : "");
                expressions.top(nodes.of(row.get(place)), false);
            }
            lines.add(")");
            before = ", ";
        }
    }

    private BoundSyntax.Targets select(Query.Select select, @Nullable List<String> result, boolean visible) {
        BoundSyntax.Targets targets = shown(select);
        lines.add("SELECT");
        if (!select.distinctOn().isEmpty()) {
            lines.add(" DISTINCT ON (");
            String before = "";
            for (SyntaxExpression item : select.distinctOn()) {
                lines.add(before);
                sorted(value(item, targets));
                before = ", ";
            }
            lines.add(")");
        } else if (select.distinct()) {
            lines.add(" DISTINCT");
        }
        targets(nodes.all(targets.values()), targets.names(), result, visible);
        items(select.from());
        if (select.where() != null) {
            lines.clause(" WHERE ", 1);
            expressions.write(condition(select.where()), false);
        }
        new GroupWriter(this, lines).write(select, targets);
        if (select.having() != null) {
            lines.clause(" HAVING ", 0);
            expressions.write(condition(select.having()), false);
        }
        new WindowWriter(this, lines).writeNamed(select.windows());
        return targets;
    }

    /** The select list, without what the search in a recursive query adds to it. */
    private BoundSyntax.Targets shown(Query.Select select) {
        BoundSyntax.Targets all =
                syntax.targets(select).orElseThrow(() -> new UnwrittenException("a SELECT that was not bound"));
        int width = 0;
        while (width < all.names().size() && !all.names().get(width).startsWith("\0")) {
            width++;
        }
        return new BoundSyntax.Targets(
                all.values().subList(0, width), all.names().subList(0, width));
    }

    /** A condition; a literal is one. */
    Node condition(SyntaxExpression part) {
        Node node = nodes.of(part);
        if (!(node instanceof Node.Constant constant) || !constant.type().is(BuiltInType.UNKNOWN)) {
            return node;
        }
        if (constant.value() != null) {
            throw new UnwrittenException("a string as a condition");
        }
        return new Node.Constant(BuiltInType.BOOL.type(), null);
    }

    private void targets(List<Node> values, List<String> names, @Nullable List<String> result, boolean visible) {
        boolean several = false;
        for (int place = 0; place < values.size(); place++) {
            Node value = values.get(place);
            String wanted = result != null && place < result.size() ? result.get(place) : names.get(place);
            String field = lines.apart(() -> target(value, wanted, visible));
            lines.add(place == 0 ? " " : ", ");
            if (field.startsWith("\n")) {
                lines.trim();
            } else if (place > 0 && !lines.isOne() && (several || lines.lastLine() + field.length() > wrap)) {
                lines.line("", -Lines.CLAUSE, Lines.CLAUSE, Lines.PART);
            }
            several = field.indexOf('\n', field.startsWith("\n") ? 1 : 0) >= 0;
            lines.add(field);
        }
    }

    private void target(Node value, String wanted, boolean visible) {
        String own;
        if (value instanceof Node.Column column) {
            lines.add(column(column));
            own = columnName(column);
        } else if (value instanceof Node.ValuesColumn column) {
            expressions.write(column, true);
            own = "column" + column.number();
        } else if (value instanceof Node.WholeRow) {
            expressions.top(value, true);
            own = "";
        } else {
            expressions.write(value, true);
            own = visible ? "" : "?column?";
        }
        if (!wanted.equals(own)) {
            lines.add(" AS ").add(Quoting.identifier(wanted));
        }
    }

    private void items(List<FromItem> items) {
        for (int place = 0; place < items.size(); place++) {
            FromItem item = items.get(place);
            if (place == 0) {
                lines.clause(" FROM ", 2);
                from.write(item);
                continue;
            }
            String text = lines.apart(() -> from.write(item));
            lines.add(", ");
            if (text.startsWith("\n")) {
                lines.trim();
            } else if (!lines.isOne() && lines.lastLine() + text.length() > wrap) {
                lines.line("", -Lines.CLAUSE, Lines.CLAUSE, Lines.PART);
            }
            lines.add(text);
        }
    }

    private static boolean isBare(Query query) {
        return query.with() == null
                && query.orderBy().isEmpty()
                && query.limit() == null
                && query.offset() == null
                && query.locking().isEmpty();
    }

    private static Optional<Query.SetOperation> nested(Query query) {
        return isBare(query) && query.body() instanceof Query.SetOperation operation
                ? Optional.of(operation)
                : Optional.empty();
    }

    private void combined(Query.SetOperation operation, @Nullable List<String> result, boolean visible) {
        Optional<Query.SetOperation> left = nested(operation.left());
        boolean parentheses = left.isPresent()
                && (left.get().operator() != operation.operator() || left.get().all() != operation.all());
        int more = parentheses ? Lines.CLAUSE : 0;
        if (parentheses) {
            lines.add("(").line("", more, 0, 0);
        }
        side(operation.left(), result, visible);
        if (parentheses) {
            lines.line(") ", -more, 0, 0);
        } else {
            lines.lineOrBlank("", 0, 0, 0);
        }
        lines.add(operation.operator() + " ").add(operation.all() ? "ALL " : "");
        boolean rightNested = nested(operation.right()).isPresent();
        int rightMore = rightNested ? Lines.CLAUSE : 0;
        lines.add(rightNested ? "(" : "").line("", rightMore, 0, 0);
        side(operation.right(), result, false);
        lines.indent(-rightMore);
        if (rightNested) {
            lines.line(")", 0, 0, 0);
        }
    }

    private void side(Query query, @Nullable List<String> result, boolean visible) {
        Optional<Query.SetOperation> nested = nested(query);
        if (nested.isPresent()) {
            combined(nested.get(), result, visible);
            return;
        }
        boolean parentheses = !isBare(query);
        lines.add(parentheses ? "(" : "");
        query(query, result, visible);
        lines.add(parentheses ? ")" : "");
    }

    /** The value that an item of GROUP BY, DISTINCT ON or ORDER BY stands for. */
    Node value(SyntaxExpression item, BoundSyntax.Targets targets) {
        if (syntax.bound(item).isPresent()) {
            return nodes.typed(item);
        }
        return nodes.of(targets.values().get(place(item, targets.names())));
    }

    private static int place(SyntaxExpression item, List<String> names) {
        int place = -1;
        if (item instanceof SyntaxExpression.Literal literal
                && literal.kind() == SyntaxExpression.LiteralKind.INTEGER
                && literal.text().length() < 6) {
            place = Integer.parseInt(literal.text()) - 1;
        } else if (item instanceof SyntaxExpression.ColumnReference column
                && (column.names().size() == 1 || column.names().getFirst().equals(VALUES))) {
            place = names.indexOf(column.names().getLast());
        }
        if (place < 0 || place >= names.size()) {
            throw new UnwrittenException("an item that is no column");
        }
        return place;
    }

    /** Writes a value by which rows are sorted or grouped. */
    void sorted(Node value) {
        switch (value) {
            case Node.Constant constant -> expressions.constant(constant, true, true);
            case Node.Column _, Node.ValuesColumn _, Node.WholeRow _ -> expressions.write(value, true);
            default -> {
                boolean function = value instanceof Node.Call
                        || value instanceof Node.WordyCall
                        || value instanceof Node.Aggregate
                        || value instanceof Node.Windowed
                        || (value instanceof Node.Cast cast && cast.kind() == Node.CastKind.FUNCTION);
                lines.add(pretty || function ? "(" : "");
                expressions.write(value, true);
                lines.add(pretty || function ? ")" : "");
            }
        }
    }

    private void order(Query query, Optional<BoundSyntax.Targets> targets) {
        if (query.orderBy().isEmpty()) {
            return;
        }
        lines.clause(" ORDER BY ", 1);
        List<Node.Ordered> order = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        for (OrderItem item : query.orderBy()) {
            switch (query.body()) {
                case Query.Select _ ->
                    order.add(new Node.Ordered(value(item.expression(), targets.orElseThrow()), item));
                case Query.Values values -> {
                    List<String> own = new ArrayList<>();
                    values.rows().getFirst().forEach(each -> own.add("column" + (own.size() + 1)));
                    int number = place(item.expression(), own) + 1;
                    boolean named = VALUES.equals(valuesNames.get(values.position()));
                    order.add(new Node.Ordered(
                            named ? new Node.ValuesColumn(values, number) : new Node.Words("column" + number), item));
                }
                case Query.SetOperation _ ->
                    numbers.add(Integer.toString(place(item.expression(), names(query)) + 1) + direction(item));
            }
        }
        lines.add(String.join(", ", new LinkedHashSet<>(numbers)));
        order(order);
    }

    /** The names of the columns of a query: those of the first part of a set operation. */
    private List<String> names(Query query) {
        return switch (query.body()) {
            case Query.Select select -> shown(select).names();
            case Query.SetOperation operation -> names(operation.left());
            case Query.Values values -> {
                List<String> own = new ArrayList<>();
                values.rows().getFirst().forEach(each -> own.add("column" + (own.size() + 1)));
                yield own;
            }
        };
    }

    /** Writes the items of an order, each value once. */
    void order(List<Node.Ordered> items) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (Node.Ordered item : items) {
            values.putIfAbsent(lines.apart(() -> sorted(item.value())), direction(item.item()));
        }
        String before = "";
        for (Map.Entry<String, String> value : values.entrySet()) {
            lines.add(before).add(value.getKey()).add(value.getValue());
            before = ", ";
        }
    }

    /** Writes the items of WITHIN GROUP, each of which is an argument. */
    void argumentsInOrder(List<Node.Ordered> items) {
        String before = "";
        for (Node.Ordered item : items) {
            lines.add(before).add(lines.apart(() -> sorted(item.value()))).add(direction(item.item()));
            before = ", ";
        }
    }

    private String direction(OrderItem item) {
        Boolean first = item.nullsFirst();
        boolean descending = item.descending();
        if (item.using() != null) {
            String sign = nodes.sign(item.using());
            if (!sign.equals("<") && !sign.equals(">")) {
                return " USING " + sign + (Boolean.TRUE.equals(first) ? " NULLS FIRST" : " NULLS LAST");
            }
            descending = sign.equals(">");
        }
        boolean nullsFirst = first == null ? descending : first;
        return (descending ? " DESC" : "")
                + (nullsFirst == descending ? "" : nullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }

    private void limit(Query query) {
        if (query.offset() != null) {
            lines.clause(" OFFSET ", 0);
            expressions.write(count(query.offset()), false);
        }
        SyntaxExpression limit = query.limit();
        if (limit == null) {
            return;
        }
        Node count = count(limit);
        if (query.withTies()) {
            lines.clause(" FETCH FIRST ", 0);
            lines.add("(");
            expressions.write(count, false);
            lines.add(") ROWS WITH TIES");
            return;
        }
        lines.clause(" LIMIT ", 0);
        if (count instanceof Node.Constant constant && constant.value() == null) {
            lines.add("ALL");
        } else {
            expressions.write(count, false);
        }
    }

    /** A number of rows. */
    private Node count(SyntaxExpression part) {
        SqlType type = BuiltInType.INT8.type();
        Node node = nodes.of(part);
        if (node instanceof Node.Constant constant && constant.type().is(BuiltInType.UNKNOWN)) {
            return new Node.Constant(type, constant.value() == null ? null : number(constant));
        }
        boolean same = nodes.bound(part).type().is(BuiltInType.INT8);
        return same || node instanceof Node.Constant ? node : new Node.Cast(node, type, Node.CastKind.FUNCTION, false);
    }

    private static Object number(Node.Constant constant) {
        try {
            return Long.valueOf(String.valueOf(constant.value()).strip());
        } catch (NumberFormatException notOne) {
            throw new UnwrittenException("a number of rows");
        }
    }

    /** Writes what a window is, in parentheses. */
    void window(WindowDefinition window) {
        new WindowWriter(this, lines).write(window);
    }

    private void locking(Query query) {
        if (query.locking().isEmpty() || !(query.body() instanceof Query.Select select)) {
            return;
        }
        new LockingWriter(this, syntax, lines).write(query.locking(), select.from());
    }
}
