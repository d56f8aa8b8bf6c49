package org.borealisdb.sql.service;

import java.util.function.ToLongFunction;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.sql.activity.StatementCounts;
import org.borealisdb.sql.activity.StatementKey;
import org.borealisdb.sql.activity.StatementRegister;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.StatementText;
import org.borealisdb.sql.catalog.Role;
import org.jspecify.annotations.Nullable;

/**
 * Counts the runs of a session's statements. Where a run is counted is found once for a prepared statement and its plan,
 * so that a run costs two looks at the clock and some additions. Belongs to the session's task.
 */
final class StatementCounter {
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private final StatementRegister register;
    private final StatementGuard guard;
    private final Settings settings;
    private final long databaseId;
    private final ToLongFunction<String> roleIds;
    private String lastRole;
    private long lastRoleId;

    /**
     * The counts of a statement's runs.
     *
     * @param plan the statement's plan when they were found: another one may be for other tables
     * @param role who ran it
     */
    record Known(StatementCounts counts, @Nullable StatementPlan plan, String role) {}

    /**
     * Counts in a database.
     *
     * @param role that the session begins with
     * @param roleIds tells the numbers of others
     */
    StatementCounter(
            StatementRegister register,
            StatementGuard guard,
            Settings settings,
            long databaseId,
            Role role,
            ToLongFunction<String> roleIds) {
        this.register = register;
        this.guard = guard;
        this.settings = settings;
        this.databaseId = databaseId;
        this.lastRole = role.name();
        this.lastRoleId = role.id();
        this.roleIds = roleIds;
    }

    /** Returns whether a statement that a client asked for is counted. PREPARE and its kin are not: what they prepare is, when it is run. */
    boolean counts(PreparedText statement, Statement syntax) {
        return statement.own != null
                && settings.tracking().counts(!StatementPlanner.isPlanned(syntax) || syntax instanceof Maintenance.Call)
                && !(syntax instanceof SessionStatement.Prepare)
                && !(syntax instanceof SessionStatement.Execute)
                && !(syntax instanceof SessionStatement.Deallocate);
    }

    /** Returns the time to begin a run at, in nanoseconds of some clock. */
    long now() {
        return guard.nanoTime();
    }

    /** Counts a run that came to its end. */
    void add(PreparedText statement, long nanos, long rows) {
        StatementText own = statement.own;
        if (own != null) {
            counts(statement, own).add(nanos, rows);
        }
    }

    // The plan itself is meant: another one that equals it may not be for the same tables.
    @SuppressWarnings("ReferenceEquality")
    private StatementCounts counts(PreparedText statement, StatementText own) {
        Known known = statement.known;
        if (known != null
                && known.plan() == statement.plan
                && !known.counts().isForgotten()
                && known.role().equals(settings.currentRole())) {
            return known.counts();
        }
        String role = settings.currentRole();
        StatementKey key = new StatementKey(roleId(role), databaseId, queryId(own, statement.plan), true);
        StatementCounts counts =
                register.find(key, () -> own.normalized(statement.text, StatementRegister.LONGEST_TEXT));
        statement.known = new Known(counts, statement.plan, role);
        return counts;
    }

    private long roleId(String role) {
        if (!role.equals(lastRole)) {
            lastRoleId = roleIds.applyAsLong(role);
            lastRole = role;
        }
        return lastRoleId;
    }

    /** Names of tables mean different ones in different schemas. */
    private static long queryId(StatementText own, @Nullable StatementPlan plan) {
        long id = own.fingerprint();
        if (plan != null) {
            for (StatementPlan.UsedTable table : plan.tables()) {
                id = (id ^ (table.key() instanceof LockKey.OfTable named ? named.tableId() : 0)) * FACTOR;
                id ^= id >>> 32;
            }
        }
        return id == 0 ? 1 : id;
    }
}
