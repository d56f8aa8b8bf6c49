package org.borealisdb.tests.history;

import java.util.List;

/**
 * A transaction as its client saw it.
 *
 * @param session    number of the client's session: one connection
 * @param isolation  what it asked for
 * @param promise    what its reads were promised
 * @param began      before its first statement was sent, in nanoseconds
 * @param ended      after its outcome was known
 * @param outcome    what became of it, as far as the client knows
 * @param operations in their order; reads only of one that was committed
 */
public record ObservedTransaction(
        int session,
        Isolation isolation,
        Promise promise,
        long began,
        long ended,
        Outcome outcome,
        List<Operation> operations) {
    /** Isolation levels, as PostgreSQL means them. */
    public enum Isolation {
        READ_COMMITTED,
        /** Snapshot isolation. */
        REPEATABLE_READ,
        /** There is an order in which those that were committed could have run one after the other. */
        SERIALIZABLE
    }

    /** What a read sees of others. */
    public enum Promise {
        /** All that was acknowledged to anybody before: the writer, and readers with GLOBAL. */
        EVERYTHING,
        /** What the session has written and seen: readers with SESSION. */
        OWN,
        /** Some state of the past: other readers. */
        SOMETHING
    }

    /** What became of one. */
    public enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        /** Nobody knows: the commit was not answered. */
        UNKNOWN
    }

    public ObservedTransaction {
        operations = List.copyOf(operations);
    }
}
