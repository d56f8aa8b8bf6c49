package org.borealisdb.engine.transaction;

/** When a transaction's read view is taken. */
public enum IsolationLevel {
    /** Each statement sees what was committed before it began; conflicting updates are waited for and evaluated again. */
    READ_COMMITTED,
    /** All statements see what was committed before the first one; a conflicting update fails (40001). */
    REPEATABLE_READ,
    /** As {@link #REPEATABLE_READ}, and what is committed could have run one after the other; what could not fails (40001). Not on a reader. */
    SERIALIZABLE
}
