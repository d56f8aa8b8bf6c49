package org.borealisdb.engine.table;

/** Whether other rows have a key of an index. */
public enum KeyState {
    /** No other row has it. */
    FREE,
    /** Another row has it. */
    TAKEN,
    /** A running transaction has given it to another row, or taken it away. */
    UNDECIDED
}
