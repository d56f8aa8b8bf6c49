package org.borealisdb.volume.writer;

import java.lang.foreign.MemorySegment;

/**
 * Whole mini-transactions taken from the log buffer to be sent: {@code length} bytes from {@code from} of {@code memory}, the first right after
 * {@code startLsn}. Valid until the next one is taken.
 */
record LogSpan(MemorySegment memory, long from, int length, long startLsn) {
    /** LSN of the last record. */
    long endLsn() {
        return startLsn + length;
    }
}
