package org.borealisdb.sql.bind;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Strictness;

/**
 * What items of FROM give: a plan with the scope of its columns. Immutable.
 *
 * @param locked the tables in it whose rows are to be locked
 * @param conditions that joined rows must go on to meet once rows that they are made of have changed: of its inner joins, if rows are to be locked
 * @param locksWithin whether rows are locked in a view or subquery in it
 * @param missing sides of outer joins with locks, as long as no condition is known by which their rows cannot be missing
 */
record BoundFrom(
        Plan plan,
        Scope scope,
        List<Plan.LockedTable> locked,
        List<Expression> conditions,
        boolean locksWithin,
        List<Missing> missing) {
    /**
     * Columns of a side of an outer join whose rows may be missing.
     *
     * @param from the first of them
     * @param to the one behind the last
     * @param conditions that are met unless they are: the join's own, and those within the side
     */
    record Missing(int from, int to, List<Expression> conditions) {
        Missing {
            conditions = List.copyOf(conditions);
        }

        private Missing shifted(int by) {
            return new Missing(from + by, to + by, BoundFrom.shifted(conditions, by));
        }

        private boolean has(int column) {
            return column >= from && column < to;
        }
    }

    BoundFrom(Plan plan, Scope scope) {
        this(plan, scope, List.of());
    }

    BoundFrom(Plan plan, Scope scope, List<Plan.LockedTable> locked) {
        this(plan, scope, locked, List.of(), false, List.of());
    }

    /** The same rows by another plan, under other names. */
    BoundFrom as(Plan otherPlan, Scope otherScope) {
        return new BoundFrom(otherPlan, otherScope, locked, conditions, locksWithin, missing);
    }

    /** The same, of whose rows some are locked where they are found. */
    BoundFrom lockingWithin() {
        return new BoundFrom(plan, scope, locked, conditions, true, missing);
    }

    /** Whether rows are locked in some way. */
    boolean locks() {
        return locksWithin || !locked.isEmpty();
    }

    /** The same rows, which nothing is known of where they are missing. */
    BoundFrom unconditional() {
        return new BoundFrom(plan, scope, locked, List.of(), locksWithin, missing);
    }

    /** The same with a side whose rows may be missing; {@code first}: the place of its first column, {@code on}: the join's condition. */
    BoundFrom missing(BoundFrom side, int first, Optional<Expression> on) {
        List<Expression> met = new ArrayList<>(shifted(side.conditions, first));
        on.ifPresent(met::add);
        List<Missing> all = new ArrayList<>(missing);
        all.add(new Missing(first, first + side.scope.columns.size(), met));
        return new BoundFrom(plan, scope, locked, conditions, locksWithin, all);
    }

    private static List<Expression> shifted(List<Expression> expressions, int by) {
        return expressions.stream()
                .map(expression -> Expressions.shift(expression, by))
                .toList();
    }

    /** Returns another plan of the same tables with those of a second one behind them; {@code condition}: that of an inner join. */
    BoundFrom with(BoundFrom second, Plan both, Scope all, Optional<Expression> condition) {
        int width = scope.columns.size();
        List<Plan.LockedTable> tables = new ArrayList<>(locked);
        second.locked.forEach(each -> tables.add(each.shifted(width)));
        List<Expression> parts = new ArrayList<>(conditions);
        parts.addAll(shifted(second.conditions, width));
        condition.ifPresent(parts::add);
        List<Missing> sides = new ArrayList<>(missing);
        second.missing.forEach(each -> sides.add(each.shifted(width)));
        return new BoundFrom(
                        both,
                        all,
                        tables,
                        tables.isEmpty() ? List.of() : parts,
                        locksWithin || second.locksWithin,
                        sides)
                .where(condition);
    }

    /** The same under a condition for all rows: an outer join of which it lets no row through that misses a side is an inner one, and its own condition is met as well. */
    BoundFrom where(Optional<Expression> condition) {
        if (missing.isEmpty() || condition.isEmpty()) {
            return this;
        }
        List<Missing> left = new ArrayList<>(missing);
        List<Expression> parts = new ArrayList<>(conditions);
        Deque<Expression> met = new ArrayDeque<>(List.of(condition.get()));
        while (!met.isEmpty()) {
            Expression next = met.remove();
            Iterator<Missing> sides = left.iterator();
            while (sides.hasNext()) {
                Missing side = sides.next();
                if (Strictness.rejects(next, side::has)) {
                    sides.remove();
                    parts.addAll(side.conditions());
                    met.addAll(side.conditions());
                }
            }
        }
        return new BoundFrom(plan, scope, locked, parts, locksWithin, left);
    }
}
