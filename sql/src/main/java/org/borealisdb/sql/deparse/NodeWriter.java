package org.borealisdb.sql.deparse;

import java.util.List;
import java.util.function.Consumer;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.sql.plan.CallWords;
import org.jspecify.annotations.Nullable;

/** Writes nodes as PostgreSQL does (ruleutils.c's get_rule_expr), with all parentheses or, prettily, only those that are needed. */
final class NodeWriter {
    private static final String NUMBER = "\\d+";
    private static final String WITH_POINT = "\\d[\\d]*\\.\\d*|\\.\\d+";

    private final QueryWriter queries;
    private final Lines lines;
    private final boolean pretty;

    NodeWriter(QueryWriter queries, Lines lines, boolean pretty) {
        this.queries = queries;
        this.lines = lines;
        this.pretty = pretty;
    }

    /** Writes a node at the top of a list of values, where a whole row says what it is. */
    void top(Node node, boolean implicit) {
        if (node instanceof Node.WholeRow row) {
            lines.add(Quoting.identifier(queries.entry(row.item()).name))
                    .add(".*::")
                    .add(queries.typeName(row.type()));
        } else {
            write(node, implicit);
        }
    }

    /**
     * Writes a node.
     *
     * @param implicit whether a cast is shown that nobody wrote
     */
    void write(Node node, boolean implicit) {
        switch (node) {
            case Node.Column column -> lines.add(queries.column(column));
            case Node.ValuesColumn column ->
                lines.add(queries.valuesName(column.values())).add(".column" + column.number());
            case Node.WholeRow row ->
                lines.add(Quoting.identifier(queries.entry(row.item()).name)).add(".*");
            case Node.Constant constant -> constant(constant, true, false);
            case Node.Words words -> lines.add(words.text());
            case Node.Parameter parameter -> lines.add(queries.parameter(parameter.place()));
            case Node.Operator operator -> operator(operator);
            case Node.Call call -> call(call);
            case Node.WordyCall call -> wordy(call);
            case Node.Cast cast -> cast(cast, implicit);
            case Node.Logical logical -> logical(logical);
            case Node.Test test ->
                inParentheses(() -> {
                    part(test.operand(), !test.ofTruth(), test);
                    lines.add(" ").add(test.words());
                });
            case Node.Distinct distinct ->
                inParentheses(() -> {
                    part(distinct.left(), true, distinct);
                    lines.add(" IS DISTINCT FROM ");
                    part(distinct.right(), true, distinct);
                });
            case Node.Any any -> any(any);
            case Node.RowComparison rows -> {
                lines.add("(ROW(");
                list(rows.left());
                lines.add(") ").add(rows.sign()).add(" ROW(");
                list(rows.right());
                lines.add("))");
            }
            case Node.Case branches -> branches(branches);
            case Node.Special special -> {
                lines.add(special.name()).add("(");
                all(special.operands());
                lines.add(")");
            }
            case Node.ArrayOf array -> {
                lines.add("ARRAY[");
                all(array.elements());
                lines.add("]");
                if (array.elements().isEmpty()) {
                    lines.add("::").add(queries.typeName(array.type()));
                }
            }
            case Node.Row row -> {
                lines.add("ROW(");
                list(row.fields());
                lines.add(")");
            }
            case Node.Field field -> field(field);
            case Node.Subscripts subscripts -> subscripts(subscripts);
            case Node.Collate collate ->
                inParentheses(() -> {
                    part(collate.operand(), implicit, collate);
                    lines.add(" COLLATE ").add(collate.collation());
                });
            case Node.Subquery subquery -> subquery(subquery);
            case Node.Aggregate aggregate -> aggregate(aggregate);
            case Node.Windowed windowed -> windowed(windowed);
        }
    }

    private void inParentheses(Runnable writing) {
        lines.add(pretty ? "" : "(");
        writing.run();
        lines.add(pretty ? "" : ")");
    }

    private void all(List<Node> nodes) {
        separated(nodes, node -> write(node, true));
    }

    /** Writes values that stand by themselves in a list. */
    private void list(List<Node> nodes) {
        separated(nodes, node -> top(node, true));
    }

    private <T> void separated(List<T> parts, Consumer<T> writing) {
        String before = "";
        for (T part : parts) {
            lines.add(before);
            writing.accept(part);
            before = ", ";
        }
    }

