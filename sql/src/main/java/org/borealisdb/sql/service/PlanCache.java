package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.ast.ParsedStatement;
import org.borealisdb.sql.ast.TransactionStatement;
import org.borealisdb.sql.parse.postgres.StatementShape;
import org.jspecify.annotations.Nullable;

/**
 * The plans of texts that a session sent as simple queries, found by their {@link StatementShape}. A text is parsed and planned as ever at its
 * first sight; at the second one its numbers are lifted, and from then on texts of that shape only bring their values.
 *
 * <p>A number that binding used for what it says (a column's place in ORDER BY, a type's modifier) stays fixed: the plan is only for texts with
 * that value there. A statement that cannot be bound with its numbers lifted is planned each time. Plans are bound to the session's
 * settings, so that any change of one empties the cache; whether the catalog has changed is checked before each run, as for
 * prepared statements. Belongs to the session's task.
 */
final class PlanCache {
    /** Most statements kept; the one longest unused goes first. */
    private static final int CAPACITY = 128;
    /** Hashes of shapes seen once, each at its place; a collision only delays or hastens an admission. */
    private static final int SEEN = 256;

    private final StatementPlanner planner;
    private final Settings settings;
    private final StatementShape shape = new StatementShape();
    private final int[] seen = new int[SEEN];
    private final Map<StatementShape, Kept> plans = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<StatementShape, Kept> eldest) {
            return size() > CAPACITY;
        }
    };

    private boolean shaped;
    private int revision;

    /** What is run for a text. */
    record Found(PreparedText statement, RowSource parameters) {}

    /**
     * The plan of a shape.
     *
     * @param catalogLsn state of the catalog that the statement was planned by when it was kept: another plan, made since for the same values, may know less of them than could be known
     * @param fixed places of the numbers that the plan was made for
     * @param values of those
     */
    private record Kept(
            PreparedText statement, long catalogLsn, LiftedNumbers lifted, List<Integer> fixed, List<Long> values) {
        Kept {
            fixed = List.copyOf(fixed);
            values = List.copyOf(values);
        }

        boolean serves(StatementShape text) {
            for (int i = 0; i < fixed.size(); i++) {
                if (text.value(fixed.get(i)) != values.get(i)) {
                    return false;
                }
            }
            return true;
        }

        boolean isStale() {
            return lsnOf(statement) != catalogLsn;
        }

        Found with(StatementShape text) {
            return new Found(statement, lifted.values(text));
        }
    }

    PlanCache(StatementPlanner planner, Settings settings) {
        this.planner = planner;
        this.settings = settings;
        this.revision = settings.revision();
    }

    /** Returns what to run for a text, if a plan for it is kept. */
    @Nullable
    Found find(String text) {
        if (revision != settings.revision()) {
            revision = settings.revision();
            plans.clear();
        }
        shaped = shape.take(text);
        if (!shaped) {
            return null;
        }
        Kept kept = plans.get(shape);
        if (kept != null && kept.isStale()) {
            plans.remove(shape);
            return null;
        }
        return kept == null || !kept.serves(shape) ? null : kept.with(shape);
    }

    /** Returns what to run for the text that was not found, if a plan can now be kept for it. */
    @Nullable
    Found admit(String text, List<ParsedStatement> parsed) {
        if (!shaped || parsed.size() != 1 || !isKept(parsed.getFirst()) || !isSeen()) {
            return null;
        }
        LiftedNumbers lifted = LiftedNumbers.of(shape, parsed.getFirst().numbers());
        PreparedText statement;
        try {
            statement = planner.prepare(text, Optional.of(parsed.getFirst().statement()), List.of(), lifted)
                    .countedAs(parsed.getFirst().own());
        } catch (SqlException notLifted) {
            // Either the statement is wrong, and planning it as it stands says so, or its numbers mean more than their
            // values.
            return null;
        }
        Kept kept = keep(statement, lifted);
        plans.put(shape.kept(), kept);
        return kept.with(shape);
    }

    private static boolean isKept(ParsedStatement parsed) {
        return StatementPlanner.isPlanned(parsed.statement())
                || parsed.statement() instanceof TransactionStatement.Begin
                || parsed.statement() instanceof TransactionStatement.Commit
                || parsed.statement() instanceof TransactionStatement.Rollback;
    }

    private boolean isSeen() {
        int place = (shape.hashCode() * 0x9E3779B1) >>> 24;
        boolean before = seen[place] == shape.hashCode();
        seen[place] = shape.hashCode();
        return before;
    }

    private static long lsnOf(PreparedText statement) {
        return statement.plan == null ? 0 : statement.plan.catalogLsn();
    }

    private Kept keep(PreparedText statement, LiftedNumbers lifted) {
        List<Integer> fixed = new ArrayList<>();
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < shape.count(); i++) {
            if (statement.plan != null && !statement.plan.lifted().get(i)) {
                fixed.add(i);
                values.add(shape.value(i));
            }
        }
        return new Kept(statement, lsnOf(statement), lifted, fixed, values);
    }
}
