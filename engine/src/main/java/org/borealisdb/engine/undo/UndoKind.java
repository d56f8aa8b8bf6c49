package org.borealisdb.engine.undo;

/** What an undo record undoes. The code is the byte on disk and never changes its meaning. */
public enum UndoKind {
    /** A change of a row: holds the version before it, or none if there was none. */
    ROW(1),
    /** A tree was made: given back when its transaction is rolled back. */
    TREE_CREATED(2),
    /** A tree was dropped: given back once its transaction is committed below the horizon. */
    TREE_DROPPED(3),
    /** A sequence was made, removed like a made tree. */
    SEQUENCE_CREATED(4),
    /** A sequence was dropped, removed like a dropped tree. */
    SEQUENCE_DROPPED(5),
    /** Rows were inserted where none were, all with this record's address and number, between two keys ({@link UndoRange}). */
    RANGE(6);

    private final int code;

    UndoKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
