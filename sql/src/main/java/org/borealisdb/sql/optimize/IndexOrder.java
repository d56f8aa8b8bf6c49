package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SortKey;

/** Finds scans whose rows come in a wanted order. Stateless. */
final class IndexOrder {
    private IndexOrder() {}

    /**
     * Returns the scans of the rows of another that come in an order.
     *
     * @param values what the keys' columns are, over the scan's rows
     */
    static List<Plan.Scan> scans(Plan.Scan scan, List<SortKey> keys, List<Expression> values) {
        List<Plan.Scan> found = new ArrayList<>();
        List<Expression> parts = new ArrayList<>();
        scan.filter().ifPresent(condition -> Expressions.conjuncts(condition, parts));
        for (IndexDefinition index : scan.table().indexes()) {
            if (!index.isOrdered() || !AccessRules.isComplete(index, parts)) {
                continue;
            }
            Access chosen = AccessRules.access(index, parts);
            Access access = chosen.index().isPresent() ? chosen : Access.all(index);
            for (boolean backward : new boolean[] {false, true}) {
                if (isInOrder(index, access.equal().size(), backward, keys, values)) {
                    found.add(new Plan.Scan(
                            scan.table(), backward ? access.reversed() : access, scan.filter(), scan.lock()));
                }
            }
        }
        return found;
    }

    /** Returns whether a plan's rows that are equal in some keys come one after the other, because of the index that they are read by. */
    static boolean keepsTogether(Plan plan, List<Expression> keys) {
        return switch (plan) {
            case Plan.Filter filter -> keepsTogether(filter.input(), keys);
            case Plan.Project project ->
                keepsTogether(
                        project.input(),
                        keys.stream()
                                .map(key -> JoinGraph.substituted(key, project.values()))
                                .toList());
            case Plan.Lateral lateral -> {
                int width = lateral.left().types().size();
                yield keys.stream().allMatch(key -> Expressions.readsOnly(key, 0, width))
                        && keepsTogether(lateral.left(), keys);
            }
            case Plan.Scan scan ->
                scan.access()
                        .index()
                        .or(() -> scan.table().indexes().stream()
                                .filter(IndexDefinition::isClustered)
                                .findFirst())
                        .filter(index -> index.isOrdered()
                                && keepsTogether(index, scan.access().equal().size(), keys))
                        .isPresent();
            default -> false;
        };
    }

    /** Whether keys are the columns of an index that follow those whose value is fixed, in any order. */
    private static boolean keepsTogether(IndexDefinition index, int fixed, List<Expression> keys) {
        List<Expression> rest = new ArrayList<>(keys);
        rest.removeIf(key -> isFixed(index, fixed, key));
        for (int at = fixed; at < index.parts().size() && !rest.isEmpty(); at++) {
            Expression part = index.parts().get(at);
            if (!rest.removeIf(key -> AccessRules.isPart(key, part))) {
                return false;
            }
        }
        return rest.isEmpty();
    }

    private static boolean isInOrder(
            IndexDefinition index, int fixed, boolean backward, List<SortKey> keys, List<Expression> values) {
        int at = fixed;
        for (SortKey key : keys) {
            Expression value = values.get(key.column());
            if (isFixed(index, fixed, value)) {
                continue;
            }
            if (at >= index.parts().size()
                    || !AccessRules.isPart(value, index.parts().get(at))) {
                return false;
            }
            KeyColumn column = index.keys().get(at);
            if (column.descending() == key.descending() == backward
                    || column.nullsFirst() == key.nullsFirst() == backward) {
                return false;
            }
            at++;
        }
        return true;
    }

    private static boolean isFixed(IndexDefinition index, int fixed, Expression value) {
        for (int i = 0; i < fixed; i++) {
            if (AccessRules.isPart(value, index.parts().get(i))) {
                return true;
            }
        }
        return false;
    }
}
