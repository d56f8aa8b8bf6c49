package org.borealisdb.volume.stream;

import java.lang.foreign.MemorySegment;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.runtime.codec.MalformedException;

/** Finds whole mini-transactions in bytes of the log. Pure. */
final class MiniTransactions {
    private MiniTransactions() {}

    /**
     * How many bytes from 0 of {@code log} are whole mini-transactions that change pages of the first {@code groups} groups only: the longest such prefix within {@code length}.
     *
     * @throws MalformedException if there is something else than records
     */
    static int wholeBytes(MemorySegment log, int length, Geometry geometry, int groups) {
        int at = 0;
        int whole = 0;
        while (length - at >= RedoRecord.HEADER_BYTES) {
            int size = RedoRecord.length(log, at);
            if (size > length - at) {
                break;
            }
            RedoRecord.check(log, at, length);
            if (group(log, at, geometry) >= groups) {
                break;
            }
            boolean last = RedoRecord.consistencyPoint(log, at);
            at += size;
            whole = last ? at : whole;
        }
        return whole;
    }

    /** True if behind the whole ones comes a record of a page beyond the first {@code groups} groups. */
    static boolean beyond(MemorySegment log, int length, Geometry geometry, int groups) {
        int at = 0;
        while (length - at >= RedoRecord.HEADER_BYTES) {
            if (group(log, at, geometry) >= groups) {
                return true;
            }
            at += RedoRecord.length(log, at);
        }
        return false;
    }

    private static int group(MemorySegment log, int at, Geometry geometry) {
        try {
            return geometry.groupOf(RedoRecord.pageNumber(log, at));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a record of the log: " + e.getMessage(), e);
        }
    }
}
