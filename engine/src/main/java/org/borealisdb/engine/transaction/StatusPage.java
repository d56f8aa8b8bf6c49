package org.borealisdb.engine.transaction;

import org.borealisdb.redo.page.Page;

/** Layout of transaction status pages; see the package description. */
final class StatusPage {
    static final int NUMBER_OFFSET = Page.HEADER_BYTES;
    static final int NEXT_OFFSET = NUMBER_OFFSET + Long.BYTES;
    static final int FIRST_SLOT = NEXT_OFFSET + Long.BYTES;

    /** Transactions per page. */
    static final int SLOTS = (Page.BYTES - FIRST_SLOT) / Long.BYTES;

    private StatusPage() {}

    /** Number of the chunk that a transaction is in. */
    static long chunk(long id) {
        return id / SLOTS;
    }

    static int slot(long id) {
        return (int) (id % SLOTS);
    }

    /** Where a transaction's commit LSN is in its page. */
    static int offset(long id) {
        return FIRST_SLOT + slot(id) * Long.BYTES;
    }
}
