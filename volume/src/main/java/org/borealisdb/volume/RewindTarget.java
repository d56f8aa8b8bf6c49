package org.borealisdb.volume;

/**
 * Where to rewind a volume to, or forward again after a rewind.
 *
 * @param timeline a timeline whose history has that point: the current one, or one that a rewind has left
 * @param lsn      the point: a consistency point of that history
 */
public record RewindTarget(int timeline, long lsn) {
    public RewindTarget {
        if (timeline < 1 || lsn < 0) {
            throw new IllegalArgumentException("no point in history: timeline " + timeline + ", LSN " + lsn);
        }
    }
}
