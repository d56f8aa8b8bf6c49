package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Frame;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayStack;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.bind.ChangeInWith;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;
import org.borealisdb.sql.plan.RowPlace;
import org.borealisdb.sql.plan.SubqueryRunner;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowBuffer;
import org.borealisdb.sql.spill.RowSize;
import org.borealisdb.sql.spill.StatementMemory;
import org.jspecify.annotations.Nullable;

/** One run of a statement. Belongs to one task. */
public final class Execution implements AutoCloseable {
    private static final int ROWS_BETWEEN_CHECKS = 1024;
    /** Expected size of a map that most runs leave empty. */
    private static final int SELDOM_USED = 1;

    private final Database database;
    private final Transaction transaction;
    private final ReadView view;
    private final EvaluationContext world;
    private final StatementParameters parameters;
    private final Frame frame;
    private final Runnable check;
    private final StatementMemory memory;
    private final Map<Expression, Evaluator> compiled;
    private final Map<Object, Optional<Object>> answers = new HashMap<>();
    private final Map<Object, AnsweredRow> answeredRows = new HashMap<>();
    /** Plans of subqueries that were run and may be run again. */
    private final IdentityHashMap<Plan, SubqueryRun> runs = new IdentityHashMap<>(SELDOM_USED);

    private final IdentityHashMap<Object, SharedRows> shared;
    private final IdentityHashMap<Object, RowBuffer> working;
    private @Nullable IdentityHashMap<Plan, PlanMeasure> measures;
    private @Nullable LongSupplier clock;
    private @Nullable CursorPosition position;
    private final PendingChecks pending;
    private WithChanges changes = new WithChanges(List.of());
    private final boolean ownsView;
    private final StatementActivity activity;
    private final boolean ownsActivity;
    private final FunctionChanges ofFunctions;
    private int rows;
    private RowSight sight = RowSight.ALL;

    /**
     * Begins a run.
     *
     * @param view closed with this
     * @param compiled evaluators of the plan, kept from run to run
     * @param check gives way to others, and fails if the statement was cancelled or took too long
     * @param memory for the rows that it keeps; closed with this
     */
    public Execution(
            Database database,
            Transaction transaction,
            ReadView view,
            EvaluationContext world,
            RowSource parameters,
            int slots,
            Map<Expression, Evaluator> compiled,
            Runnable check,
            StatementMemory memory) {
        this.database = database;
        this.transaction = transaction;
        this.view = view;
        this.world = world;
        this.parameters = new StatementParameters(parameters, slots);
        this.frame = new Frame(world).setParameters(this.parameters);
        this.check = check;
        this.memory = memory;
        this.compiled = compiled;
        this.shared = new IdentityHashMap<>(SELDOM_USED);
        this.working = new IdentityHashMap<>(SELDOM_USED);
        this.pending = new PendingChecks();
        this.ownsView = true;
        this.activity = new StatementActivity();
        this.ownsActivity = true;
        this.ofFunctions = new FunctionChanges(transaction.changes());
    }

    /** Makes room for the evaluators of a plan. */
    public static Map<Expression, Evaluator> evaluators() {
        return new IdentityHashMap<>();
    }

    Database database() {
        return database;
    }

    Transaction transaction() {
        return transaction;
    }

    ReadView view() {
        return view;
    }

    StatementActivity activity() {
        return activity;
    }

    /** Sets which columns details of errors may show. */
    public void setSight(RowSight given) {
        sight = given;
    }

    /** Returns which columns details of errors may show. */
    RowSight sight() {
        return sight;
    }

    /** Returns what functions have changed that the statement calls. */
    FunctionChanges ofFunctions() {
        return ofFunctions;
    }

    /** Notes the changes of a statement of a function that this one calls: all of the transaction since another was the next. */
    public void changedByFunction(int before) {
        ofFunctions.add(before, transaction.changes());
    }

    /** Returns the number of the transaction's next change. */
    public int nextChange() {
        return transaction.changes();
    }

