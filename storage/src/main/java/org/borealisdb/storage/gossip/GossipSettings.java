package org.borealisdb.storage.gossip;

import java.time.Duration;

/**
 * Pace of gossip.
 *
 * @param interval    mean time between turns; each is jittered by half of it either way
 * @param gapDelay    how long a gap may last before it is pulled: shorter than this, the network's disorder closes it by itself
 * @param callTimeout for one pull
 * @param fetchBytes  most bytes of one pull
 */
public record GossipSettings(Duration interval, Duration gapDelay, Duration callTimeout, int fetchBytes) {
    public GossipSettings {
        if (interval.isNegative()
                || interval.isZero()
                || interval.toSeconds() > 1
                || gapDelay.isNegative()
                || callTimeout.isNegative()
                || callTimeout.isZero()
                || fetchBytes < 1
                || fetchBytes > 8 << 20) {
            throw new IllegalArgumentException("gossip every " + interval + ", gap delay " + gapDelay + ", time-out "
                    + callTimeout + ", " + fetchBytes + " bytes");
        }
    }
}
