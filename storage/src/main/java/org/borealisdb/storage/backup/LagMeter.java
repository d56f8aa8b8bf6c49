package org.borealisdb.storage.backup;

import java.util.ArrayDeque;

/** When the volume was where its backup is now. Guarded by its owner. */
final class LagMeter {
    /** Samples at one a turn: an outage of minutes; beyond, the oldest are kept. */
    private static final int MOST_SAMPLES = 1024;

    private record Sample(long nanos, long lsn) {}

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private long stored;

    /** At {@code nanos} VDL was {@code vdl}; everything at or below {@code upTo} is in the store by now. */
    void note(long nanos, long vdl, long upTo) {
        stored = upTo;
        if (samples.size() == MOST_SAMPLES) {
            samples.removeLast();
        }
        samples.addLast(new Sample(nanos, vdl));
        // The first is the last one that the store has reached, unless it has reached none.
        while (samples.size() > 1 && second().lsn() <= stored) {
            samples.removeFirst();
        }
    }

    private Sample second() {
        var all = samples.iterator();
        all.next();
        return all.next();
    }

    /** What would be lost, in time, if there were nothing but the store at {@code nanos}, when VDL is {@code vdl}. */
    long lag(long nanos, long vdl) {
        return samples.isEmpty() || vdl <= stored
                ? 0
                : nanos - samples.getFirst().nanos();
    }

    void clear() {
        samples.clear();
        stored = 0;
    }
}
