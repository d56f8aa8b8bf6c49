package org.borealisdb.engine.lock;

/** What a lock is on. */
public sealed interface LockKey
        permits RowKey, LockKey.OfTable, LockKey.OfTransaction, LockKey.OfOwner, LockKey.OfAdvisory {
    /** A table, by the id of its catalog object. */
    record OfTable(long tableId) implements LockKey {}

    /** The end of a transaction: it holds this lock from its first change on. */
    record OfTransaction(long transactionId) implements LockKey {}

    /** The end of a transaction that may have changed nothing. */
    record OfOwner(LockOwner owner) implements LockKey {}

    /** A number of the application's choosing, per database; {@code space} tells one 64-bit number from two 32-bit ones. */
    record OfAdvisory(long databaseId, int space, long number) implements LockKey {}
}
