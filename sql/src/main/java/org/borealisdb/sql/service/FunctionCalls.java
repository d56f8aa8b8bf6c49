package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.bind.FunctionBody;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.Roles;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.execute.ChangeRunner;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.execute.PlanRunner;
import org.borealisdb.sql.execute.RowIterator;
import org.borealisdb.sql.plan.SetSource;
import org.borealisdb.sql.plan.UserSet;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.spill.RowBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the functions of users. The statements of a body are planned once for the session, and again when the catalog changed. A
 * volatile function sees what the statement around it has changed so far, any other sees what that statement sees (manual 38.7).
 * Belongs to the session's task.
 */
final class FunctionCalls {
    /** Most calls inside each other: what the stack of a session's thread has room for. */
    static final int MAXIMUM_DEPTH = 100;

    /** Most functions whose plans a session keeps. */
    private static final int MOST_KNOWN = 1000;

    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final SessionScope scope;
    private final Settings settings;
    private final Map<Called, Known> known = new HashMap<>();
    private int depth;

    /** A function as calls with the same types have it. */
    private record Called(long id, List<SqlType> inputs, SqlType result) {}

    /** A function as it was bound last, and the statements of its body as soon as it was called. Equal calls have the same code. */
    private final class Known {
        final ScalarFunction.Body code = new ScalarFunction.General((world, arguments) -> value(this, arguments));
        final SetSource set;
        UserFunction function;
        long mark;

        @Nullable
        List<PreparedText> body;

        /** The role that the body was planned for: names and privileges depend on it. */
        String plannedFor = "";

        /** The owner, if the function runs with the owner's privileges and was called before. */
        Optional<String> definer = Optional.empty();

        Known(UserFunction function) {
            this.function = function;
            this.set = new UserSet(function.name(), arguments -> rows(this, arguments));
        }
    }

    FunctionCalls(StatementPlanner planner, StatementRuns runs, SessionScope scope, Settings settings) {
        this.planner = planner;
        this.runs = runs;
        this.scope = scope;
        this.settings = settings;
    }

    ScalarFunction scalar(UserFunction function) {
        return function.scalar(known(function).code);
    }

    SetSource set(UserFunction function) {
        return known(function).set;
    }

    private Known known(UserFunction function) {
        CatalogObject object = function.object();
        Called called = new Called(object.id(), function.inputTypes(), function.result());
        Known found = known.get(called);
        if (found == null || !found.function.object().equals(object)) {
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            found = new Known(function);
            known.put(called, found);
        }
        long mark = scope.catalogMark();
        if (found.mark != mark) {
            // Types that have changed may still equal what they were.
            found.mark = mark;
            found.function = function;
            found.body = null;
            found.definer = Optional.empty();
        }
        return found;
    }

    /** Returns the first value of the last statement, NULL if there is none. */
    private @Nullable Object value(Known called, @Nullable Object[] arguments) {
        @Nullable Object[] value = new @Nullable Object[1];
        run(called, arguments, row -> {
            value[0] = row;
            return false;
        });
        if (value[0] == null && called.function.isProcedure() && !called.function.returnsVoid()) {
            throw new SqlException(ErrorCode.INTERNAL_ERROR, "procedure returned null record");
        }
        return value[0];
    }