    /** Writes a part of a node, with parentheses around if they are needed and not there anyway. */
    void part(Node node, boolean implicit, Node around) {
        boolean needed = pretty && !Simplicity.isSimple(node, around);
        lines.add(needed ? "(" : "");
        write(node, implicit);
        lines.add(needed ? ")" : "");
    }

    /**
     * Writes a value.
     *
     * @param typed whether its type is shown where the value does not say it
     * @param always whether it is shown in any case
     */
    void constant(Node.Constant constant, boolean typed, boolean always) {
        SqlType type = constant.type().is(BuiltInType.UNKNOWN) ? BuiltInType.TEXT.type() : constant.type();
        Object value = constant.value();
        if (value == null) {
            lines.add("NULL").add(typed || always ? "::" + queries.typeName(type) : "");
            return;
        }
        boolean negated = value instanceof NodeReader.Negated;
        Object plain = value instanceof NodeReader.Negated minus ? minus.value() : value;
        String text = (negated ? "-" : "")
                + queries.current()
                        .named(type, plain)
                        .orElseGet(() -> TextOutput.format(type, plain, SessionFormat.DEFAULT));
        boolean label = true;
        if (type.is(BuiltInType.BOOL)) {
            lines.add(text.equals("t") ? "true" : "false");
            label = false;
        } else if (type.is(BuiltInType.INT4) && text.matches(NUMBER)) {
            lines.add(text);
            label = false;
        } else if (type.is(BuiltInType.NUMERIC) && text.matches(WITH_POINT)) {
            lines.add(text);
            label = type.modifier() >= 0;
        } else {
            lines.add(Quoting.plainLiteral(text));
        }
        if (always || (typed && label)) {
            lines.add("::").add(queries.typeName(type));
        }
    }

    private void operator(Node.Operator operator) {
        inParentheses(() -> {
            Node left = operator.left();
            if (left != null) {
                part(left, true, operator);
                lines.add(" ");
            }
            lines.add(operator.sign()).add(" ");
            part(operator.right(), true, operator);
        });
    }

    private void call(Node.Call call) {
        lines.add(call.function()).add("(");
        for (int place = 0; place < call.arguments().size(); place++) {
            lines.add(place > 0 ? ", " : "");
            boolean last = place == call.arguments().size() - 1;
            lines.add(last && call.variadic() ? "VARIADIC " : "");
            String name = place < call.names().size() ? call.names().get(place) : "";
            lines.add(name.isEmpty() ? "" : Quoting.identifier(name) + " => ");
            write(call.arguments().get(place), true);
        }
        lines.add(")");
    }

    private void wordy(Node.WordyCall wordy) {
        String name = wordy.call().function().name();
        boolean ofZone = name.equals("timezone");
        String text = CallWords.of(
                        wordy.call(),
                        argument -> lines.apart(() -> {
                            Node node = queries.nodes().of(argument);
                            if (ofZone) {
                                part(node, false, wordy);
                            } else {
                                write(node, false);
                            }
                        }))
                .orElseThrow(() -> new UnwrittenException("a call with words"));
        lines.add(text);
    }

    private void cast(Node.Cast cast, boolean implicit) {
        if (cast.operand() instanceof Node.Row && cast.type() instanceof CompositeType) {
            write(cast.operand(), implicit);
            lines.add(cast.explicit() ? "::" + queries.typeName(cast.type()) : "");
            return;
        }
        if (!cast.explicit() && !implicit) {
            part(cast.operand(), false, cast);
            return;
        }
        boolean bare = cast.operand() instanceof Node.Constant constant
                && constant.type().oid() == cast.type().oid()
                && constant.type().modifier() < 0;
        if (bare) {
            constant((Node.Constant) cast.operand(), false, false);
        } else {
            inParentheses(() -> part(cast.operand(), false, cast));
        }
        lines.add("::").add(queries.typeName(cast.type()));
    }

    private void logical(Node.Logical logical) {
        inParentheses(() -> {
            if (logical.logic() == Node.Logic.NOT) {
                lines.add("NOT ");
                part(logical.operands().getFirst(), false, logical);
                return;
            }
            String before = "";
            for (Node operand : logical.operands()) {
                lines.add(before);
                part(operand, false, logical);
                before = " " + logical.logic() + " ";
            }
        });
    }

