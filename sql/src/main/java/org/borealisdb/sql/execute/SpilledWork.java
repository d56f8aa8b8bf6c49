package org.borealisdb.sql.execute;

import java.util.ArrayDeque;
import java.util.Deque;
import org.borealisdb.sql.spill.ScratchRows;
import org.borealisdb.sql.spill.SpilledPartitions;
import org.jspecify.annotations.Nullable;

/** The parts of a hash table's rows that are on disk and have yet to be gone through, one after the other; each may leave parts of its own. Belongs to one task. */
final class SpilledWork implements AutoCloseable {
    /** Rows that were parted so often. */
    private record Part(ScratchRows rows, int depth) {}

    private final Deque<Part> waiting = new ArrayDeque<>();
    private @Nullable Part current;
    private long batches = 1;
    private long diskBytes;

    /** Adds what was set apart. */
    void add(SpilledPartitions partitions) {
        int depth = depth() + 1;
        for (ScratchRows rows : partitions.finish()) {
            waiting.addFirst(new Part(rows, depth));
            batches++;
            diskBytes += rows.diskBytes();
        }
    }

    /** Goes to the next part; false if there is none. */
    boolean next() {
        close(current);
        current = waiting.poll();
        return current != null;
    }

    /** Returns how often the rows of the current part were parted, 0 for those that come from the input. */
    int depth() {
        Part part = current;
        return part == null ? 0 : part.depth();
    }

    /** Returns a reader of the current part's rows. */
    ScratchRows.Reader rows() {
        Part part = current;
        if (part == null) {
            throw new IllegalStateException("no part was gone to");
        }
        return part.rows().consume();
    }

    /** Returns how many parts there were so far, the first one in memory included. */
    long batches() {
        return batches;
    }

    /** Returns how many bytes were written. */
    long diskBytes() {
        return diskBytes;
    }

    private static void close(@Nullable Part part) {
        if (part != null) {
            part.rows().close();
        }
    }

    @Override
    public void close() {
        close(current);
        current = null;
        waiting.forEach(SpilledWork::close);
        waiting.clear();
    }
}
