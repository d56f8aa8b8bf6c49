package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.borealisdb.redo.message.ReadWork;
import org.borealisdb.runtime.metric.Metrics;

/**
 * How much work page reads are: records folded, and their bytes, beside the image that they were applied to. Counters with a bound in their name count the reads that folded at most that many records, and more than
 * the bound before. Safe for use by all tasks.
 */
public final class FoldedReads {
    /** The most records that a read should have to fold. */
    static final int MOST_RECORDS = 64;
    /** The most bytes of them. */
    static final long MOST_BYTES = 64 << 10;

    private static final int[] BOUNDS = {0, 8, 16, 32, MOST_RECORDS};
    private static final List<String> COUNTERS = List.of(
            "storage.read.upTo0",
            "storage.read.upTo8",
            "storage.read.upTo16",
            "storage.read.upTo32",
            "storage.read.upTo64");

    private final LongAdder served;
    private final LongAdder records;
    private final LongAdder bytes;
    private final LongAdder beyond;
    private final List<LongAdder> bounded = new ArrayList<>();
    private final AtomicLong mostRecords = new AtomicLong();
    private final AtomicLong mostBytes = new AtomicLong();

    FoldedReads(Metrics metrics) {
        served = metrics.counter("storage.read.served");
        records = metrics.counter("storage.read.records");
        bytes = metrics.counter("storage.read.recordBytes");
        beyond = metrics.counter("storage.read.beyondBounds");
        COUNTERS.forEach(name -> bounded.add(metrics.counter(name)));
    }

    void note(int recordsFolded, long bytesFolded) {
        served.increment();
        records.add(recordsFolded);
        bytes.add(bytesFolded);
        if (recordsFolded > mostRecords.get()) {
            mostRecords.accumulateAndGet(recordsFolded, Math::max);
        }
        if (bytesFolded > mostBytes.get()) {
            mostBytes.accumulateAndGet(bytesFolded, Math::max);
        }
        if (recordsFolded > MOST_RECORDS || bytesFolded > MOST_BYTES) {
            beyond.increment();
        }
        for (int index = 0; index < BOUNDS.length; index++) {
            if (recordsFolded <= BOUNDS[index]) {
                bounded.get(index).increment();
                return;
            }
        }
    }

    /** All of it, as it is told. */
    public ReadWork work() {
        return new ReadWork(served.sum(), records.sum(), beyond.sum(), mostRecords.get(), mostBytes.get());
    }
}