    /** Returns all values of the last statement. */
    private Iterator<@Nullable Object> rows(Known called, @Nullable Object[] arguments) {
        UserFunction function = called.function;
        if (function.isStrict()) {
            for (@Nullable Object argument : arguments) {
                if (argument == null) {
                    return Collections.emptyIterator();
                }
            }
        }
        Execution around = scope.running();
        if (around == null) {
            throw new IllegalStateException("a set is asked for outside of a statement");
        }
        RowBuffer rows = around.newBuffer();
        run(called, arguments, value -> {
            rows.add(BoxedRow.of(new @Nullable Object[] {value}));
            return true;
        });
        return new Iterator<>() {
            private long next;

            @Override
            public boolean hasNext() {
                return next < rows.size();
            }

            @Override
            public @Nullable Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return Values.read(rows.get(next++), 0, function.result().physical());
            }
        };
    }

    /** Runs the statements of a body; the target gets the values of the last one as long as it wants more. */
    private void run(Known called, @Nullable Object[] arguments, Predicate<@Nullable Object> target) {
        UserFunction function = called.function;
        if (depth >= MAXIMUM_DEPTH) {
            throw new SqlException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
                    .withHint("Functions may call each other " + MAXIMUM_DEPTH + " levels deep.");
        }
        Execution around = scope.running();
        Optional<String> caller = settings.definer();
        SequencedMap<String, String> own = function.settings();
        Optional<Runnable> restored = own.isEmpty() ? Optional.empty() : Optional.of(settings.setForCall(own));
        depth++;
        int statement = 0;
        try {
            if (function.isDefiner()) {
                settings.setDefiner(Optional.of(definer(called)));
            }
            List<PreparedText> body = body(called);
            RowSource values = BoxedRow.of(arguments);
            for (PreparedText each : body) {
                statement++;
                run(function, each, values, around, statement < body.size() ? null : target);
            }
        } catch (SqlException error) {
            throw within(error, function, statement);
        } finally {
            depth--;
            scope.setRunning(around);
            settings.setDefiner(caller);
            restored.ifPresent(Runnable::run);
        }
    }

    private static SqlException within(SqlException error, UserFunction function, int statement) {
        String line = "SQL function \"" + function.name() + "\" "
                + (statement == 0 ? "during startup" : "statement " + statement);
        String before =
                error.field(SqlException.Field.WHERE).map(text -> text + "\n").orElse("");
        return error.withoutPosition().with(SqlException.Field.WHERE, before + line);
    }

    /** Returns the name of a function's owner. */
    private String definer(Known called) {
        if (called.definer.isEmpty()) {
            try (SchemaReader schema = scope.openSchema()) {
                Roles roles = schema.roles();
                called.definer =
                        roles.withId(roles.ownerOf(called.function.object())).map(Role::name);
            }
        }
        return called.definer.orElseThrow(() -> new SqlException(
                ErrorCode.UNDEFINED_OBJECT, "the owner of function \"" + called.function.name() + "\" does not exist"));
    }

    private List<PreparedText> body(Known called) {
        List<PreparedText> body = called.body;
        if (body == null || !called.plannedFor.equals(settings.currentRole())) {
            FunctionBody parsed = FunctionBody.parse(called.function);
            if (called.function.returnsAnyRecord()) {
                try (SchemaReader schema = scope.openSchema()) {
                    parsed.check(schema, scope);
                }
            }
            body = new ArrayList<>();
            for (Statement statement : parsed.statements()) {
                parsed.checkAllowed(statement);
                body.add(PreparedText.inFunction(
                        parsed, statement, body.size() == parsed.statements().size() - 1));
            }
            called.body = body;
            called.plannedFor = settings.currentRole();
        }
        return body;
    }

    private void run(
            UserFunction function,
            PreparedText statement,
            RowSource arguments,
            @Nullable Execution around,
            @Nullable Predicate<@Nullable Object> target) {
        StatementPlan plan;
        Execution execution;
        int before = around == null ? 0 : around.nextChange();
        if (around == null || function.volatility() == ScalarFunction.Volatility.VOLATILE) {
            StatementRuns.Begun begun = runs.begin(planner, statement, arguments);
            plan = begun.plan();
            execution = begun.execution();
        } else {
            plan = planner.lockedPlan(statement);
            execution = function.settings().isEmpty()
                    ? around.inFunction(arguments, plan.slots(), plan.evaluators())
                    : around.inFunction(arguments, plan.slots(), plan.evaluators(), runs.world());
        }
        try {
            scope.setRunning(execution);
            List<SqlType> types = plan.shape().stream()
                    .flatMap(shape -> shape.columns().stream())
                    .map(ResultColumn::type)
                    .toList();
            if (plan.change().isPresent()) {
                BoundChange change = plan.change().get();
                boolean[] more = {target != null && !function.returnsVoid()};
                new ChangeRunner(execution, change).runStatement(change, row -> {
                    if (more[0] && target != null) {
                        more[0] = target.test(value(function, types, row));
                    }
                });
                return;
            }
            try (RowIterator rows =
                    new PlanRunner(execution).openStatement(plan.plan().orElseThrow())) {
                boolean wanted = target != null && !function.returnsVoid();
                while (rows.next()) {
                    if (wanted && target != null && !target.test(value(function, types, rows.row()))) {
                        return;
                    }
                }
            }
        } finally {
            execution.close();
            if (around != null) {
                around.changedByFunction(before);
            }
        }
    }

    private static @Nullable Object value(UserFunction function, List<SqlType> types, RowSource row) {
        if (FunctionBody.isWhole(function, types)) {
            return Values.read(row, 0, types.getFirst());
        }
        @Nullable Object[] fields = new @Nullable Object[types.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = Values.read(row, i, types.get(i));
        }
        return BoxedRow.of(fields);
    }
}
