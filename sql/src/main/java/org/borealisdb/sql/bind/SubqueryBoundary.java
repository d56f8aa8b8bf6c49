package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;
import org.borealisdb.sql.plan.Subquery;

/** What a subquery reads of the rows around it: each value has a slot among the statement's parameters. */
final class SubqueryBoundary {
    final Scope around;
    final List<Expression> arguments = new ArrayList<>();
    final List<Integer> slots = new ArrayList<>();
    private final ExpressionBinder binder;

    /** Makes the boundary of a subquery in an expression. */
    SubqueryBoundary(ExpressionBinder around) {
        this.around = around.scope();
        this.binder = around;
    }

    /**
     * Makes the boundary of an item of FROM.
     *
     * @param around the columns of the items before it
     * @param clause what has no aggregates of these columns
     */
    SubqueryBoundary(BindContext context, Scope around, String clause) {
        this(new ExpressionBinder(context, around));
        binder.aggregates().forbidIn(clause);
    }

    Optional<Expression> find(BindContext context, List<String> names, int position) {
        return around.find(context, names, position).map(value -> argument(context, value, position));
    }

    /** Finds the row of a table of the queries around. */
    Optional<Expression> row(BindContext context, List<String> table, int position) {
        return RowBinder.wholeRow(context, around, table, position).map(row -> {
            Expression inside = Expressions.map(
                    row,
                    part -> part instanceof Expression.ColumnReference || part instanceof Expression.Parameter
                            ? argument(context, part, -1)
                            : null);
            context.syntax().ifPresent(syntax -> syntax.standsFor(inside, row));
            return inside;
        });
    }

    /** Has an aggregate of the query around computed there; returns its value. */
    Expression aggregate(BindContext context, SyntaxExpression call) {
        return argument(context, binder.bind(call), call.position());
    }

    private Expression argument(BindContext context, Expression value, int position) {
        int known = arguments.indexOf(value);
        if (known < 0) {
            known = arguments.size();
            arguments.add(value);
            context.notePosition(value, position);
            slots.add(context.newSlot());
        }
        Expression.Parameter parameter = new Expression.Parameter(slots.get(known), value.type());
        Expression read = arguments.get(known);
        context.syntax().ifPresent(syntax -> syntax.standsFor(parameter, read));
        return parameter;
    }

    /**
     * Has a value that a common table reads, which is bound in a query around, count as read here, too.
     *
     * @return whether the value is one of the rows around
     */
    private boolean carry(Expression.Parameter value) {
        if (slots.contains(value.index())) {
            return true;
        }
        boolean carried = around.boundary.map(next -> next.carry(value)).orElse(false);
        if (carried) {
            arguments.add(value);
            slots.add(value.index());
        }
        return carried;
    }

    /** The subquery reads a common table that is bound in a query around. */
    void reads(Plan common) {
        reads(common, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** @param seen what was looked at: common tables that read others twice are not looked at for each of these times */
    private void reads(Plan plan, Set<Plan> seen) {
        if (!seen.add(plan)) {
            return;
        }
        for (Expression expression : Plans.expressions(plan)) {
            Expressions.any(expression, part -> {
                if (part instanceof Expression.Parameter value && value.index() >= BindContext.FIRST_SLOT) {
                    carry(value);
                }
                Subquery.of(part).ifPresent(subquery -> reads(subquery.plan(), seen));
                return false;
            });
        }
        Plans.inputs(plan).forEach(input -> reads(input, seen));
    }

    /** Returns whether any value is read of the rows right beside, and not of those around these. */
    boolean readsBeside() {
        return !arguments.stream().allMatch(Expression.Parameter.class::isInstance);
    }

    /**
     * Refuses values of the rows right beside, for there may be none.
     *
     * @throws SqlException 42P10 if one is read
     */
    void refuseToRead(BindContext context) {
        for (Expression argument : arguments) {
            if (argument instanceof Expression.ColumnReference read) {
                throw invalid(context, read)
                        .withDetail("The combining JOIN type must be INNER or LEFT for a LATERAL reference.");
            }
        }
    }

    /**
     * Refuses values of the table whose rows a statement changes.
     *
     * @param width how many columns it has
     * @throws SqlException 42P10 if one is read
     */
    void refuseToReadTarget(BindContext context, int width) {
        for (Expression argument : arguments) {
            if (argument instanceof Expression.ColumnReference read && read.column() < width) {
                throw invalid(context, read).withHint(NamedTables.outOfReach(table(read)));
            }
        }
    }

    private SqlException invalid(BindContext context, Expression.ColumnReference read) {
        return context.error(
                ErrorCode.INVALID_COLUMN_REFERENCE,
                "invalid reference to FROM-clause entry for table \"" + table(read) + "\"",
                context.positionOf(read, -1));
    }

    private String table(Expression.ColumnReference read) {
        return around.columns.get(read.column()).label();
    }

    /** Has the right side of a join read what it reads of the items around the join right there. */
    Plan readingAround(Plan side) {
        return arguments.isEmpty() ? side : replaced(side);
    }

    private Plan replaced(Plan plan) {
        return Plans.map(
                plan,
                this::replaced,
                expression -> Expressions.map(expression, part -> {
                    int place = part instanceof Expression.Parameter read ? slots.indexOf(read.index()) : -1;
                    return place < 0 ? null : arguments.get(place);
                }));
    }

    /** Returns whether an expression is of the subquery and reads a value of the rows around it. */
    boolean isRead(Expression part) {
        return part instanceof Expression.Parameter parameter && slots.contains(parameter.index());
    }

    /** Returns how many values are read so far, here and at the boundaries around. */
    List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>(List.of(slots.size()));
        around.boundary.ifPresent(next -> sizes.addAll(next.sizes()));
        return sizes;
    }

    /** Forgets what was read since there were that many values. */
    void forgetSince(List<Integer> sizes) {
        int size = sizes.getFirst();
        arguments.subList(size, arguments.size()).clear();
        slots.subList(size, slots.size()).clear();
        around.boundary.ifPresent(next -> next.forgetSince(sizes.subList(1, sizes.size())));
    }
}
