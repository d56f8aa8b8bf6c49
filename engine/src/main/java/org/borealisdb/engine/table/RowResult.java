package org.borealisdb.engine.table;

/** What came of an attempt to change or lock one row. */
public enum RowResult implements RowOutcome {
    /** Done. */
    DONE,
    /**
     * Not done: the row was changed by a transaction that has committed since the statement's view. The newest version is in
     * the workspace's {@code current()}; the statement evaluates its conditions again on it and, if they hold, tries again with it.
     */
    CHANGED,
    /** Not done: the row was deleted since the statement's view. The statement passes over it. */
    GONE,
    /** Not done: this very statement has changed the row already. The statement passes over it. */
    CHANGED_BY_SELF
}
