package org.borealisdb.volume.reader;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.runtime.net.Address;

/** How fast nodes have answered lately: an estimate for each, in nanoseconds. Safe for use by all tasks; guarded by its monitor. */
final class NodeLatencies {
    /** What is assumed of a node in the reader's own zone that was never asked. */
    private static final long NEAR_NANOS = 200_000;
    /** ... and of one in another zone. */
    private static final long FAR_NANOS = 1_000_000;

    private static final int WEIGHT = 8;

    @GuardedBy("this")
    private final SortedMap<Address, Long> estimates = new TreeMap<>();

    synchronized long estimate(Address node, boolean near) {
        Long known = estimates.get(node);
        return known != null ? known : near ? NEAR_NANOS : FAR_NANOS;
    }

    /** An answer came after {@code nanos}. */
    synchronized void answered(Address node, boolean near, long nanos) {
        long before = estimate(node, near);
        estimates.put(node, before + (nanos - before) / WEIGHT);
    }

    /** No usable answer came: the node goes behind others, and comes back by {@link #forgive}. */
    synchronized void failed(Address node, boolean near, long penaltyNanos) {
        estimates.put(node, Math.max(estimate(node, near), penaltyNanos));
    }

    /** Lets the estimate of a node that was passed over fade, so that it is tried again some day. */
    synchronized void forgive(Address node, boolean near) {
        Long known = estimates.get(node);
        if (known != null) {
            long assumed = near ? NEAR_NANOS : FAR_NANOS;
            if (known > assumed) {
                estimates.put(node, known - (known - assumed) / 64);
            }
        }
    }
}
