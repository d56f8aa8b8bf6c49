package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.engine.transaction.Savepoint;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.execute.DeferredChecks;

/** The savepoints of a transaction, by name, the newest last: a name may be given again, and hides the older one until it is released. Belongs to the session's task. */
final class Savepoints {
    private final List<Named> all = new ArrayList<>();
    private int made;

    /**
     * One savepoint, with what goes back to it.
     *
     * @param number among all that the session has made, counted from 1
     * @param modes of the transaction as they were: what is changed about writing lasts until the savepoint is released or gone back to
     */
    record Named(
            String name,
            int number,
            Savepoint savepoint,
            DeferredChecks.Mark checks,
            SessionNotifications.Mark notifications,
            SettingValues.Mark settings,
            TransactionModes modes) {}

    boolean isEmpty() {
        return all.isEmpty();
    }

    void clear() {
        all.clear();
    }

    void add(
            String name,
            Savepoint savepoint,
            DeferredChecks.Mark checks,
            SessionNotifications.Mark notifications,
            SettingValues.Mark settings,
            TransactionModes modes) {
        all.add(new Named(name, ++made, savepoint, checks, notifications, settings, modes));
    }

    /** Returns how many the session has made so far. */
    int made() {
        return made;
    }

    /** Returns the number of the newest; 0 if there is none. */
    int newest() {
        return all.isEmpty() ? 0 : all.getLast().number();
    }

    /** Has a transaction go back to the newest; returns false if there is none. */
    boolean undoNewest(Transaction transaction) {
        if (all.isEmpty()) {
            return false;
        }
        transaction.rollbackTo(all.getLast().savepoint());
        return true;
    }

    /**
     * Forgets the newest of a name, and those behind it; returns it.
     *
     * @throws SqlException 3B001 if there is none
     */
    Named release(String name) {
        int at = find(name);
        Named released = all.get(at);
        all.subList(at, all.size()).clear();
        return released;
    }

    /**
     * Forgets those behind the newest of a name; returns that.
     *
     * @throws SqlException 3B001 if there is none
     */
    Named backTo(String name) {
        int at = find(name);
        all.subList(at + 1, all.size()).clear();
        return all.get(at);
    }

    private int find(String name) {
        for (int at = all.size() - 1; at >= 0; at--) {
            if (all.get(at).name().equals(name)) {
                return at;
            }
        }
        throw new SqlException(ErrorCode.INVALID_SAVEPOINT_SPECIFICATION, "savepoint \"" + name + "\" does not exist");
    }
}
