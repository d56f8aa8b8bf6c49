package org.borealisdb.redo.message;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * A batch of redo for one protection group: encoded once by the writer, then sent, journaled and gossiped as these same bytes. It
 * is both a message (its first 16 bytes are the message header) and the unit of gap detection: batches of a group chain by
 * {@code (previousGroupLsn, lastGroupLsn]}.
 *
 * <table border="1">
 * <caption>Body, behind the 16 bytes of the message header; little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>16</td><td>8</td><td>volume</td></tr>
 * <tr><td>24</td><td>4</td><td>protection group</td></tr>
 * <tr><td>28</td><td>4</td><td>timeline</td></tr>
 * <tr><td>32</td><td>8</td><td>volume epoch, number</td></tr>
 * <tr><td>40</td><td>8</td><td>volume epoch, owner</td></tr>
 * <tr><td>48</td><td>4</td><td>membership epoch</td></tr>
 * <tr><td>52</td><td>4</td><td>number of runs, at least 1</td></tr>
 * <tr><td>56</td><td>8</td><td>previous group LSN: lastGroupLsn of the batch before, or the group's tail at the branch</td></tr>
 * <tr><td>64</td><td>8</td><td>last group LSN: LSN of the last record here</td></tr>
 * <tr><td>72</td><td>8</td><td>VDL when it was encoded</td></tr>
 * <tr><td>80</td><td>8</td><td>PGMRPL when it was encoded</td></tr>
 * <tr><td>88</td><td>12 each</td><td>runs: u64 start LSN, u32 bytes; ascending, not overlapping</td></tr>
 * <tr><td>...</td><td>...</td><td>the records of all runs, one after the other</td></tr>
 * </table>
 *
 * <p>Within a run the records are contiguous in the volume's stream: the LSN of a record is the run's start plus the bytes up to
 * the record's end.
 *
 * <p>The bytes are shared and never change.
 */
public final class Batch implements StorageMessage {
    /** Bytes before the first run. */
    public static final int FIXED_BYTES = 88;
    /** Bytes of one run's description. */
    public static final int RUN_BYTES = 12;
    /** Writers keep batches at or below this size, so that one fits any message, journal write and cache. */
    public static final int MAX_BYTES = 1 << 20;

    private final ByteBuffer bytes;
    private final MemorySegment memory;
    private final int runs;
    private final VolumeId volume;

    private Batch(ByteBuffer bytes) {
        this.bytes = bytes;
        this.memory = MemorySegment.ofBuffer(bytes);
        this.runs = bytes.getInt(52);
        this.volume = new VolumeId(bytes.getLong(16));
    }

    /**
     * A batch over the bytes between position and limit, after checking header, checksum, runs and every record.
     *
     * @throws MalformedException if they are not a well-formed batch
     */
    public static Batch decode(ByteBuffer message) {
        Batch batch = decodeStored(message);
        batch.check();
        return batch;
    }

    /**
     * A batch over bytes that were {@link #decode}d before they were stored: its checksum says that they are the same still, so its records are not looked at one by
     * one again.
     *
     * @throws MalformedException if they are not what was stored
     */
    public static Batch decodeStored(ByteBuffer stored) {
        ByteBuffer bytes = stored.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        MessageHeader.check(bytes, MessageType.BATCH);
        if (bytes.limit() < FIXED_BYTES || bytes.getLong(16) <= 0) {
            throw new MalformedException("batch is cut off or names no volume");
        }
        return new Batch(bytes);
    }

    /** The same batch with bytes of its own, for who keeps it longer than the buffer that it was decoded from. */
    public Batch copy() {
        byte[] own = new byte[bytes.limit()];
        bytes.get(0, own);
        return trusted(ByteBuffer.wrap(own));
    }

