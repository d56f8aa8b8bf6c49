package org.borealisdb.sql.execute;

import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.value.RowSource;

/** A stored row that is about to be changed. */
interface TargetRow {
    byte[] primaryKey();

    /** Returns the version that {@link #row} reads. */
    RowVersion version();

    RowSource row();

    /** It was updated, and has another primary key now. */
    default void moved(byte[] key) {}

    /** Others have given it another primary key, under which {@link #recheck} is to look at it. */
    void follow(byte[] key);

    /** Looks at the newest version, which somebody made since the view; false if the change is not wanted for it. */
    boolean recheck();
}
