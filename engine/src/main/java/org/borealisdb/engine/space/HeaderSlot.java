package org.borealisdb.engine.space;

/** The 64-bit values in the volume header that have a name. Zero at first. A number is never used for anything else. */
public enum HeaderSlot {
    /** Transaction ids below this mark may have been handed out (R12). */
    TRANSACTION_ID_MARK(0),
    /** Hidden row ids below this mark may have been handed out (R12). */
    ROW_ID_MARK(1),
    /** Transactions below this id without an outcome are aborted (R12). */
    DEAD_BELOW(2),
    /** Every transaction below this id is visible to all, or fully reverted: H (R19). */
    ALL_VISIBLE_BELOW(3),
    /** No read view may be older than this LSN (R18). */
    PURGE_HORIZON(4),
    /** Root page of the catalog's own catalog. */
    CATALOG_ROOT(5),
    /** Where the index of transaction status pages begins. */
    TRANSACTION_STATUS_ROOT(6),
    /** Where the list of undo streams begins. */
    UNDO_ROOT(7),
    /** Free for the transaction layer. */
    TRANSACTION_EXTRA_1(8),
    /** Free for the transaction layer. */
    TRANSACTION_EXTRA_2(9),
    /** Free for the transaction layer. */
    TRANSACTION_EXTRA_3(10),
    /** Root page of the time index. */
    TIME_INDEX_ROOT(11);

    private final int number;

    HeaderSlot(int number) {
        this.number = number;
    }

    /** The slot's place in the header. */
    int number() {
        return number;
    }
}
