package org.borealisdb.redo.volume;

/**
 * Who may write a volume. Each opening takes the next number, by compare-and-set in the metadata log, with an owner id that is
 * unique to that opening, so that two rivals never share an epoch. Storage nodes refuse what comes under an older one.
 *
 * @param number counts openings, 0 for a volume that was never opened
 * @param owner  random id of the opener
 */
public record VolumeEpoch(long number, long owner) {
    public static final VolumeEpoch NONE = new VolumeEpoch(0, 0);

    public VolumeEpoch {
        if (number < 0) {
            throw new IllegalArgumentException("a volume epoch is not negative: " + number);
        }
    }

    public boolean olderThan(VolumeEpoch other) {
        return number < other.number;
    }

    @Override
    public String toString() {
        return "epoch " + number + " of " + Long.toHexString(owner);
    }
}
