package org.borealisdb.storage.backup;

import java.util.ArrayDeque;

/** How long ago the volume was where its backup is now. Used by one task. */
final class LagMeter {
    /** Samples at one a turn: an outage of minutes; beyond, the oldest is kept. */
    private static final int MOST_SAMPLES = 1024;

    private record Sample(long nanos, long lsn) {}

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();

    /** At {@code nanos} VDL was {@code vdl}, and everything at or below {@code stored} was in the store; answers the lag in nanoseconds. */
    long note(long nanos, long vdl, long stored) {
        if ((samples.isEmpty() || samples.getLast().lsn() < vdl) && samples.size() < MOST_SAMPLES) {
            samples.add(new Sample(nanos, vdl));
        }
        while (!samples.isEmpty() && samples.getFirst().lsn() <= stored) {
            samples.removeFirst();
        }
        return samples.isEmpty() ? 0 : nanos - samples.getFirst().nanos();
    }

    void clear() {
        samples.clear();
    }
}
