package org.borealisdb.storage.segment;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.BatchBuilder;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/** Redo to put into batches: records of known length at given LSNs. */
public final class SampleRedo {
    public static final VolumeId VOLUME = new VolumeId(7);
    public static final VolumeEpoch EPOCH = new VolumeEpoch(1, 99);

    private final BatchBuilder builder = new BatchBuilder();
    private final RecordWriter writer = new RecordWriter(1 << 16);

    /** Adds a record of {@code page} right behind {@code start}; answers its LSN. */
    public long record(long start, long page, long previousLsn, boolean last, Random random) {
        writer.clear();
        writer.begin(page, previousLsn, previousLsn == 0 ? RedoRecord.INIT : 0);
        byte[] bytes = new byte[1 + random.nextInt(40)];
        random.nextBytes(bytes);
        writer.set(Page.HEADER_BYTES + random.nextInt(8000), MemorySegment.ofArray(bytes), 0, bytes.length);
        writer.end();
        if (last) {
            writer.finish();
        }
        builder.add(writer.memory(), 0, writer.length(), start);
        return start + writer.length();
    }

    /** Adds the freeing of {@code page} right behind {@code start}, a mini-transaction of its own; answers its LSN. */
    public long free(long start, long page) {
        writer.clear();
        writer.free(page, 0);
        writer.finish();
        builder.add(writer.memory(), 0, writer.length(), start);
        return start + writer.length();
    }

    /** A batch of what was added, all of {@code group}, sent with these VDL and PGMRPL. */
    public Batch batch(int group, long previousGroupLsn, long vdl, long lowestReadLsn) {
        return builder.build(VOLUME, group, 1, EPOCH, 1, previousGroupLsn, vdl, lowestReadLsn);
    }

    /** A batch of group 0 of what was added. */
    public Batch batch(int timeline, long previousGroupLsn, long vdl) {
        return builder.build(VOLUME, 0, timeline, EPOCH, 1, previousGroupLsn, vdl, 0);
    }
}
