package org.borealisdb.volume;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.volume.status.VolumeStatus;
import org.borealisdb.volume.stream.ReaderStatus;

/**
 * A volume that this process has opened for writing: one redo stream to append to, pages to read, and nothing else. All methods may
 * be called by any task. Methods that may wait say so; none may be called while a latch is held, but {@link #append} (which never
 * waits) must be.
 *
 * <p>Every method but {@link #status} throws {@link FencedException} once a newer epoch is known to exist: the instance must then answer nothing any more.
 */
public interface Volume extends AutoCloseable {
    Geometry geometry();

    /** Number of protection groups that exist now; pages beyond them cannot be written. */
    int groups();

    /**
     * Adds protection groups until there are {@code count}, formatted and recorded before any LSN is allocated in them (R13). Waits.
     *
     * @throws VolumeUnavailableException if a write quorum of the new group or the metadata log cannot be reached
     */
    void growTo(int count);

    /** Volume durable LSN: everything at or below survives any crash. */
    long vdl();

    /** LSN of the last record appended, durable or not. */
    long appendedLsn();

    /** VDL at the time of opening: the state that the opener found. */
    long openedAt();

    /**
     * Waits until {@code maxBytes} more bytes of log may be appended without running further ahead of VDL than LAL, or the log buffer can hold (R1),
     * and reserves the room. The caller holds no pin and no latch.
     */
    void admit(int maxBytes);

    /** Gives back room that was admitted and not used. */
    void giveBack(int bytes);

    /**
     * Appends the records of one mini-transaction, whose last record has the CPL flag, using admitted room. Never waits: the bytes are copied to the
     * log buffer and will be sent in order of LSN. The caller still holds the latches of the pages and, knowing the start, sets
     * page LSNs and stamps.
     *
     * @param records {@code length} bytes of records at 0
     * @return the LSN before the first record: each record's LSN is this plus its end within {@code records}
     */
    long append(MemorySegment records, int length);

    /**
     * Waits until VDL has reached {@code lsn}.
     *
     * @throws FencedException if this writer was fenced: the fate of what was appended and not yet durable is unknown (R3)
     */
    void awaitDurable(long lsn);

    /** Registers the one that is told, by one task at a time and in order, of each new VDL after it is published (R2). Before the first append. */
    void onDurable(DurabilityListener listener);

    /**
     * Reads the newest version of a page at or below VDL into {@code target} at {@code offset} ({@link org.borealisdb.redo.page.Page#BYTES} bytes).
     * Waits. Since only pages with LSN at or below VDL are ever evicted, this is the newest version that there is.
     *
     * @return false if the page was never written (then {@code target} is zeroed)
     * @throws VolumeUnavailableException if no segment can serve it
     */
    boolean readPage(long pageNumber, MemorySegment target, long offset);

    /** Like {@link #readPage(long, MemorySegment, long)}, as of {@code readLsn}, at or below VDL and not below the lowest read LSN. */
    boolean readPage(long pageNumber, long readLsn, MemorySegment target, long offset);

    /**
     * Like {@link #readPage(long, long, MemorySegment, long)}, as of any LSN of the history that is kept, also below the lowest read LSN.
     *
     * @throws HistoryGoneException if it is not kept, or not any more
     */
    boolean readHistory(long pageNumber, long readLsn, MemorySegment target, long offset);

    /**
     * Promises not to begin a read below {@code lsn} any more (PGMRPL, R18): storage may then collect older versions. Reads in flight hold the promise
     * back until it is given again after them. Never goes back.
     */
    void raiseLowestReadLsn(long lsn);

    /** At or below the LSN of every view of every reader that follows this writer; {@link Long#MAX_VALUE} if there is none. To be looked at after VDL: a reader that is not counted yet begins above that (R18). */
    long oldestViewOfReaders();

    /** The readers that follow this writer. */
    default List<ReaderStatus> readers() {
        return List.of();
    }

    /** Has what readers {@link org.borealisdb.volume.stream.FollowedVolume#ask} answered; {@code answerer} is called by many tasks, and may wait. Nobody asks a volume that has no readers. */
    default void onQuestion(UnaryOperator<ByteBuffer> answerer) {}

    /** Where the history begins that is kept for going back; 0 if it goes back to where this writer's predecessors kept it. */
    long historyStart();

    /**
     * Returns if this writer's lease is valid, renewing it first if need be (R11): called once per statement, after its request was read and no later than
     * its view is taken. Waits while no write quorum of the root group confirms the epoch.
     */
    void confirmLease();

    /** How the volume is, for whoever watches. Waits for nothing, asks nobody, and goes on answering, with what was, once the writer is fenced or closed. */
    VolumeStatus status();

    /**
     * Stops at once, as a crash would: what was appended and is not durable may be lost, and whoever waits for it hears what
     * it would hear from a volume that another writer has taken.
     */
    void abandon();

    /** Waits for what was appended to be durable, if it can, and stops. Idempotent. */
    @Override
    void close();
}
