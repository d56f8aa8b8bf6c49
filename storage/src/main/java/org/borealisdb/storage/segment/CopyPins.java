package org.borealisdb.storage.segment;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.runtime.net.Address;

/**
 * Who copies a segment from this node, and as of which LSN: the segment's floors stay at or below those until the askers have been silent for a while. What was made for them of
 * the log in memory is kept for as long. There are at most as many as the group has members. Guarded by the volume's lock.
 */
public final class CopyPins {
    private record Pin(long base, long untilNanos, Optional<LogByPage> log) {}

    private final TreeMap<Address, Pin> pins = new TreeMap<>();

    /** {@code asker} needs everything as of {@code base}, until the clock shows {@code untilNanos}; replaces what it needed before. */
    public void set(Address asker, long base, long untilNanos) {
        pins.compute(asker, (_, known) -> {
            boolean same = known != null && known.base() == base;
            return new Pin(base, untilNanos, same ? known.log() : Optional.empty());
        });
    }

    /** Keeps the log at or below {@code base} for the next piece that {@code asker} wants. */
    public void keep(Address asker, long base, LogByPage log) {
        pins.computeIfPresent(
                asker, (_, pin) -> pin.base() == base ? new Pin(base, pin.untilNanos(), Optional.of(log)) : pin);
    }

    /** What was kept of the log for {@code asker}, if the log is {@code current} still. */
    public Optional<LogByPage> kept(Address asker, List<LogEntry> current) {
        return Optional.ofNullable(pins.get(asker)).flatMap(Pin::log).filter(made -> made.isOf(current));
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
