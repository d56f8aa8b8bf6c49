package org.borealisdb.tests.model;

/**
 * A healer, or a node that rebuilds itself, asks what others have, under the newest version of the metadata.
 *
 * @param purpose  why
 * @param slot     the slot in question; {@link #ALL_SLOTS} if it is which of them count
 * @param answered bit by node: those who answered
 * @param highest  the highest SCL among their answers
 */
record Inquiry(Purpose purpose, int slot, int answered, int highest) {
    /** In place of a slot. */
    static final int ALL_SLOTS = -1;

    /** Why. */
    enum Purpose {
        /** To settle the slot for its replacement. */
        SETTLE,
        /** To settle which slots count. */
        RECOUNT,
        /** To let the slot's current member vote again after it lost what it held. */
        REBUILD
    }

    boolean isFor(Purpose wanted, int ofSlot) {
        return purpose == wanted && slot == ofSlot;
    }
}
