package org.borealisdb.sql.service;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.bind.SubqueryRunner;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.session.SessionRequest;
import org.jspecify.annotations.Nullable;

/** What binding asks of a session, and the run whose subqueries are asked. Belongs to the session's task. */
final class SessionScope implements BindContext.SessionScope {
    private final Database database;
    private final Workspace workspace;
    private final SessionRequest request;
    private final Settings settings;
    private final TransactionBlock block;
    private @Nullable Execution running;

    SessionScope(
            Database database, Workspace workspace, SessionRequest request, Settings settings, TransactionBlock block) {
        this.database = database;
        this.workspace = workspace;
        this.request = request;
        this.settings = settings;
        this.block = block;
    }

    /** Sets the run whose subqueries are asked from now on. */
    void setRunning(Execution execution) {
        running = execution;
    }

    void setIdle() {
        running = null;
    }

    @Override
    public List<ScalarFunction> functions(String name) {
        return switch (name) {
            case "nextval" ->
                List.of(function(
                        1574,
                        name,
                        List.of(BuiltInType.REGCLASS.type()),
                        BuiltInType.INT8.type(),
                        arguments -> database.sequences().next(workspace, (Long) arguments[0])));
            case "current_database" ->
                List.of(function(861, name, List.of(), BuiltInType.NAME.type(), any -> request.database()));
            case "current_schema" -> List.of(function(1402, name, List.of(), BuiltInType.NAME.type(), any -> "public"));
            case "pg_backend_pid" ->
                List.of(function(2026, name, List.of(), BuiltInType.INT4.type(), any -> (long) request.processId()));
            case "version" ->
                List.of(function(
                        89,
                        name,
                        List.of(),
                        BuiltInType.TEXT.type(),
                        any -> "PostgreSQL " + Settings.VERSION + " (Borealis)"));
            default -> List.of();
        };
    }

    /** A body that knows the session. */
    private interface Body {
        Object call(Object[] arguments);
    }

    private static ScalarFunction function(int oid, String name, List<SqlType> arguments, SqlType result, Body body) {
        return new ScalarFunction(
                oid,
                name,
                arguments,
                result,
                true,
                Volatility.VOLATILE,
                false,
                new ScalarFunction.General((world, values) -> body.call(values)));
    }

    @Override
    public Optional<BindContext.ComputedTable> table(List<String> name, SchemaReader schema) {
        return Optional.empty();
    }

    @Override
    public SubqueryRunner subqueries() {
        return (key, plan, question, slots, arguments) -> {
            Execution current = running;
            if (current == null) {
                throw new IllegalStateException("a subquery runs outside of a statement");
            }
            return current.answer(key, plan, question, slots, arguments);
        };
    }

    @Override
    public String current(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "current_catalog" -> request.database();
            case "current_schema" -> "public";
            default -> request.role();
        };
    }

    @Override
    public TextInput textInput() {
        return new TextInput(settings.format(), block.startOrNow());
    }
}