    /** What this run has read so far does not count as use of the tables. */
    public void forgetScans() {
        activity.forgetScans();
    }

    StatementMemory memory() {
        return memory;
    }

    Evaluator compile(Expression expression) {
        Evaluator known = compiled.get(expression);
        if (known == null) {
            known = EvaluatorCompiler.compile(expression);
            compiled.put(expression, known);
        }
        return known;
    }

    /** Returns the boxed values of expressions over a row. */
    @Nullable
    Object[] values(List<Expression> expressions, RowSource row) {
        @Nullable Object[] values = new Object[expressions.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(expressions.get(i), row);
        }
        return values;
    }

    Frame frame(RowSource row) {
        return frame.setRow(row);
    }

    /** Returns the boxed value of an expression over a row. */
    public @Nullable Object value(Expression expression, RowSource row) {
        return EvaluatorCompiler.box(compile(expression), expression.type(), frame(row));
    }

    /** Returns the boxed value of an expression that reads no row. */
    public @Nullable Object value(Expression expression) {
        return EvaluatorCompiler.box(compile(expression), expression.type(), frame);
    }

    /** Returns the boxed value of what was compiled, which reads no row. */
    @Nullable
    Object value(Evaluator evaluator, SqlType type) {
        return EvaluatorCompiler.box(evaluator, type, frame);
    }

    /** Returns this run with a frame of its own. */
    Execution nested() {
        return new Execution(this);
    }

    /** Returns this run with another view, which the caller closes. */
    Execution withView(ReadView other) {
        return new Execution(this, other);
    }

    /** Returns an empty buffer for rows that are kept as long as this run. */
    public RowBuffer newBuffer() {
        return new RowBuffer(memory);
    }

    /** Returns an account for rows that are kept as long as this run. */
    public OperatorMemory rowMemory() {
        return memory.forRows();
    }

    /** Called for every row of a loop outside of a plan. */
    public void countStep() {
        step();
    }

    /** Makes this run count what its nodes do. */
    public void measure(IdentityHashMap<Plan, PlanMeasure> target, LongSupplier nanoTime) {
        measures = target;
        clock = nanoTime;
    }

    /** Makes this run say where a cursor over its rows is. */
    public void track(CursorPosition cursor) {
        position = cursor;
    }

    /** Called for each part of a plan that is opened. */
    void noteOpened(Plan plan, RowIterator opened) {
        CursorPosition tracked = position;
        if (tracked != null) {
            tracked.opened(plan, opened);
        }
    }

    /** Returns the counts of a node, if they are wanted. */
    @Nullable
    PlanMeasure measureOf(Plan plan) {
        IdentityHashMap<Plan, PlanMeasure> all = measures;
        LongSupplier time = clock;
        return all == null || time == null ? null : all.computeIfAbsent(plan, any -> new PlanMeasure(time, work()));
    }

    /** Returns what counts the work of the task. */
    public TaskCounts work() {
        return transaction.workspace().counts();
    }

    /** Sets what a plan reads in a slot from now on. */
    void setSlot(int slot, @Nullable Object value) {
        parameters.set(slot, value);
    }

    /** Has shared rows, or the answer of a subquery, computed anew when they are read next. */
    void forget(Object identity) {
        answers.remove(identity);
        SharedRows known = shared.remove(identity);
        if (known != null) {
            known.close();
        }
    }

    /** Returns the rows that are the same for the whole run, which are opened the first time. */
    SharedRows shared(Object identity, Supplier<SharedRows> opened) {
        SharedRows known = shared.get(identity);
        if (known == null) {
            known = opened.get();
            shared.put(identity, known);
        }
        return known;
    }

    /** Sets the rows that a recursive plan's step reads; returns those set before. */
    RowBuffer setWorking(Object identity, RowBuffer newRows) {
        RowBuffer before = working.put(identity, newRows);
        return before == null ? new RowBuffer(memory) : before;
    }

    /** Returns the rows that a recursive plan's step reads. */
    RowBuffer working(Object identity) {
        RowBuffer rows = working.get(identity);
        return rows == null ? new RowBuffer(memory) : rows;
    }

