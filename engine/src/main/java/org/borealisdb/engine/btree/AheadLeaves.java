package org.borealisdb.engine.btree;

import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.engine.buffer.BufferPool;

/**
 * Which leaves a cursor will come to, as their parent has them: they are read ahead once leaves were missing in the pool, the more of them the longer that goes on, and none any more once they
 * are all there. Belongs to a cursor.
 */
final class AheadLeaves {
    private static final int FIRST_WINDOW = 4;
    private static final int WIDEST_WINDOW = 32;

    private final long[] wanted = new long[WIDEST_WINDOW];

    /** How many leaves beyond the current one are to be on their way; 0 as long as none was missing. */
    private int window;

    private long parent = -1;

    private boolean wasForward = true;

    /** Children below this place were looked at; going backward, those from this place on. */
    private int lookedAt;

    /** Another tree: nothing is known of that. */
    void forget() {
        window = 0;
        parent = -1;
    }

    /**
     * The cursor has come to the next leaf in its direction, to which the path leads.
     *
     * @param missing whether it was not in the pool
     * @param forward the direction
     */
    void passed(BTree tree, TreePath path, boolean missing, boolean forward) {
        if (path.rootLevel == 0 || (window == 0 && !missing)) {
            return;
        }
        int current = path.slots[1];
        if (parent != path.pages[1] || forward != wasForward) {
            parent = path.pages[1];
            wasForward = forward;
            lookedAt = forward ? current + 1 : current;
        }
        if (missing) {
            window = Math.clamp(2L * window, FIRST_WINDOW, WIDEST_WINDOW);
        }
        int from = forward ? Math.max(lookedAt, current + 1) : Math.max(0, current - window);
        int to = forward ? Math.min(path.counts[1], current + 1 + window) : Math.min(lookedAt, current);
        boolean toTheEnd = forward ? to == path.counts[1] : from == 0;
        int left = forward ? from - current - 1 : current - to;
        if (to <= from || (left > window / 2 && !toTheEnd)) {
            return;
        }
        int count = Math.min(to - from, WIDEST_WINDOW);
        if (tree.children(path, from, count, wanted)) {
            lookedAt = forward ? from + count : from;
            ask(tree.pool(), path.work, count, forward);
        }
    }

    private void ask(BufferPool pool, TaskCounts work, int count, boolean forward) {
        int asked = 0;
        for (int i = 0; i < count; i++) {
            if (pool.readAhead(wanted[forward ? i : count - 1 - i])) {
                TaskCounts.pageRead(work);
                asked++;
            }
        }
        if (asked == 0) {
            window = 0;
        }
    }
}
