package org.borealisdb.redo.volume;

/**
 * Where the history of a volume that is a clone, a snapshot or a restored one comes from.
 *
 * @param source   the volume that it was branched off
 * @param timeline the timeline that was current there: its tree up to that one is the beginning of this volume's
 * @param lsn      the last LSN that both share
 */
public record VolumeOrigin(VolumeId source, int timeline, long lsn) {
    public VolumeOrigin {
        if (timeline < 1 || lsn < 0) {
            throw new IllegalArgumentException("no point in history: timeline " + timeline + ", LSN " + lsn);
        }
    }
}
