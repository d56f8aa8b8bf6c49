package org.borealisdb.sql.spill;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.value.BoxedRow;
import org.jspecify.annotations.Nullable;

/**
 * Rows on disk that a hash table had no room for, in parts by their keys: all rows of a key are in one part, in the order they came, and each part is to be gone through with a table of its
 * own. Belongs to one task.
 */
public final class SpilledPartitions {
    /** A power of two; each has a block in memory while rows are added. */
    public static final int PARTS = 16;

    private final StatementMemory statement;
    private final int depth;
    private final @Nullable ScratchRows[] parts = new ScratchRows[PARTS];
    private final OperatorMemory buffers;
    private long rows;

    /**
     * Makes empty parts.
     *
     * @param depth how often the rows were parted before, from 0
     */
    public SpilledPartitions(StatementMemory statement, int depth) {
        this.statement = statement;
        this.depth = depth;
        this.buffers = statement.forHash();
    }

    /** Adds a row of a key. */
    public void add(HashedKey key, BoxedRow row) {
        int place = key.part(depth, PARTS);
        ScratchRows part = parts[place];
        if (part == null) {
            buffers.take(ScratchFile.BLOCK_BYTES);
            part = new ScratchRows(statement);
            parts[place] = part;
        }
        part.add(row);
        rows++;
    }

    /** Returns whether no row was added. */
    public boolean isEmpty() {
        return rows == 0;
    }

    /** Returns the parts that have rows; none can be added any more. */
    public List<ScratchRows> finish() {
        List<ScratchRows> used = new ArrayList<>();
        for (ScratchRows part : parts) {
            if (part != null) {
                part.finish();
                used.add(part);
            }
        }
        buffers.close();
        return used;
    }
}
