package org.borealisdb.storage.scrub;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Optional;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.storage.file.ReplacedFile;

/**
 * How far a pass is, as remembered across restarts: what lies below, in the order of volumes, groups, layers and pages, has been verified. Layers come in the order of their numbers, so
 * one that was written since comes behind.
 *
 * @param startedMillis   when the pass began, in milliseconds since 1970
 * @param completedMillis when the pass before ended; 0 if there was none
 * @param doneBytes       bytes verified in this pass
 * @param layer           number of the layer; {@link Long#MAX_VALUE} when all are done and pages are compared with a peer's
 */
record ScrubPlace(
        long startedMillis, long completedMillis, long doneBytes, long volume, int group, long layer, long page) {
    private static final String FILE = "scrub";
    private static final int MAGIC = 0x43535242;
    private static final int VERSION = 1;
    private static final Comparator<ScrubPlace> ORDER = Comparator.comparingLong(ScrubPlace::volume)
            .thenComparingInt(ScrubPlace::group)
            .thenComparingLong(ScrubPlace::layer)
            .thenComparingLong(ScrubPlace::page);

    /** Where a pass begins. */
    static ScrubPlace beginning(long startedMillis, long completedMillis) {
        return new ScrubPlace(startedMillis, completedMillis, 0, Long.MIN_VALUE, 0, 0, 0);
    }

    ScrubPlace at(long nextVolume, int nextGroup, long nextLayer, long nextPage) {
        return new ScrubPlace(startedMillis, completedMillis, doneBytes, nextVolume, nextGroup, nextLayer, nextPage);
    }

    ScrubPlace plus(long bytes) {
        return new ScrubPlace(startedMillis, completedMillis, doneBytes + bytes, volume, group, layer, page);
    }

    /** True if the pass has come further than that place. */
    boolean beyond(long otherVolume, int otherGroup, long otherLayer, long otherPage) {
        return ORDER.compare(this, at(otherVolume, otherGroup, otherLayer, otherPage)) > 0;
    }

    /** What was remembered; a place that can't be read only costs beginning anew. */
    static Optional<ScrubPlace> read(FileStore files) {
        try {
            return ReplacedFile.read(files, FILE, MAGIC, VERSION).map(ScrubPlace::decode);
        } catch (MalformedException | FileException e) {
            return Optional.empty();
        }
    }

    private static ScrubPlace decode(ByteBuffer bytes) {
        Decoder in = new Decoder(bytes, "place of the scrub");
        ScrubPlace place = new ScrubPlace(
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getPositiveLong(),
                in.getLong(),
                in.getInt(),
                in.getPositiveLong(),
                in.getPositiveLong());
        in.end();
        return place;
    }

    void write(FileStore files) {
        Encoder out = new Encoder(64);
        out.putLong(startedMillis).putLong(completedMillis).putLong(doneBytes);
        out.putLong(volume).putInt(group).putLong(layer).putLong(page);
        ByteBuffer done = out.finish();
        byte[] bytes = new byte[done.remaining()];
        done.get(bytes);
        ReplacedFile.write(files, FILE, MAGIC, VERSION, bytes);
    }
}
