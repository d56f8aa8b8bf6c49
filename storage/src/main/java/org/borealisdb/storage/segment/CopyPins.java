package org.borealisdb.storage.segment;

import java.util.TreeMap;
import org.borealisdb.runtime.net.Address;

/**
 * Who copies a segment from this node, and as of which LSN: the segment's floors stay at or below those until the askers have been silent for a while. There are
 * at most as many as the group has members. Guarded by the volume's lock.
 */
final class CopyPins {
    private record Pin(long base, long untilNanos) {}

    private final TreeMap<Address, Pin> pins = new TreeMap<>();

    /** {@code asker} needs everything as of {@code base}, until the clock shows {@code untilNanos}; replaces what it needed before. */
    void set(Address asker, long base, long untilNanos) {
        pins.put(asker, new Pin(base, untilNanos));
    }

    /** The lowest LSN that somebody needs; {@link Long#MAX_VALUE} if nobody needs any. */
    long lowest(long nowNanos) {
        pins.values().removeIf(pin -> pin.untilNanos() - nowNanos < 0);
        long lowest = Long.MAX_VALUE;
        for (Pin pin : pins.values()) {
            lowest = Math.min(lowest, pin.base());
        }
        return lowest;
    }
}
