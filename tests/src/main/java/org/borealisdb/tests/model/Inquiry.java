package org.borealisdb.tests.model;

/**
 * A healer, or a node that rebuilds itself, asks what others have, under the newest version of the metadata.
 *
 * @param purpose  why
 * @param slot     the slot in question
 * @param answered bit by node: those who answered
 * @param highest  the highest SCL among their answers
 */
record Inquiry(Purpose purpose, int slot, int answered, int highest) {
    /** Why. */
    enum Purpose {
        /** To settle the slot for its replacement. */
        SETTLE,
        /** To let the slot's current member vote again after it lost what it held. */
        REBUILD
    }

    boolean isFor(Purpose wanted, int ofSlot) {
        return purpose == wanted && slot == ofSlot;
    }
}
