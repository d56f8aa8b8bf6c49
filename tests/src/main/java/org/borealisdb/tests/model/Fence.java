package org.borealisdb.tests.model;

/**
 * The opener who has claimed the newest volume epoch and not branched yet, under the newest version of the metadata.
 *
 * @param answered bit by node: those whose answer it has
 * @param union    bit by LSN: the records that one of them has
 * @param vdl      computed from these; {@link #NOT_COMPUTED} before, and then answers matter no more
 */
record Fence(int answered, int union, int vdl) {
    static final int NOT_COMPUTED = -1;
    static final Fence NONE = new Fence(0, 0, NOT_COMPUTED);

    boolean computed() {
        return vdl != NOT_COMPUTED;
    }
}
