package org.borealisdb.sql.optimize;

import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Subquery;

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
            case Plan.Memo memo -> origin(memo.input(), column);
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

    /** An expression over the rows of a table. */
    record OverTable(TableDefinition table, Expression expression) {}

    /** Returns an expression over a plan's rows as one over those of the only table that its columns are of; empty if they are none's, or several tables'. */
    static Optional<OverTable> overTable(Plan plan, Expression expression) {
        TableDefinition[] table = new TableDefinition[1];
        boolean[] other = {false};
        Expression over = Expressions.map(expression, part -> {
            if (!(part instanceof Expression.ColumnReference column)) {
                other[0] |= part instanceof Expression.Parameter
                        || Subquery.of(part).isPresent();
                return null;
            }
            Optional<Origin> origin = origin(plan, column.column());
            other[0] |= origin.isEmpty()
                    || (table[0] != null
                            && table[0].object().id()
                                    != origin.get().table().object().id());
            if (other[0]) {
                return part;
            }
            table[0] = origin.get().table();
            return new Expression.ColumnReference(origin.get().place(), part.type());
        });
        return other[0] || table[0] == null ? Optional.empty() : Optional.of(new OverTable(table[0], over));
    }
}
