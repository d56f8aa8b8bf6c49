package org.borealisdb.sql.deparse;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.WindowDefinition;

/** Writes windows. */
final class WindowWriter {
    private final QueryWriter queries;
    private final Lines lines;

    WindowWriter(QueryWriter queries, Lines lines) {
        this.queries = queries;
        this.lines = lines;
    }

    /** Writes the windows that a query names. */
    void writeNamed(List<WindowDefinition> windows) {
        String before = "";
        for (WindowDefinition window : windows) {
            if (before.isEmpty()) {
                lines.clause(" WINDOW ", 1);
            }
            lines.add(before).add(Quoting.identifier(Objects.requireNonNull(window.name(), "a window has a name")));
            lines.add(" AS ");
            write(window);
            before = ", ";
        }
    }

    /** Writes a window in parentheses. */
    void write(WindowDefinition window) {
        List<String> parts = new ArrayList<>();
        String base = window.base();
        if (base != null) {
            parts.add(Quoting.identifier(base));
        }
        if (!window.partitionBy().isEmpty()) {
            parts.add(lines.apart(() -> {
                String before = "PARTITION BY ";
                for (SyntaxExpression item : window.partitionBy()) {
                    lines.add(before);
                    queries.sorted(queries.nodes().typed(item));
                    before = ", ";
                }
            }));
        }
        if (!window.orderBy().isEmpty()) {
            parts.add(lines.apart(() -> {
                List<Node.Ordered> order = new ArrayList<>();
                for (OrderItem item : window.orderBy()) {
                    order.add(new Node.Ordered(queries.nodes().typed(item.expression()), item));
                }
                lines.add("ORDER BY ");
                queries.order(order);
            }));
        }
        WindowDefinition.Frame frame = window.frame();
        if (frame != null) {
            parts.add(lines.apart(() -> frame(frame)));
        }
        lines.add("(").add(String.join(" ", parts)).add(")");
    }

    private void frame(WindowDefinition.Frame frame) {
        lines.add(frame.mode().name()).add(frame.between() ? " BETWEEN " : " ");
        bound(frame.start());
        if (frame.between()) {
            lines.add(" AND ");
            bound(frame.end());
        }
        if (frame.exclusion() != WindowDefinition.Exclusion.NO_OTHERS) {
            lines.add(" EXCLUDE ").add(frame.exclusion().name().replace('_', ' '));
        }
    }

    private void bound(WindowDefinition.Bound bound) {
        SyntaxExpression offset = bound.offset();
        if (offset != null) {
            queries.expressions().write(queries.nodes().of(offset), false);
            lines.add(" ");
        }
        lines.add(bound.kind().name().replace('_', ' '));
    }
}
