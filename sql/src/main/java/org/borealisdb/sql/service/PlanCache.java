package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.ast.ParsedStatement;
import org.borealisdb.sql.ast.TransactionStatement;
import org.borealisdb.sql.parse.postgres.StatementShape;
import org.jspecify.annotations.Nullable;

/**
 * The plans of texts that a session sent as simple queries, found by their {@link StatementShape}. A text is parsed and planned as ever at its
 * first sight; at the second one its numbers and strings are lifted, and from then on texts of that shape only bring their values.
 *
 * <p>A literal that binding used for what it says (a column's place in ORDER BY, a type's modifier, a pattern) stays fixed: the plan is only for texts with
 * that value there, and several are kept for a shape. A statement that cannot be bound with its literals lifted is planned each time. Plans are bound to the session's
 * settings, so that any change of one empties the cache; whether the catalog has changed is checked before each run, as for
 * prepared statements. Belongs to the session's task.
 */
final class PlanCache {
    /** Most plans kept; those of the shape longest unused go first. */
    private static final int CAPACITY = 128;
    /** Most plans of one shape; the oldest one goes first. */
    private static final int VARIANTS = 8;
    /** Hashes of shapes seen once, each at its place; a collision only delays or hastens an admission. */
    private static final int SEEN = 256;

    private final StatementPlanner planner;
    private final Settings settings;
    private final Supplier<TextInput> input;
    private final StatementShape shape = new StatementShape();
    private final int[] seen = new int[SEEN];
    private final SequencedMap<StatementShape, List<Kept>> plans = new LinkedHashMap<>(16, 0.75f, true);
    /** How many plans are kept. */
    private int count;

    private boolean shaped;
    private int revision;

    /** What is run for a text. */
    record Found(PreparedText statement, RowSource parameters) {}

    /**
     * The plan of a shape.
     *
     * @param catalogLsn state of the catalog that the statement was planned by when it was kept: another plan, made since for the same values, may know less of them than could be known
     * @param fixed places of the literals that the plan was made for
     * @param values of those
     */
    private record Kept(
            PreparedText statement, long catalogLsn, LiftedLiterals lifted, List<Integer> fixed, List<Object> values) {
        Kept {
            fixed = List.copyOf(fixed);
            values = List.copyOf(values);
        }

        boolean serves(StatementShape text) {
            for (int i = 0; i < fixed.size(); i++) {
                if (!value(text, fixed.get(i)).equals(values.get(i))) {
                    return false;
                }
            }
            return true;
        }

        static Object value(StatementShape text, int place) {
            return text.isString(place) ? text.string(place) : (Object) text.value(place);
        }

        /** Whether the text must be planned anew; a plan that is made again for strings that are parameters would take their types for given. */
        boolean isStale(StatementPlanner planner) {
            StatementPlan plan = statement.plan;
            return plan != null && (plan.catalogLsn() != catalogLsn || (lifted.strings() && !planner.isGood(plan)));
        }

        @Nullable
        Found with(StatementShape text, Supplier<TextInput> input) {
            StatementPlan plan = statement.plan;
            RowSource row = lifted.values(text, plan == null ? List.of() : plan.parameterTypes(), input);
            return row == null ? null : new Found(statement, row);
        }
    }

    PlanCache(StatementPlanner planner, Settings settings, Supplier<TextInput> input) {
        this.planner = planner;
        this.settings = settings;
        this.input = input;
        this.revision = settings.revision();
    }

    /** Returns what to run for a text, if a plan for it is kept. */
    @Nullable
    Found find(String text) {
        if (revision != settings.revision()) {
            revision = settings.revision();
            plans.clear();
            count = 0;
        }
        shaped = shape.take(text);
        List<Kept> variants = shaped ? plans.get(shape) : null;
        if (variants == null) {
            return null;
        }
        for (int i = 0; i < variants.size(); i++) {
            Kept kept = variants.get(i);
            if (kept.serves(shape)) {
                if (!kept.isStale(planner)) {
                    return kept.with(shape, input);
                }
                variants.remove(i);
                count--;
                return null;
            }
        }
        return null;
    }

    /** Returns what to run for the text that was not found, if a plan can now be kept for it. */
    @Nullable
    Found admit(String text, List<ParsedStatement> parsed) {
        if (!shaped || parsed.size() != 1 || !isKept(parsed.getFirst()) || !isSeen()) {
            return null;
        }
        LiftedLiterals lifted = LiftedLiterals.of(shape, parsed.getFirst().literals());
        PreparedText statement;
        try {
            statement = planner.prepare(text, Optional.of(parsed.getFirst().statement()), List.of(), lifted)
                    .countedAs(parsed.getFirst().own());
        } catch (SqlException notLifted) {
            // Either the statement is wrong, and planning it as it stands says so, or its literals mean more than their
            // values.
            return null;
        }
        Kept kept = keep(statement, lifted);
        Found found = kept.with(shape, input);
        if (found != null) {
            add(kept);
        }
        return found;
    }

    private void add(Kept kept) {
        List<Kept> variants = plans.get(shape);
        if (variants == null) {
            variants = new ArrayList<>(1);
            plans.put(shape.kept(), variants);
        }
        count -= variants.size();
        variants.removeIf(other -> other.serves(shape));
        if (variants.size() == VARIANTS) {
            variants.removeFirst();
        }
        variants.add(kept);
        count += variants.size();
        while (count > CAPACITY) {
            count -= plans.pollFirstEntry().getValue().size();
        }
    }

    private static boolean isKept(ParsedStatement parsed) {
        if (!parsed.longNames().isEmpty()) {
            return false;
        }
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

    private Kept keep(PreparedText statement, LiftedLiterals lifted) {
        List<Integer> fixed = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < shape.count(); i++) {
            if (statement.plan != null && !statement.plan.lifted().get(i)) {
                fixed.add(i);
                values.add(Kept.value(shape, i));
            }
        }
        return new Kept(statement, lsnOf(statement), lifted, fixed, values);
    }
}
