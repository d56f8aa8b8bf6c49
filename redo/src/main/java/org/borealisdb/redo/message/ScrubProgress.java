package org.borealisdb.redo.message;

/**
 * How far a node is with verifying its files, and what it has found since it was started.
 *
 * @param completedMillis when the last pass over all files ended, in milliseconds since 1970; 0 if none has
 * @param doneBytes       bytes verified in the pass under way
 * @param totalBytes      about how many there are
 * @param damaged         parts of files that did not read as they were written
 * @param mended          of these, those that are sound again
 * @param differingPages  pages that peers have otherwise at the same LSN, and that are not served (R15); of all time
 */
public record ScrubProgress(
        long completedMillis, long doneBytes, long totalBytes, long damaged, long mended, int differingPages) {
    /** Of a node that verifies nothing. */
    public static final ScrubProgress NONE = new ScrubProgress(0, 0, 0, 0, 0, 0);

    public ScrubProgress {
        if (completedMillis < 0 || doneBytes < 0 || totalBytes < 0 || damaged < 0 || mended < 0 || differingPages < 0) {
            throw new IllegalArgumentException(
                    "a scrub of " + doneBytes + " of " + totalBytes + " bytes, " + damaged + " damaged, " + mended
                            + " mended, " + differingPages + " differing, completed " + completedMillis);
        }
    }
}
