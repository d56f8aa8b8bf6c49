package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.JoinKind;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SortKey;

/**
 * The order in which a plan's rows come, as far as it is known: of a sort, of an index, of a table's own key, or what joins and groups keep of such an order.
 *
 * @param parts values over the plan's rows, the most significant first
 */
record KnownOrder(List<Part> parts) {
    private static final KnownOrder NONE = new KnownOrder(List.of());

    /**
     * A value by which rows are ordered.
     *
     * @param values what it is, in all ways that are equal for every row
     * @param fixed whether it is the same in all rows
     */
    private record Part(List<Expression> values, boolean descending, boolean nullsFirst, boolean fixed) {
        boolean has(Expression expression) {
            return values.stream().anyMatch(value -> AccessRules.isPart(expression, value));
        }
    }

    /** Returns the order of a plan's rows. */
    static KnownOrder of(Plan plan) {
        return switch (plan) {
            case Plan.Sort sort -> sorted(sort);
            case Plan.Filter filter -> of(filter.input());
            case Plan.Limit limit -> of(limit.input());
            case Plan.Distinct distinct when distinct.isSorted() -> of(distinct.input());
            case Plan.Project project -> over(of(project.input()), project.values());
            case Plan.Group group when group.ordered() -> over(of(group.input()), group.keys());
            case Plan.Lateral lateral -> lateral(lateral);
            case Plan.Window window when window.ordered() -> of(window.input());
            case Plan.Join join
            when join.merged() && join.kind() != JoinKind.FULL && join.kind() != JoinKind.RIGHT -> merged(join);
            case Plan.Scan scan -> scanned(scan);
            default -> NONE;
        };
    }

    private static KnownOrder sorted(Plan.Sort sort) {
        List<Part> parts = new ArrayList<>();
        for (SortKey key : sort.keys()) {
            Expression column =
                    new Expression.ColumnReference(key.column(), sort.types().get(key.column()));
            parts.add(new Part(List.of(column), key.descending(), key.nullsFirst(), false));
        }
        return new KnownOrder(parts);
    }

    /** Of an inner join the right keys are as good as the left ones. */
    private static KnownOrder merged(Plan.Join join) {
        int width = join.left().types().size();
        List<Part> parts = new ArrayList<>();
        for (Part part : of(join.left()).parts()) {
            List<Expression> values = new ArrayList<>(part.values());
            for (int i = 0; i < join.leftKeys().size() && join.kind() == JoinKind.INNER; i++) {
                if (part.has(join.leftKeys().get(i))) {
                    values.add(Expressions.shift(join.rightKeys().get(i), width));
                }
            }
            parts.add(new Part(values, part.descending(), part.nullsFirst(), part.fixed()));
        }
        return new KnownOrder(parts);
    }

    /** Of an inner join the columns of right rows that are looked up by a left value are as good as that. */
    private static KnownOrder lateral(Plan.Lateral lateral) {
        KnownOrder left = of(lateral.left());
        if (lateral.kind() != JoinKind.INNER || left.parts().isEmpty()) {
            return left;
        }
        int width = lateral.left().types().size();
        List<Part> parts = new ArrayList<>();
        for (Part part : left.parts()) {
            List<Expression> values = new ArrayList<>(part.values());
            for (int i = 0; i < lateral.slots().size(); i++) {
                if (part.has(lateral.arguments().get(i))) {
                    equalTo(lateral.slots().get(i), lateral.right())
                            .forEach(column -> values.add(Expressions.shift(column, width)));
                }
            }
            parts.add(new Part(values, part.descending(), part.nullsFirst(), part.fixed()));
        }
        return new KnownOrder(parts);
    }

