package org.borealisdb.redo.volume;

/**
 * The history of one timeline, for asking quickly whether something belongs to it: (timeline, LSN) lies on its ancestry path. Immutable.
 */
public final class HistoryPath {
    private final int timeline;
    /** By timeline id: the highest LSN of it that belongs to the path, -1 if none does. */
    private final long[] visibleUpTo;

    /** The history of {@code timeline} in {@code tree}. */
    HistoryPath(TimelineTree tree, int timeline) {
        this.timeline = timeline;
        this.visibleUpTo = new long[timeline + 1];
        for (int id = 0; id <= timeline; id++) {
            visibleUpTo[id] = id == 0 ? -1 : tree.visibleUpTo(timeline, id);
        }
    }

    /** The timeline whose history it is. */
    public int timeline() {
        return timeline;
    }

    /** True if a record or image of timeline {@code of} with {@code lsn} belongs to it. */
    public boolean includes(int of, long lsn) {
        return of == timeline || (of > 0 && of < timeline && lsn <= visibleUpTo[of]);
    }

    /** The timeline that {@code lsn} belongs to in this history. */
    public int ownerOf(long lsn) {
        for (int id = 1; id < timeline; id++) {
            if (lsn <= visibleUpTo[id]) {
                return id;
            }
        }
        return timeline;
    }
}
