package org.borealisdb.redo.message;

/**
 * How much work page reads have been for a node since it was started: records that were folded, beside the image that they were applied to.
 *
 * @param served      reads that were answered with a page
 * @param records     records that all of them folded
 * @param beyond      reads that folded more than they should have to (64 records, 64 KiB of them)
 * @param mostRecords most records that one read folded
 * @param mostBytes   most bytes of records that one read folded
 */
public record ReadWork(long served, long records, long beyond, long mostRecords, long mostBytes) {
    /** Of a node that has served nothing. */
    public static final ReadWork NONE = new ReadWork(0, 0, 0, 0, 0);

    public ReadWork {
        if (served < 0 || records < 0 || beyond < 0 || mostRecords < 0 || mostBytes < 0) {
            throw new IllegalArgumentException(served + " reads of " + records + " records, " + beyond
                    + " beyond bounds, at most " + mostRecords + " records and " + mostBytes + " bytes");
        }
    }
}
