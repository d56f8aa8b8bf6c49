package org.borealisdb.storage.segment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.PageBuild;

/** A page that has many records in memory and no image there: taken under the volume's lock, {@link #follow} without, since that reads layers. Used by one task. */
public final class UnimagedPage {
    private final long page;
    private final int era;
    private final PageIndex.Records records;
    private final int newest;
    private final int counted;
    private final SegmentLimits limits;

    UnimagedPage(long page, int era, PageIndex.Records records, int newest, int counted, SegmentLimits limits) {
        this.page = page;
        this.era = era;
        this.records = records;
        this.newest = newest;
        this.counted = counted;
        this.limits = limits;
    }

    long page() {
        return page;
    }

    int era() {
        return era;
    }

    /** What was counted of it when it was taken. */
    int counted() {
        return counted;
    }

    /** Its newest record when it was taken. */
    int newest() {
        return newest;
    }

    /**
     * Applies all of its records to what is in {@code layers}, the oldest of which comes first, and keeps images for reads at or above {@code floor} if there must be some: then the page is
     * followed from now on. False if it needs none yet, or if the records do not follow one another, and it is left as it is.
     *
     * @throws org.borealisdb.runtime.codec.MalformedException if a layer is damaged
     */
    public boolean follow(VolumeReplica volume, Segment segment, List<Layer> layers, HistoryPath path, long floor) {
        Optional<FollowedPage> followed = followed(layers, path, floor);
        volume.lock().lock();
        try {
            followed.ifPresent(built -> segment.follow(this, built));
        } finally {
            volume.lock().unlock();
        }
        return followed.filter(built -> !built.images().isEmpty()).isPresent();
    }

    Optional<FollowedPage> followed(List<Layer> layers, HistoryPath path, long floor) {
        int[] numbers = numbers();
        PageBuild older = new PageBuild(page, records.lsns[numbers[0]] - 1, path);
        layers.reversed().forEach(older::add);
        byte[] content = older.build().orElseGet(() -> new byte[Page.BYTES]);
        FollowedPage followed = new FollowedPage(limits, content, older.records(), (int) older.recordBytes());
        for (int number : numbers) {
            if (!followed.apply(records, number)) {
                return Optional.empty();
            }
            if (followed.tooLong()) {
                followed.keepImage(floor);
            }
        }
        if (followed.images().isEmpty() && followed.chainRecords() > limits.withoutImage()) {
            followed.keepImage(floor);
        }
        return Optional.of(followed);
    }

    /** Its records, from the oldest. */
    private int[] numbers() {
        int[] numbers = new int[16];
        int count = 0;
        for (int number = newest; number != PageIndex.NONE; number = records.older[number]) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = number;
        }
        int[] ordered = new int[count];
        for (int index = 0; index < count; index++) {
            ordered[index] = numbers[count - 1 - index];
        }
        return ordered;
    }
}
