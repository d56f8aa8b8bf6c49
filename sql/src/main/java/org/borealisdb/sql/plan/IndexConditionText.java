package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.IndexDefinition;

/** Says what a scan looks for in an index, as EXPLAIN shows it. */
final class IndexConditionText {
    private final PlanNames names;
    private final Plan.Scan scan;
    private final Access access;

    /**
     * Makes the text of a scan.
     *
     * @param names what the scan's columns are called
     */
    IndexConditionText(PlanNames names, Plan.Scan scan) {
        this.names = names;
        this.scan = scan;
        this.access = scan.access();
    }

    /** Returns the condition on an index's keys or items; nothing if all of it is read. */
    String of(IndexDefinition index) {
        if (access.items().isPresent()) {
            return text(access.items().get().condition());
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < access.equal().size(); i++) {
            if (!access.listed().has(i)) {
                parts.add("(" + text(index.parts().get(i)) + " = "
                        + text(access.equal().get(i)) + ")");
            } else if (i == access.listed().from()) {
                parts.add(listed(index));
            }
        }
        if (access.lower().isPresent() || access.upper().isPresent()) {
            String column = text(index.parts().get(access.equal().size()));
            access.lower()
                    .ifPresent(value ->
                            parts.add("(" + column + (access.lowerInclusive() ? " >= " : " > ") + text(value) + ")"));
            access.upper()
                    .ifPresent(value ->
                            parts.add("(" + column + (access.upperInclusive() ? " <= " : " < ") + text(value) + ")"));
        }
        return parts.size() < 2 ? String.join("", parts) : "(" + String.join(" AND ", parts) + ")";
    }

    private String listed(IndexDefinition index) {
        Access.Listed listed = access.listed();
        List<Expression> columns = index.parts().subList(listed.from(), listed.from() + listed.count());
        return "(" + side(columns) + " = ANY (" + side(access.listedArrays()) + "))";
    }

    private String side(List<Expression> values) {
        String all = values.stream().map(this::text).collect(Collectors.joining(", "));
        return values.size() == 1 ? all : "ROW(" + all + ")";
    }

    private String text(Expression expression) {
        return names.text(expression, scan);
    }
}
