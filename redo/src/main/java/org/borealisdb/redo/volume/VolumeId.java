package org.borealisdb.redo.volume;

/** Names a volume within a region; positive. */
public record VolumeId(long value) implements Comparable<VolumeId> {
    public VolumeId {
        if (value <= 0) {
            throw new IllegalArgumentException("a volume id is positive: " + value);
        }
    }

    @Override
    public int compareTo(VolumeId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "volume " + value;
    }
}