    /** Returns what functions need of the world. */
    EvaluationContext world() {
        return world;
    }

    /** Sets the data changes in WITH, before anything is run. */
    public void setChanges(List<ChangeInWith> inWith) {
        changes = new WithChanges(inWith);
    }

    /** Returns whether the run has data changes in WITH. */
    public boolean hasChanges() {
        return !changes.isEmpty();
    }

    /** Runs the data changes in WITH that nobody has read, after the statement itself. */
    public void finishChanges() {
        changes.finish(this);
    }

    /** Returns a run of a plan of a foreign key, with a view that the caller closes. */
    Execution forReferences(ReadView other, RowSource values) {
        return new Execution(this, other, new StatementParameters(values, 0));
    }

    /** Returns the checks that are left. */
    PendingChecks pending() {
        return pending;
    }

    /** Sets where checks go that wait for the end of the transaction, before anything is run. */
    public void setDeferred(DeferredChecks deferred) {
        pending.setDeferred(deferred);
    }

    /** Makes the checks that are left, at the end of the statement. */
    public void finishChecks() {
        pending.finish(this);
    }

    /**
     * Makes checks that have waited.
     *
     * @param checks those that have waited for no longer
     */
    public void check(List<PendingCheck> checks) {
        ConstraintKeeper keeper = new ConstraintKeeper(this);
        for (PendingCheck each : checks) {
            step();
            keeper.keep(each);
        }
    }

    WithChanges changes() {
        return changes;
    }

    /** Called for every row of a long loop. */
    void step() {
        if (++rows % ROWS_BETWEEN_CHECKS == 0) {
            check.run();
        }
    }

    /** Answers a question to a subquery of this statement. */
    public @Nullable Object answer(
            Object key,
            Plan plan,
            SubqueryRunner.Question question,
            List<Integer> slots,
            @Nullable Object[] arguments) {
        if (slots.isEmpty()) {
            Optional<Object> known = answers.get(key);
            if (known == null) {
                known = Optional.ofNullable(run(plan, question));
                answers.put(key, known);
            }
            return known.orElse(null);
        }
        for (int i = 0; i < slots.size(); i++) {
            parameters.set(slots.get(i), arguments[i]);
        }
        return question == SubqueryRunner.Question.VALUE && plan.types().getFirst() instanceof CompositeType
                ? row(key, plan, arguments)
                : run(plan, question);
    }

    /** The row of a subquery, whose fields are asked for one after the other: it is kept until it is asked for other arguments or, if it may be another one each time, for a field again. */
    private @Nullable Object row(Object key, Plan plan, @Nullable Object[] arguments) {
        AnsweredRow known = answeredRows.get(key);
        if (known == null || isOver(known, key) || !Arrays.deepEquals(known.arguments(), arguments)) {
            boolean isVolatile = known == null ? Plans.isVolatile(plan) : known.isVolatile();
            Object row = run(plan, SubqueryRunner.Question.VALUE);
            known = new AnsweredRow(isVolatile, new BitSet(), arguments.clone(), Optional.ofNullable(row));
            answeredRows.put(key, known);
        }
        if (key instanceof RowPlace of) {
            known.places().set(of.place());
        }
        return known.row().orElse(null);
    }

    private static boolean isOver(AnsweredRow known, Object key) {
        return known.isVolatile()
                && !(key instanceof RowPlace of && !known.places().get(of.place()));
    }

    private @Nullable Object run(Plan plan, SubqueryRunner.Question question) {
        // It is out of the map while it runs.
        SubqueryRun known = runs.remove(plan);
        SubqueryRun run = known == null ? new SubqueryRun(new Execution(this), plan) : known;
        Object answer = answer(run, question);
        runs.put(plan, run);
        return answer;
    }

    private @Nullable Object answer(SubqueryRun run, SubqueryRunner.Question question) {
        try (RowIterator rowsOfPlan = run.begin()) {
            if (question == SubqueryRunner.Question.EXISTS) {
                return rowsOfPlan.next();
            }
            SqlType type = run.type();
            return question == SubqueryRunner.Question.VALUE ? oneValue(rowsOfPlan, type) : values(rowsOfPlan, type);
        }
    }

