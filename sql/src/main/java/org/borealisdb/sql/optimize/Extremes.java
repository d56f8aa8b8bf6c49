package org.borealisdb.sql.optimize;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.GroupingSets;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;
import org.borealisdb.sql.plan.SortKey;

/** The least or the greatest value of a table's rows as that of the first one in order: an index finds it without reading the others. Stateless. */
final class Extremes {
    private Extremes() {}

    /** Returns the one group of a table's rows as that of the only row that decides; empty if it asks for something else. */
    static Optional<Plan.Group> ofFirst(Plan.Group group) {
        if (!group.sets().equals(GroupingSets.all(0))
                || group.calls().size() != 1
                || !isOfTable(group.input())
                || Plans.isVolatile(group.input())) {
            return Optional.empty();
        }
        AggregateCall call = group.calls().getFirst();
        String name = call.aggregate()
                .filter(aggregate -> !aggregate.isOfUser())
                .map(Aggregate::name)
                .orElse("");
        boolean greatest = name.equals("max");
        if (!(greatest || name.equals("min"))
                || call.filter().isPresent()
                || !call.order().isEmpty()
                || !Expressions.isStable(call.arguments().getFirst())) {
            return Optional.empty();
        }
        Expression value = call.arguments().getFirst();
        Plan known = new Plan.Filter(group.input(), new Expression.IsNull(value, true));
        Plan inOrder =
                new Plan.Sort(new Plan.Project(known, List.of(value)), List.of(new SortKey(0, greatest, greatest)));
        Plan first = new Plan.Limit(
                inOrder,
                Optional.of(new Expression.Constant(BuiltInType.INT8.type(), 1L)),
                Optional.empty(),
                List.of());
        AggregateCall ofFirst = call.map(argument -> new Expression.ColumnReference(0, value.type()));
        return Optional.of(new Plan.Group(first, List.of(), group.sets(), List.of(ofFirst)));
    }

    private static boolean isOfTable(Plan plan) {
        return switch (plan) {
            case Plan.Filter filter -> isOfTable(filter.input());
            case Plan.Project project -> isOfTable(project.input());
            case Plan.Scan scan ->
                scan.lock().isEmpty() && !scan.table().indexes().isEmpty();
            default -> false;
        };
    }

    /** Returns the scan that finds the first row; empty if rows have to be sorted for it. */
    static Optional<Plan.Scan> scan(Plan ofFirst) {
        return switch (ofFirst) {
            case Plan.Group group -> scan(group.input());
            case Plan.Limit limit -> scan(limit.input());
            case Plan.Project project -> scan(project.input());
            case Plan.Scan scan when scan.access().index().isPresent() -> Optional.of(scan);
            default -> Optional.empty();
        };
    }

    /** Returns whether the scan comes by the rows without a value before it finds one that has it. */
    static boolean passesNulls(Plan.Scan scan) {
        int at = scan.access().equal().size();
        return !scan.access().listed().isAny()
                && scan.access()
                        .index()
                        .filter(index -> at < index.keys().size()
                                && index.keys().get(at).nullsFirst()
                                        != scan.access().backward())
                        .isPresent();
    }
}