    /** Returns the columns of a plan that equal what is in a slot. */
    private static List<Expression> equalTo(int slot, Plan plan) {
        if (plan instanceof Plan.Memo memo) {
            return equalTo(slot, memo.input());
        }
        if (plan instanceof Plan.Project project) {
            List<Expression> below = equalTo(slot, project.input());
            List<Expression> found = new ArrayList<>();
            for (int i = 0; i < project.values().size() && !below.isEmpty(); i++) {
                if (below.contains(project.values().get(i))) {
                    found.add(new Expression.ColumnReference(
                            i, project.values().get(i).type()));
                }
            }
            return found;
        }
        List<Expression> parts = new ArrayList<>();
        if (plan instanceof Plan.Scan scan) {
            scan.filter().ifPresent(condition -> Expressions.conjuncts(condition, parts));
        }
        List<Expression> found = new ArrayList<>();
        for (Expression part : parts) {
            if (part instanceof Expression.Call call && AccessRules.isHashable(call)) {
                for (int side = 0; side < 2; side++) {
                    if (call.arguments().get(side) instanceof Expression.ColumnReference column
                            && call.arguments().get(1 - side) instanceof Expression.Parameter parameter
                            && parameter.index() == slot) {
                        found.add(column);
                    }
                }
            }
        }
        return found;
    }

    /** The order of rows that have values computed over others; it ends where one is left out. */
    private static KnownOrder over(KnownOrder input, List<Expression> values) {
        List<Part> parts = new ArrayList<>();
        for (Part part : input.parts()) {
            List<Expression> found = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                if (part.has(values.get(i))) {
                    found.add(new Expression.ColumnReference(i, values.get(i).type()));
                }
            }
            if (!found.isEmpty()) {
                parts.add(new Part(found, part.descending(), part.nullsFirst(), part.fixed()));
            } else if (!part.fixed()) {
                break;
            }
        }
        return new KnownOrder(parts);
    }

    private static KnownOrder scanned(Plan.Scan scan) {
        Optional<IndexDefinition> index =
                scan.access().index().or(() -> scan.table().clusteredBy());
        boolean chosen =
                scan.access().items().isPresent() || scan.access().row().isPresent();
        if (index.isEmpty() || chosen || !index.get().isOrdered()) {
            return NONE;
        }
        boolean backward = scan.access().backward();
        List<Part> parts = new ArrayList<>();
        EntryOrder order = EntryOrder.of(scan.table(), index.get());
        for (int i = 0; i < order.keys().size(); i++) {
            KeyColumn key = order.keys().get(i);
            parts.add(new Part(
                    List.of(order.parts().get(i)),
                    key.descending() != backward,
                    key.nullsFirst() != backward,
                    i < scan.access().equal().size() && !scan.access().listed().has(i)));
        }
        return new KnownOrder(parts);
    }

    /** Returns whether rows come as keys over their columns want them. */
    boolean has(List<SortKey> keys, Plan plan) {
        return leading(keys, plan) == keys.size();
    }

    /** Returns the columns of keys that are not the same in all rows. */
    List<Expression> varying(List<SortKey> keys, List<SqlType> types) {
        List<Expression> varying = new ArrayList<>();
        for (SortKey key : keys) {
            Expression column = new Expression.ColumnReference(key.column(), types.get(key.column()));
            if (parts.stream().noneMatch(part -> part.fixed() && part.has(column))) {
                varying.add(column);
            }
        }
        return varying;
    }

    /** Returns by how many keys over their columns, from the first one, rows come in order. */
    int leading(List<SortKey> keys, Plan plan) {
        int at = 0;
        int found = 0;
        for (SortKey key : keys) {
            Expression column =
                    new Expression.ColumnReference(key.column(), plan.types().get(key.column()));
            found++;
            if (parts.stream().anyMatch(part -> part.fixed() && part.has(column))) {
                continue;
            }
            while (at < parts.size() && parts.get(at).fixed()) {
                at++;
            }
            if (at == parts.size()
                    || !parts.get(at).has(column)
                    || parts.get(at).descending() != key.descending()
                    || parts.get(at).nullsFirst() != key.nullsFirst()) {
                return found - 1;
            }
            at++;
        }
        return found;
    }

    /** Returns whether rows that are equal in some values come one after the other. */
    boolean keepsTogether(List<Expression> values) {
        List<Expression> rest = new ArrayList<>(values);
        rest.removeIf(value -> parts.stream().anyMatch(part -> part.fixed() && part.has(value)));
        for (Part part : parts) {
            if (rest.isEmpty() || (!part.fixed() && !rest.removeIf(part::has))) {
                break;
            }
        }
        return rest.isEmpty();
    }
}