    /** Makes what is known of subqueries forgotten, as what they read of the rows around may have changed. */
    void forgetAnswers() {
        answers.clear();
        answeredRows.clear();
    }

    private static @Nullable Object oneValue(RowIterator rowsOfPlan, SqlType type) {
        if (!rowsOfPlan.next()) {
            return null;
        }
        Object value = Values.read(rowsOfPlan.row(), 0, type);
        if (rowsOfPlan.next()) {
            throw new SqlException(
                    ErrorCode.CARDINALITY_VIOLATION, "more than one row returned by a subquery used as an expression");
        }
        return value;
    }

    /** All values have to be in memory: as an array, what is asked of them is an operator's business. */
    private ArrayValue values(RowIterator rowsOfPlan, SqlType type) {
        OperatorMemory taken = memory.forRows();
        List<@Nullable Object> values = new ArrayList<>();
        while (rowsOfPlan.next()) {
            Object value = Values.read(rowsOfPlan.row(), 0, type);
            taken.take(RowSize.REFERENCE_BYTES + RowSize.of(value));
            values.add(value);
        }
        if (!(type instanceof ArrayType arrays)) {
            return ArrayValue.of(type.withModifier(SqlType.NO_MODIFIER), values);
        }
        ArrayStack stack = new ArrayStack(arrays.element().withModifier(SqlType.NO_MODIFIER));
        values.forEach(stack::add);
        return stack.array();
    }

    /**
     * Returns a run of another statement, which sees what this one sees; it is to be closed before this one.
     *
     * @param evaluators of its plan
     */
    public Execution inFunction(RowSource arguments, int slots, Map<Expression, Evaluator> evaluators) {
        return inFunction(arguments, slots, evaluators, world);
    }

    /** Returns the execution of a function's statement with the same view, but with settings of its own. */
    public Execution inFunction(
            RowSource arguments, int slots, Map<Expression, Evaluator> evaluators, EvaluationContext own) {
        return new Execution(this, arguments, slots, evaluators, own);
    }

    private Execution(
            Execution around,
            RowSource arguments,
            int slots,
            Map<Expression, Evaluator> evaluators,
            EvaluationContext world) {
        this.database = around.database;
        this.transaction = around.transaction;
        this.view = around.view;
        this.world = world;
        this.parameters = new StatementParameters(arguments, slots);
        this.frame = new Frame(world).setParameters(parameters);
        this.check = around.check;
        this.memory = around.memory.within();
        this.compiled = evaluators;
        this.shared = new IdentityHashMap<>(SELDOM_USED);
        this.working = new IdentityHashMap<>(SELDOM_USED);
        this.pending = new PendingChecks();
        this.ownsView = false;
        this.activity = around.activity;
        this.ownsActivity = false;
        this.ofFunctions = around.ofFunctions;
    }

    private Execution(Execution around) {
        this(around, around.view);
    }

    private Execution(Execution around, ReadView view) {
        this(around, view, around.parameters);
    }

    private Execution(Execution around, ReadView view, StatementParameters parameters) {
        this.database = around.database;
        this.transaction = around.transaction;
        this.view = view;
        this.world = around.world;
        this.parameters = parameters;
        this.frame = new Frame(world).setParameters(parameters);
        this.check = around.check;
        this.memory = around.memory;
        this.compiled = around.compiled;
        this.shared = around.shared;
        this.working = around.working;
        this.changes = around.changes;
        this.measures = around.measures;
        this.clock = around.clock;
        this.pending = around.pending;
        this.ownsView = true;
        this.activity = around.activity;
        this.ownsActivity = false;
        this.ofFunctions = around.ofFunctions;
    }

    @Override
    public void close() {
        memory.close();
        if (ownsActivity) {
            activity.end(transaction);
        }
        if (ownsView) {
            view.close();
        }
    }
}
