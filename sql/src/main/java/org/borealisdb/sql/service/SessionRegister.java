package org.borealisdb.sql.service;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.borealisdb.sql.activity.DatabaseActivity;
import org.borealisdb.sql.activity.StatementRegister;
import org.borealisdb.sql.postgres.SessionFacts;

/** All sessions of a service. Safe for use by all tasks. */
final class SessionRegister {
    /** Most statements whose runs are counted: what {@code pg_stat_statements.max} says. */
    private static final int STATEMENTS = 5000;

    private final long started;
    private final StatementRegister statements;
    private final LongSupplier clock;
    private final Map<Long, DatabaseActivity> databases = new ConcurrentHashMap<>();
    private final Map<Integer, SessionActivity> sessions = new ConcurrentHashMap<>();

    /**
     * The sessions of a service that begins now.
     *
     * @param clock tells the time in microseconds since 2000
     */
    SessionRegister(LongSupplier clock) {
        this.clock = clock;
        this.started = clock.getAsLong();
        this.statements = new StatementRegister(STATEMENTS, clock);
    }

    /** Returns what the sessions' statements have done. */
    StatementRegister statements() {
        return statements;
    }

    /** Returns what the sessions of a database have done, by its number. */
    DatabaseActivity database(long id) {
        return databases.computeIfAbsent(id, _ -> new DatabaseActivity(clock));
    }

    /** Returns when the service began, in microseconds since 2000. */
    long started() {
        return started;
    }

    /** Returns the session of a number. */
    Optional<SessionActivity> find(int processId) {
        return Optional.ofNullable(sessions.get(processId));
    }

    void add(SessionActivity session) {
        sessions.put(session.processId(), session);
    }

    void remove(SessionActivity session) {
        sessions.remove(session.processId(), session);
    }

    List<SessionFacts.Activity> activities() {
        return sessions.values().stream()
                .map(SessionActivity::facts)
                .sorted(Comparator.comparingInt(SessionFacts.Activity::processId))
                .toList();
    }

    /** Returns how many sessions a role has, but for that of a process. */
    long count(String role, int processId) {
        return activities().stream()
                .filter(activity -> activity.role().equals(role) && activity.processId() != processId)
                .count();
    }

    /** Returns how many clients' sessions a database has, but for that of a process. */
    long countIn(String database, int processId) {
        return activities().stream()
                .filter(activity -> activity.database().equals(database)
                        && !activity.background()
                        && activity.processId() != processId)
                .count();
    }

    /** Returns the clients' sessions that are connected to a database. */
    List<SessionActivity> of(String database) {
        return sessions.values().stream()
                .filter(session -> session.facts().database().equals(database) && !session.isBackground())
                .sorted(Comparator.comparingInt(SessionActivity::processId))
                .toList();
    }

    /** Returns whether a client's session is connected to a database; what works in the background gives way. */
    boolean uses(String database) {
        return activities().stream()
                .anyMatch(activity -> activity.database().equals(database) && !activity.background());
    }
}