    /** A batch over bytes that this process has encoded or checked before. */
    static Batch trusted(ByteBuffer message) {
        return new Batch(message.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The whole message; a new view at each call. */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The whole message as memory, for {@link RedoRecord} and {@link org.borealisdb.redo.record.PageApplier}. */
    public MemorySegment memory() {
        return memory;
    }

    /** Bytes of the whole message. */
    public int length() {
        return bytes.limit();
    }

    @Override
    public VolumeId volume() {
        return volume;
    }

    public int group() {
        return bytes.getInt(24);
    }

    public int timeline() {
        return bytes.getInt(28);
    }

    public VolumeEpoch epoch() {
        return new VolumeEpoch(bytes.getLong(32), bytes.getLong(40));
    }

    public int membershipEpoch() {
        return bytes.getInt(48);
    }

    public long previousGroupLsn() {
        return bytes.getLong(56);
    }

    public long lastGroupLsn() {
        return bytes.getLong(64);
    }

    public long vdl() {
        return bytes.getLong(72);
    }

    public long lowestReadLsn() {
        return bytes.getLong(80);
    }

    public int runs() {
        return runs;
    }

    /** LSN right before the first record of run {@code index}. */
    public long runStart(int index) {
        return bytes.getLong(FIXED_BYTES + index * RUN_BYTES);
    }

    /** Bytes of the records of run {@code index}. */
    public int runLength(int index) {
        return bytes.getInt(FIXED_BYTES + index * RUN_BYTES + 8);
    }

    /** Where the records of the first run begin, in {@link #memory()}. */
    public int recordsAt() {
        return FIXED_BYTES + runs * RUN_BYTES;
    }

    /**
     * Calls {@code visitor} for every record, in LSN order.
     *
     * @throws MalformedException if the bytes are not what they were when the batch was decoded
     */
    public void forEachRecord(RecordVisitor visitor) {
        int at = recordsAt();
        for (int run = 0; run < runs; run++) {
            long start = runStart(run);
            int begin = at;
            int end = begin + runLength(run);
            while (at < end) {
                int length = RedoRecord.length(memory, at);
                if (length < RedoRecord.HEADER_BYTES || length > end - at) {
                    throw new MalformedException("a record of " + length + " bytes at byte " + at + " of " + this);
                }
                visitor.record(at, start + (at - begin) + length);
                at += length;
            }
        }
    }

    /** How many of its records free pages. */
    public int freedPages() {
        int[] count = new int[1];
        forEachRecord((at, _) -> count[0] += RedoRecord.frees(memory, at) ? 1 : 0);
        return count[0];
    }

    /** Takes the records of a batch. */
    @FunctionalInterface
    public interface RecordVisitor {
        /**
         * Takes one record.
         *
         * @param offset where the record begins in {@link Batch#memory()}
         * @param lsn    its LSN
         */
        void record(int offset, long lsn);
    }

    private void check() {
        if (runs < 1 || (long) recordsAt() > bytes.limit() || runs > bytes.limit() / RUN_BYTES) {
            throw new MalformedException("batch with " + runs + " runs in " + bytes.limit() + " bytes");
        }
        int at = recordsAt();
        long lsn = previousGroupLsn();
        for (int run = 0; run < runs; run++) {
            int length = runLength(run);
            if (runStart(run) < lsn || length < RedoRecord.HEADER_BYTES || length > bytes.limit() - at) {
                throw new MalformedException("batch run " + run + " from LSN " + runStart(run) + " with " + length
                        + " bytes is out of place");
            }
            int end = at + length;
            while (at < end) {
                at += RedoRecord.check(memory, at, end);
            }
            lsn = runStart(run) + length;
        }
        if (at != bytes.limit()
                || lsn != lastGroupLsn()
                || previousGroupLsn() < 0
                || vdl() < 0
                || lowestReadLsn() < 0) {
            throw new MalformedException(
                    "batch ends at byte " + at + " of " + bytes.limit() + ", LSN " + lsn + " of " + lastGroupLsn());
        }
    }

    @Override
    public String toString() {
        return "batch of " + volume + " group " + group() + " timeline " + timeline() + " (" + previousGroupLsn() + ", "
                + lastGroupLsn() + "]";
    }
}
