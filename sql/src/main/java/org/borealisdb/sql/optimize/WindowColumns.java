package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;

/** Leaves out of a window's rows the columns that nobody reads: they need not be sorted, and an index may have the others. Stateless. */
final class WindowColumns {
    private WindowColumns() {}

    /** Returns a plan with the same rows and columns, whose windows carry what is read of them. */
    static Plan narrowed(Plan plan) {
        if (!hasWindow(plan)) {
            return plan;
        }
        Plan here = plan instanceof Plan.Project project ? narrowed(project) : plan;
        return Plans.map(here, WindowColumns::narrowed, UnaryOperator.identity());
    }

    private static boolean hasWindow(Plan plan) {
        return plan instanceof Plan.Window || Plans.inputs(plan).stream().anyMatch(WindowColumns::hasWindow);
    }

    private static Plan.Project narrowed(Plan.Project project) {
        if (project.input() instanceof Plan.Window window) {
            Narrowed narrowed = Narrowed.of(window, project.values());
            return new Plan.Project(narrowed.window(), narrowed.moved(project.values()));
        }
        if (project.input() instanceof Plan.Filter filter && filter.input() instanceof Plan.Window window) {
            List<Expression> read = new ArrayList<>(project.values());
            read.add(filter.condition());
            Narrowed narrowed = Narrowed.of(window, read);
            Plan below = new Plan.Filter(narrowed.window(), narrowed.moved(filter.condition()));
            return new Plan.Project(below, narrowed.moved(project.values()));
        }
        return project;
    }

    /**
     * A window over some columns of its input.
     *
     * @param kept the columns, by their places in the whole input
     * @param width how many the whole input has
     */
    private record Narrowed(Plan window, List<Integer> kept, int width) {
        static Narrowed of(Plan.Window window, List<Expression> read) {
            List<SqlType> types = window.input().types();
            TreeSet<Integer> used = new TreeSet<>(Expressions.columns(read));
            used.removeIf(column -> column >= types.size());
            used.addAll(Expressions.columns(Plans.expressions(window)));
            Narrowed narrowed = new Narrowed(window, List.copyOf(used), types.size());
            if (used.size() == types.size()) {
                return narrowed;
            }
            List<Expression> columns = new ArrayList<>();
            used.forEach(column -> columns.add(new Expression.ColumnReference(column, types.get(column))));
            Plan over = Plans.map(window, input -> new Plan.Project(input, columns), narrowed::moved);
            return new Narrowed(over, narrowed.kept(), types.size());
        }

        List<Expression> moved(List<Expression> values) {
            return values.stream().map(this::moved).toList();
        }

        Expression moved(Expression value) {
            return Expressions.map(
                    value,
                    part -> part instanceof Expression.ColumnReference column
                            ? new Expression.ColumnReference(place(column.column()), column.type())
                            : null);
        }

        private int place(int column) {
            return column < width ? kept.indexOf(column) : kept.size() + column - width;
        }
    }
}
