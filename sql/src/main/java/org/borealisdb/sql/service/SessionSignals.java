package org.borealisdb.sql.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.engine.Database;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.sql.catalog.PredefinedRole;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.Roles;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.session.SqlNotice;

/** The functions by which one session acts on others, or learns what they wait for. Belongs to the session's task. */
final class SessionSignals {
    private static final SqlType BOOL = BuiltInType.BOOL.type();
    private static final SqlType INT4 = BuiltInType.INT4.type();
    private static final SqlType INT8 = BuiltInType.INT8.type();
    private static final SqlType TIMESTAMPTZ = BuiltInType.TIMESTAMPTZ.type();
    private static final Duration STEP = Duration.ofMillis(10);

    /** How long sessions that were ended may take to go, as in PostgreSQL. */
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Database database;
    private final SessionRegister sessions;
    private final StatementGuard guard;
    private final Notices notices;
    private final Supplier<SchemaReader> schemas;

    SessionSignals(
            Database database,
            SessionRegister sessions,
            StatementGuard guard,
            Notices notices,
            Supplier<SchemaReader> schemas) {
        this.schemas = schemas;
        this.database = database;
        this.sessions = sessions;
        this.guard = guard;
        this.notices = notices;
    }

    void declareIn(SessionFunctions functions) {
        functions.declare(2171, "pg_cancel_backend", BOOL, arguments -> cancel((Long) arguments[0]), INT4);
        functions.declare(
                2096,
                "pg_terminate_backend",
                BOOL,
                arguments -> terminate((Long) arguments[0], (Long) arguments[1]),
                INT4,
                INT8);
        // PostgreSQL has one function, whose second argument may be left out.
        functions.declare(9940, "pg_terminate_backend", BOOL, arguments -> terminate((Long) arguments[0], 0), INT4);
        functions.declare(
                2561, "pg_blocking_pids", BuiltInType.INT4.array(), arguments -> blockers((Long) arguments[0]), INT4);
        functions.declare(2560, "pg_postmaster_start_time", TIMESTAMPTZ, any -> sessions.started());
        functions.declare(2034, "pg_conf_load_time", TIMESTAMPTZ, any -> sessions.started());
        functions.declare(2621, "pg_reload_conf", BOOL, any -> reload());
    }

    private Optional<SessionActivity> find(long process) {
        Optional<SessionActivity> found = sessions.find((int) process);
        if (found.isEmpty()) {
            warn("PID " + process + " is not a PostgreSQL backend process");
        }
        return found;
    }

    private boolean cancel(long process) {
        Optional<SessionActivity> found = find(process);
        found.ifPresent(session -> {
            permit(session, "cancel superuser query", "query is being canceled");
            session.cancel();
        });
        guard.check();
        return found.isPresent();
    }

    private boolean terminate(long process, long timeoutMillis) {
        if (timeoutMillis < 0) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "\"timeout\" must not be negative");
        }
        Optional<SessionActivity> found = find(process);
        if (found.isEmpty()) {
            return false;
        }
        permit(found.get(), "terminate superuser process", "process is being terminated");
        found.get().terminate();
        guard.check();
        if (timeoutMillis == 0) {
            return true;
        }
        long end = guard.nanoTime() + Duration.ofMillis(timeoutMillis).toNanos();
        while (sessions.find((int) process).equals(found)) {
            if (guard.nanoTime() - end >= 0) {
                warn("backend with PID " + process + " did not terminate within " + timeoutMillis + " milliseconds");
                return false;
            }
            guard.sleep(STEP.toMillis() / 1e3, STEP);
        }
        return true;
    }

    /**
     * Ends all sessions of a database, and waits for a while until they have gone.
     *
     * @throws SqlException 42501 if the session's role may not end one of them
     */
    void endAll(String databaseName) {
        List<SessionActivity> found = sessions.of(databaseName);
        found.forEach(session -> permit(session, "terminate superuser process", "process is being terminated"));
        found.forEach(SessionActivity::terminate);
        long end = guard.nanoTime() + LONGEST_END.toNanos();
        while (sessions.uses(databaseName) && guard.nanoTime() - end < 0) {
            guard.sleep(STEP.toMillis() / 1e3, STEP);
        }
    }

    private boolean reload() {
        return true;
    }

    /** Fails with 42501 if the session's role may not signal sessions of another's (signalfuncs.c). */
    private void permit(SessionActivity session, String ofSuperuser, String ofRole) {
        try (SchemaReader schema = schemas.get()) {
            Roles roles = schema.roles();
            long current = schema.currentRole().id();
            long role = roles.named(session.role()).map(Role::id).orElse(0L);
            if (roles.isSuperuser(role) && !roles.isSuperuser(current)) {
                throw new SqlException(ErrorCode.INSUFFICIENT_PRIVILEGE, "must be a superuser to " + ofSuperuser);
            }
            if (!roles.hasPrivilegesOf(current, role)
                    && !roles.hasPrivilegesOf(current, PredefinedRole.PG_SIGNAL_BACKEND.id())) {
                throw new SqlException(
                        ErrorCode.INSUFFICIENT_PRIVILEGE,
                        "must be a member of the role whose " + ofRole + " or member of pg_signal_backend");
            }
        }
    }

    private ArrayValue blockers(long process) {
        List<Object> blockers = database.lockTable().blockersOf((int) process).stream()
                .map(blocker -> (Object) (long) blocker)
                .toList();
        return ArrayValue.of(INT4, blockers);
    }

    private void warn(String message) {
        notices.send(SqlNotice.Level.WARNING, ErrorCode.WARNING, message);
    }
}
