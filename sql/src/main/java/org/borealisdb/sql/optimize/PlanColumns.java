package org.borealisdb.sql.optimize;

import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Plan;

/** Finds which table's column a column of a plan is. Stateless. */
final class PlanColumns {
    private PlanColumns() {}

    /** A column of a table, by its place. */
    record Origin(TableDefinition table, int place) {}

    /** Returns where the values of a plan's column are from, if they are those of a table. */
    static Optional<Origin> origin(Plan plan, int column) {
        return switch (plan) {
            case Plan.Scan scan ->
                column < SystemColumn.firstPlace(scan.table())
                        ? Optional.of(new Origin(scan.table(), column))
                        : Optional.empty();
            case Plan.KeyedScan keyed -> origin(keyed.scan(), column);
            case Plan.Filter filter -> origin(filter.input(), column);
            case Plan.Sort sort -> origin(sort.input(), column);
            case Plan.Limit limit -> origin(limit.input(), column);
            case Plan.Distinct distinct -> origin(distinct.input(), column);
            case Plan.Shared shared -> origin(shared.input(), column);
            case Plan.LockRows lock -> origin(lock.input(), column);
            case Plan.LockJoin lock -> origin(lock.input(), column);
            case Plan.Window window ->
                column < window.input().types().size() ? origin(window.input(), column) : Optional.empty();
            case Plan.Project project ->
                origin(project.input(), project.values().get(column));
            case Plan.Group group ->
                column < group.keys().size()
                        ? origin(group.input(), group.keys().get(column))
                        : Optional.empty();
            case Plan.Join join -> side(join.left(), join.right(), column);
            case Plan.Lateral lateral -> side(lateral.left(), lateral.right(), column);
            default -> Optional.empty();
        };
    }

    private static Optional<Origin> side(Plan left, Plan right, int column) {
        int width = left.types().size();
        return column < width ? origin(left, column) : origin(right, column - width);
    }

    /** Returns which table's column an expression over a plan's rows is. */
    static Optional<Origin> origin(Plan plan, Expression expression) {
        return switch (expression) {
            case Expression.ColumnReference column -> origin(plan, column.column());
            case Expression.Relabel relabel -> origin(plan, relabel.operand());
            default -> Optional.empty();
        };
    }
}