    private void any(Node.Any any) {
        inParentheses(() -> {
            part(any.left(), true, any);
            lines.add(" ").add(any.sign()).add(any.all() ? " ALL (" : " ANY (");
            part(any.array(), true, any);
            // Else it would be read as a comparison with the rows of the subquery.
            if (any.array() instanceof Node.Subquery query && query.kind() == Node.SubqueryKind.VALUE) {
                lines.add("::").add(queries.typeName(query.type()));
            }
            lines.add(")");
        });
    }

    private void branches(Node.Case branches) {
        lines.line("CASE", 0, Lines.PART, 0);
        Node operand = branches.operand();
        if (operand != null) {
            lines.add(" ");
            write(operand, true);
        }
        for (Node.When when : branches.whens()) {
            lines.lineOrBlank("WHEN ", 0, 0, 0);
            write(when.condition(), false);
            lines.add(" THEN ");
            write(when.result(), true);
        }
        lines.lineOrBlank("ELSE ", 0, 0, 0);
        write(branches.otherwise(), true);
        lines.lineOrBlank("END", -Lines.PART, 0, 0);
    }

    private void field(Node.Field field) {
        boolean bare = field.operand() instanceof Node.Subscripts || field.operand() instanceof Node.Field;
        lines.add(bare ? "" : "(");
        write(field.operand(), true);
        lines.add(bare ? "" : ")").add(".").add(Quoting.identifier(field.name()));
    }

    private void subscripts(Node.Subscripts subscripts) {
        boolean bare = subscripts.operand() instanceof Node.Column || subscripts.operand() instanceof Node.Field;
        lines.add(bare ? "" : "(");
        write(subscripts.operand(), true);
        lines.add(bare ? "" : ")");
        for (Node.Bounds bounds : subscripts.bounds()) {
            lines.add("[");
            bound(bounds.lower());
            if (bounds.isSlice()) {
                lines.add(":");
                bound(bounds.upper());
            }
            lines.add("]");
        }
    }

    private void bound(@Nullable Node bound) {
        if (bound != null) {
            write(bound, false);
        }
    }

    private void subquery(Node.Subquery subquery) {
        lines.add(subquery.kind() == Node.SubqueryKind.ARRAY ? "ARRAY(" : "(");
        if (!subquery.left().isEmpty()) {
            lines.add(subquery.isRow() ? "(" : "");
            separated(subquery.left(), node -> write(node, true));
            lines.add(subquery.isRow() ? ")" : "");
        }
        boolean own = true;
        switch (subquery.kind()) {
            case EXISTS -> lines.add("EXISTS ");
            case ANY -> lines.add(subquery.sign().equals("=") ? " IN " : " " + subquery.sign() + " ANY ");
            case ALL -> lines.add(" " + subquery.sign() + " ALL ");
            case ROW -> lines.add(" " + subquery.sign() + " ");
            case VALUE, ARRAY -> own = false;
        }
        lines.add(own ? "(" : "");
        queries.query(subquery.query(), null, false);
        lines.add(own ? "))" : ")");
    }

    private void arguments(List<Node> arguments, boolean star, boolean variadic) {
        if (star) {
            lines.add("*");
        }
        for (int place = 0; place < arguments.size(); place++) {
            lines.add(place > 0 ? ", " : "");
            lines.add(variadic && place == arguments.size() - 1 ? "VARIADIC " : "");
            write(arguments.get(place), true);
        }
    }

    private void aggregate(Node.Aggregate aggregate) {
        lines.add(aggregate.function()).add("(").add(aggregate.distinct() ? "DISTINCT " : "");
        arguments(aggregate.arguments(), aggregate.star(), aggregate.variadic());
        if (aggregate.withinGroup()) {
            lines.add(") WITHIN GROUP (ORDER BY ");
            queries.argumentsInOrder(aggregate.order());
        } else if (!aggregate.order().isEmpty()) {
            lines.add(" ORDER BY ");
            queries.order(aggregate.order());
        }
        filter(aggregate.filter());
        lines.add(")");
    }

    private void filter(@Nullable Node filter) {
        if (filter != null) {
            lines.add(") FILTER (WHERE ");
            write(filter, false);
        }
    }

    private void windowed(Node.Windowed windowed) {
        lines.add(windowed.function()).add("(");
        arguments(windowed.arguments(), windowed.star(), windowed.variadic());
        filter(windowed.filter());
        lines.add(") OVER ");
        String base = windowed.over().base();
        if (windowed.over().isReference() && base != null) {
            lines.add(Quoting.identifier(base));
        } else {
            queries.window(windowed.over());
        }
    }
}
