package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.spill.HashedKey;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowSize;
import org.borealisdb.sql.spill.ScratchRows;
import org.borealisdb.sql.spill.SpilledPartitions;
import org.borealisdb.sql.spill.StatementMemory;
import org.jspecify.annotations.Nullable;

/**
 * The right rows of a hash join, in parts by their keys. Whenever there is no memory for another row, the largest part that is in memory goes to disk, and with it later what the left rows of its keys are
 * to be joined with. Belongs to one task.
 */
final class JoinTable implements AutoCloseable {
    private static final int LIST_BYTES = 64;

    private final StatementMemory statement;
    private final OperatorMemory memory;
    private final int depth;
    private boolean any;
    private final Part[] parts = new Part[SpilledPartitions.PARTS];

    /** The rows of some keys: in memory, or else on disk. */
    static final class Part {
        private Map<HashedKey, JoinBucket> rows = new HashMap<>();
        private long bytes;
        private long firstHash;
        private boolean any;
        private boolean oneHash = true;
        private @Nullable ScratchRows right;
        private @Nullable ScratchRows left;

        /** Returns the left rows that are to be joined with this part; none if it is in memory. */
        @Nullable
        ScratchRows left() {
            return left;
        }

        /** Returns the right rows; none if they are in memory. */
        @Nullable
        ScratchRows right() {
            return right;
        }

        /** Returns whether parting it by its keys again would lead nowhere. */
        boolean isOneKey() {
            return oneHash;
        }
    }

    /**
     * Makes an empty table.
     *
     * @param depth how often its rows were parted before
     */
    JoinTable(StatementMemory statement, OperatorMemory memory, int depth) {
        this.statement = statement;
        this.memory = memory;
        this.depth = depth;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new Part();
        }
    }

    private Part part(HashedKey key) {
        return parts[key.part(depth, parts.length)];
    }

    /** Returns whether any row was added. */
    boolean hasRows() {
        return any;
    }

    /** Adds a right row. */
    void add(HashedKey key, BoxedRow row) {
        any = true;
        Part part = part(key);
        if (!part.any) {
            part.any = true;
            part.firstHash = key.hash();
        }
        part.oneHash &= part.firstHash == key.hash();
        ScratchRows onDisk = part.right;
        if (onDisk != null) {
            onDisk.add(row);
            return;
        }
        JoinBucket same = part.rows.get(key);
        long bytes = RowSize.of(row) + (same == null ? HashTables.ENTRY_BYTES + LIST_BYTES + key.size() : 0);
        while (!memory.tryTake(bytes)) {
            Part largest = largest();
            ScratchRows evicted = evict(largest == null ? part : largest);
            if (largest == null || largest == part) {
                evicted.add(row);
                return;
            }
        }
        part.bytes += bytes;
        if (same == null) {
            same = new JoinBucket();
            part.rows.put(key, same);
        }
        same.add(row);
    }

    private @Nullable Part largest() {
        Part largest = null;
        for (Part part : parts) {
            if (part.right == null && part.bytes > 0 && (largest == null || part.bytes > largest.bytes)) {
                largest = part;
            }
        }
        return largest;
    }

    private ScratchRows evict(Part part) {
        ScratchRows right = new ScratchRows(statement);
        part.right = right;
        part.left = new ScratchRows(statement);
        part.rows.values().forEach(bucket -> bucket.rows().forEach(right::add));
        part.rows = new HashMap<>();
        memory.give(part.bytes);
        part.bytes = 0;
        return right;
    }

    /** Says that all right rows are there. */
    void finish() {
        for (Part part : parts) {
            if (part.right != null) {
                part.right.finish();
            }
        }
    }

    /** Returns the part on disk where rows of a key are; {@code null} if they are in memory. */
    @Nullable
    Part onDisk(HashedKey key) {
        Part part = part(key);
        return part.right == null ? null : part;
    }

    /** Returns the rows of a key that are in memory. */
    JoinBucket rows(HashedKey key) {
        return part(key).rows.getOrDefault(key, JoinBucket.EMPTY);
    }

    /** Returns the rows in memory that have found no partner. */
    Iterator<BoxedRow> alone() {
        List<BoxedRow> alone = new ArrayList<>();
        for (Part part : parts) {
            part.rows.values().forEach(bucket -> bucket.forEachAlone(alone::add));
        }
        return alone.iterator();
    }

    /** Gives up what is in memory, and returns the parts on disk, which are the caller's from now on. */
    List<Part> spilled() {
        List<Part> spilled = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            parts[i] = new Part();
            memory.give(part.bytes);
            if (part.left != null) {
                part.left.finish();
                spilled.add(part);
            }
        }
        return spilled;
    }

    @Override
    public void close() {
        for (Part part : spilled()) {
            close(part);
        }
    }

    /** Gives the blocks of a part back. */
    static void close(Part part) {
        if (part.left != null) {
            part.left.close();
        }
        if (part.right != null) {
            part.right.close();
        }
    }
}
