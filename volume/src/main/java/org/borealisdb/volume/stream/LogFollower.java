package org.borealisdb.volume.stream;

import java.lang.foreign.MemorySegment;
import org.borealisdb.redo.message.ReaderLoad;

/**
 * Whoever keeps what it has cached of a volume up to date with the log that the writer streams. Called by one task, in order of LSN.
 *
 * <p><b>Read points (R21).</b> Before {@link #apply} is called for log that ends at LSN E, reads of pages that begin from now on are as of E ({@code Volume.readPage}); after it has
 * returned, {@code Volume.vdl} is E, and views taken are as of E. A page that is registered as loading before its read point is chosen therefore misses nothing: a record of it that was
 * applied before it was registered is at or below its read point, and one that comes later finds it registered, to be applied when it arrives. What arrives newer than {@code Volume.vdl} is
 * shown to nobody before that has caught up. {@code Volume.appendedLsn} is at or above every read point that a read has been at, and {@code Volume.vdl} is never above the one that a read
 * begun now would be at; so a page that does not say how new it is, for it was freed, is known to be no newer than the first, and a read begun at or above a restart is as of there or later.
 */
public interface LogFollower {
    /**
     * Applies whole mini-transactions, which are durable. They follow those that were given before; the first ones after a beginning may begin above that, since a new line of history leaves a range of LSNs out.
     *
     * @param records  {@code length} bytes of records at 0, the last of which ends a mini-transaction; good until this returns
     * @param startLsn the LSN before the first record: each record's LSN is this plus its end within {@code records}
     */
    void apply(MemorySegment records, int length, long startLsn);

    /**
     * Log was missed: nothing that is cached, or on its way from storage, is of use any more, and no view is. Goes on at {@code lsn}, which is durable; when this returns, pages are read as of
     * there, and views are taken as of there.
     */
    void restart(long lsn);

    /** At or below the LSN of every view in use and of every one that will be taken; the writer keeps row versions for it. Never goes back. */
    long oldestView();

    /** What this reader has to do, for whoever watches the writer. Must not wait. */
    default ReaderLoad load() {
        return ReaderLoad.UNKNOWN;
    }
}
