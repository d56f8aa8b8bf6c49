package org.borealisdb.volume.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * By how much the writer's wall clock is ahead of the reader's, from questions and answers that were stamped by both. Guarded by its monitor; leaf code.
 *
 * <p>The answer was made at some time between the question and the answer's arrival, so the middle of that is wrong by at most half of it. The quickest of the last questions counts.
 */
final class ClockOffset {
    /** After so many slower ones, a quick answer counts no more: clocks drift, and are set. */
    private static final int KEPT = 100;

    @GuardedBy("this")
    private long offsetMicros;

    @GuardedBy("this")
    private long roundTripMicros = Long.MAX_VALUE;

    @GuardedBy("this")
    private int since;

    /**
     * Takes an answer.
     *
     * @param roundTripMicros between question and answer, without what the writer has taken in between
     * @param writerMicros    the writer's clock when it sent the answer
     * @param ownMicros       the reader's clock when that arrived
     */
    synchronized void answered(long roundTripMicros, long writerMicros, long ownMicros) {
        since++;
        if (roundTripMicros <= this.roundTripMicros || since > KEPT) {
            this.roundTripMicros = roundTripMicros;
            since = 0;
            offsetMicros = writerMicros + Math.max(0, roundTripMicros) / 2 - ownMicros;
        }
    }

    /** Another writer, another clock. */
    synchronized void forget() {
        roundTripMicros = Long.MAX_VALUE;
    }

    /** True if anything is known. */
    synchronized boolean known() {
        return roundTripMicros != Long.MAX_VALUE;
    }

    /** What the writer's clock shows when the reader's shows {@code ownMicros}. */
    synchronized long writerMicros(long ownMicros) {
        return ownMicros + offsetMicros;
    }
}
