package org.borealisdb.redo.message;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Gathers runs of records of one group, in LSN order, into a {@link Batch}. Used by one task, again and again: {@link #add} as often
 * as needed, then {@link #build}.
 */
public final class BatchBuilder {
    private byte[] records = new byte[4096];
    private int recordBytes;
    private long[] starts = new long[16];
    private int[] lengths = new int[16];
    private int runs;

    /** Bytes that the batch would have now. */
    public int length() {
        return Batch.FIXED_BYTES + runs * Batch.RUN_BYTES + recordBytes;
    }

    public boolean empty() {
        return runs == 0;
    }

    /** LSN of the last record added. */
    public long lastLsn() {
        return starts[runs - 1] + lengths[runs - 1];
    }

    /**
     * Adds whole records that are contiguous in the stream: {@code length} bytes at {@code from} of {@code source}, the first of
     * which begins right after LSN {@code startLsn}. Joined to the run before if it ends there.
     */
    public void add(MemorySegment source, long from, int length, long startLsn) {
        if (recordBytes + length > records.length) {
            records = Arrays.copyOf(records, Math.max(recordBytes + length, records.length * 2));
        }
        MemorySegment.copy(source, from, MemorySegment.ofArray(records), recordBytes, length);
        recordBytes += length;
        if (runs > 0 && lastLsn() == startLsn) {
            lengths[runs - 1] += length;
            return;
        }
        if (runs > 0 && startLsn < lastLsn()) {
            throw new IllegalArgumentException("records at LSN " + startLsn + " come before " + lastLsn());
        }
        if (runs == starts.length) {
            starts = Arrays.copyOf(starts, runs * 2);
            lengths = Arrays.copyOf(lengths, runs * 2);
        }
        starts[runs] = startLsn;
        lengths[runs] = length;
        runs++;
    }

    /** The batch of everything added since the last call. */
    public Batch build(
            VolumeId volume,
            int group,
            int timeline,
            VolumeEpoch epoch,
            int membershipEpoch,
            long previousGroupLsn,
            long vdl,
            long lowestReadLsn) {
        ByteBuffer out = ByteBuffer.allocate(length()).order(ByteOrder.LITTLE_ENDIAN);
        out.position(MessageHeader.BYTES);
        out.putLong(volume.value()).putInt(group).putInt(timeline);
        out.putLong(epoch.number())
                .putLong(epoch.owner())
                .putInt(membershipEpoch)
                .putInt(runs);
        out.putLong(previousGroupLsn).putLong(lastLsn()).putLong(vdl).putLong(lowestReadLsn);
        for (int run = 0; run < runs; run++) {
            out.putLong(starts[run]).putInt(lengths[run]);
        }
        out.put(records, 0, recordBytes);
        out.flip();
        MessageHeader.put(out, MessageType.BATCH);
        runs = 0;
        recordBytes = 0;
        return Batch.trusted(out);
    }
}
