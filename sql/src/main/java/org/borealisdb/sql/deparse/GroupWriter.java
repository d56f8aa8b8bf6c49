package org.borealisdb.sql.deparse;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.SyntaxExpression.GroupingKind;
import org.borealisdb.sql.ast.SyntaxExpression.GroupingSet;
import org.borealisdb.sql.bind.BoundSyntax;

/** Writes GROUP BY. */
final class GroupWriter {
    private final QueryWriter queries;
    private final Lines lines;

    GroupWriter(QueryWriter queries, Lines lines) {
        this.queries = queries;
        this.lines = lines;
    }

    /** Writes the clause, if there is one. */
    void write(Query.Select select, BoundSyntax.Targets targets) {
        List<SyntaxExpression> items = new ArrayList<>();
        select.groupBy().forEach(item -> flatten(item, items));
        if (items.isEmpty()) {
            return;
        }
        lines.clause(" GROUP BY ", 1);
        lines.add(select.groupDistinct() ? "DISTINCT " : "");
        boolean sets = items.stream().anyMatch(GroupingSet.class::isInstance);
        if (sets && items.stream().anyMatch(item -> !isEmpty(item))) {
            items.removeIf(GroupWriter::isEmpty);
            sets = items.stream().anyMatch(GroupingSet.class::isInstance);
        }
        if (sets) {
            list(items, true, targets);
            return;
        }
        SequencedSet<String> texts = new LinkedHashSet<>();
        items.forEach(item -> texts.add(lines.apart(() -> queries.sorted(queries.value(item, targets)))));
        lines.add(String.join(", ", texts));
    }

    private static boolean isEmpty(SyntaxExpression item) {
        return item instanceof GroupingSet set && set.kind() == GroupingKind.EMPTY;
    }

    /** Items in parentheses are items like others. */
    private static void flatten(SyntaxExpression item, List<SyntaxExpression> all) {
        if (item instanceof SyntaxExpression.RowConstructor row && !row.explicit()) {
            row.elements().forEach(each -> flatten(each, all));
        } else {
            all.add(item);
        }
    }

    private void list(List<SyntaxExpression> items, boolean bare, BoundSyntax.Targets targets) {
        String before = "";
        for (SyntaxExpression item : items) {
            lines.add(before);
            item(item, bare, targets);
            before = ", ";
        }
    }

    /**
     * Writes an item.
     *
     * @param bare whether a single expression stands without parentheses
     */
    private void item(SyntaxExpression item, boolean bare, BoundSyntax.Targets targets) {
        if (!(item instanceof GroupingSet set)) {
            List<SyntaxExpression> parts = new ArrayList<>();
            flatten(item, parts);
            boolean parentheses = !bare || parts.size() != 1;
            lines.add(parentheses ? "(" : "");
            SequencedSet<String> texts = new LinkedHashSet<>();
            parts.forEach(part -> texts.add(lines.apart(() -> queries.sorted(queries.value(part, targets)))));
            lines.add(String.join(", ", texts)).add(parentheses ? ")" : "");
            return;
        }
        switch (set.kind()) {
            case EMPTY -> lines.add("()");
            case ROLLUP -> set("ROLLUP(", set, true, targets);
            case CUBE -> set("CUBE(", set, true, targets);
            case SETS -> set("GROUPING SETS (", set, false, targets);
        }
    }

    private void set(String begin, GroupingSet set, boolean bare, BoundSyntax.Targets targets) {
        lines.add(begin);
        List<SyntaxExpression> items = new ArrayList<>();
        set.items().forEach(item -> {
            if (set.kind() == GroupingKind.SETS
                    && item instanceof GroupingSet inner
                    && inner.kind() == GroupingKind.SETS) {
                items.addAll(inner.items());
            } else {
                items.add(item);
            }
        });
        list(items, bare, targets);
        lines.add(")");
    }
}
