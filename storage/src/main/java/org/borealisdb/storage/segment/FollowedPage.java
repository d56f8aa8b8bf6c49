package org.borealisdb.storage.segment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.storage.layer.LayerEntry;

/**
 * A page that has many records in memory: its newest content, to which each new record is applied at once, and images of it on the way, so that no read of it folds many. Guarded by the
 * volume's lock once it is in a {@link PageIndex}.
 */
final class FollowedPage {
    /** Stands for a record before all that are in memory. */
    static final int BEFORE = -1;

    /**
     * The page as of one of its records.
     *
     * @param record its number; {@link #BEFORE} if it is in layers
     * @param page   never changes
     */
    record Image(long lsn, int timeline, int record, MemorySegment page) {
        LayerEntry entry() {
            return new LayerEntry(lsn, timeline, true, page, 0, Page.BYTES);
        }
    }

    private final SegmentLimits limits;
    private final byte[] content;
    private final MemorySegment memory;
    /** From the oldest. */
    private final List<Image> images = new ArrayList<>();

    /** Of the newest record that was applied; a page that it freed does not know. */
    private long lsn;

    private int newest = BEFORE;
    private int timeline;
    private int chainRecords;
    private int chainBytes;
    private int applied;

    /**
     * A page before its first record in memory.
     *
     * @param content      what it is there; belongs to this from now on
     * @param chainRecords how many records that took
     * @param chainBytes   and how many bytes
     */
    FollowedPage(SegmentLimits limits, byte[] content, int chainRecords, int chainBytes) {
        this.limits = limits;
        this.content = content;
        this.memory = MemorySegment.ofArray(content);
        this.chainRecords = chainRecords;
        this.chainBytes = chainBytes;
        this.lsn = Page.lsn(memory, 0);
    }

    /** A page of which there is an image, and no record in memory yet. */
    FollowedPage(SegmentLimits limits, Image base) {
        this(limits, base.page().toArray(ValueLayout.JAVA_BYTE), 0, 0);
        lsn = base.lsn();
        timeline = base.timeline();
        images.add(base);
    }

    /** Number of the newest record that was applied. */
    int newest() {
        return newest;
    }

    /** Records applied. */
    int applied() {
        return applied;
    }

    List<Image> images() {
        return images;
    }

    long bytes() {
        return (long) Page.BYTES * (images.size() + 1);
    }

    /** Applies record {@code number}; false, and nothing is done, if it does not follow the one before. */
    boolean apply(PageIndex.Records records, int number) {
        Batch batch = records.batches[number];
        MemorySegment log = batch.memory();
        int at = records.places[number];
        boolean begins = RedoRecord.initialises(log, at);
        if (!begins && Page.lsn(memory, 0) != RedoRecord.previousLsn(log, at)) {
            return false;
        }
        PageApplier.apply(memory, 0, log, at, records.lsns[number]);
        if (begins) {
            chainRecords = 0;
            chainBytes = 0;
        } else {
            chainRecords++;
            chainBytes += RedoRecord.length(log, at);
        }
        lsn = records.lsns[number];
        newest = number;
        timeline = batch.timeline();
        applied++;
        return true;
    }

    /** True if a read would have to fold too much without an image of now. */
    boolean tooLong() {
        return chainRecords > limits.imageRecords() || chainBytes > limits.imageBytes();
    }

    /** Records that a read of now has to fold. */
    int chainRecords() {
        return chainRecords;
    }

    /** Keeps an image of now, and of those before only what a read at or above {@code floor} may need. */
    void keepImage(long floor) {
        images.add(now());
        chainRecords = 0;
        chainBytes = 0;
        while (images.size() > 1 && images.get(1).lsn() <= floor) {
            images.removeFirst();
        }
    }

    private Image now() {
        return new Image(lsn, timeline, newest, MemorySegment.ofArray(content.clone()));
    }

    /** The page as of its newest record at or below {@code upTo}, as something to go on from when all up to there is forgotten; empty if no image is so old. */
    Optional<Image> asOf(long upTo, PageIndex.Records records) {
        Optional<Image> base =
                images.reversed().stream().filter(image -> image.lsn() <= upTo).findFirst();
        return base.map(image -> {
            List<Integer> behind = new ArrayList<>();
            for (int number = newest; number > image.record(); number = records.older[number]) {
                if (records.lsns[number] <= upTo) {
                    behind.add(number);
                }
            }
            FollowedPage page = new FollowedPage(limits, image);
            behind.reversed().forEach(number -> page.apply(records, number));
            Image then = page.now();
            return new Image(then.lsn(), then.timeline(), BEFORE, then.page());
        });
    }
}
