package org.borealisdb.sql.spill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.value.BoxedRow;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are kept in the order they came, and found by their numbers: the first ones in memory, those that there is no memory for on disk. Belongs to one task.
 *
 * <p>On disk rows are in groups of some kilobytes; the last groups that were read are kept decoded, so that reading on, or here and there, as the frames of windows do, seldom reads
 * a group anew.
 */
public final class RowBuffer implements AutoCloseable {
    private static final int GROUP_ROWS = 64;
    private static final int GROUP_BYTES = ScratchFile.CONTENT_BYTES;
    /** Groups that are kept decoded: a window has few places at which it reads. */
    private static final int KEPT_GROUPS = 6;

    private final StatementMemory statement;
    private final OperatorMemory memory;
    private final List<BoxedRow> first = new ArrayList<>();
    private @Nullable ScratchRows rest;
    private ScratchRows.@Nullable Reader reader;
    private long[] groupRows = new long[4];
    private long[] groupPlaces = new long[4];
    private int groups;
    private long size;
    private final List<Group> kept = new ArrayList<>();

    /** Rows from one number on. */
    private record Group(long from, List<BoxedRow> rows) {
        boolean has(long number) {
            return number >= from && number < from + rows.size();
        }
    }

    /** Makes an empty buffer. */
    public RowBuffer(StatementMemory statement) {
        this.statement = statement;
        this.memory = statement.forRows();
    }

    /** Adds a row behind the others. */
    public void add(BoxedRow row) {
        if (rest == null && memory.tryTake(RowSize.of(row))) {
            first.add(row);
        } else {
            addToDisk(row);
        }
        size++;
    }

    private void addToDisk(BoxedRow row) {
        ScratchRows target = rest;
        if (target == null) {
            target = new ScratchRows(statement);
            rest = target;
        }
        long place = target.add(row);
        boolean begins = groups == 0
                || size - groupRows[groups - 1] >= GROUP_ROWS
                || place - groupPlaces[groups - 1] >= GROUP_BYTES;
        if (begins) {
            if (groups == groupRows.length) {
                groupRows = Arrays.copyOf(groupRows, groups * 2);
                groupPlaces = Arrays.copyOf(groupPlaces, groups * 2);
                memory.take((long) groups * 2 * Long.BYTES);
            }
            groupRows[groups] = size;
            groupPlaces[groups] = place;
            groups++;
        } else if (!kept.isEmpty() && kept.getFirst().from() == groupRows[groups - 1]) {
            // It has become longer.
            kept.removeFirst();
        }
    }

    /** Returns how many rows there are. */
    public long size() {
        return size;
    }

    /** Returns a row by its number, from 0. */
    public BoxedRow get(long number) {
        if (number < first.size()) {
            return first.get((int) number);
        }
        if (number >= size) {
            throw new IndexOutOfBoundsException("row " + number + " of " + size);
        }
        for (int i = 0; i < kept.size(); i++) {
            Group group = kept.get(i);
            if (group.has(number)) {
                if (i > 0) {
                    kept.remove(i);
                    kept.addFirst(group);
                }
                return group.rows().get((int) (number - group.from()));
            }
        }
        return read(number);
    }

    private BoxedRow read(long number) {
        int found = Arrays.binarySearch(groupRows, 0, groups, number);
        int group = found >= 0 ? found : -found - 2;
        long from = groupRows[group];
        long to = group + 1 < groups ? groupRows[group + 1] : size;
        ScratchRows.Reader source = reader;
        if (source == null) {
            source = Objects.requireNonNull(rest).read();
            reader = source;
        }
        source.moveTo(groupPlaces[group]);
        List<BoxedRow> rows = new ArrayList<>((int) (to - from));
        for (long i = from; i < to; i++) {
            rows.add(source.next());
        }
        if (kept.size() == KEPT_GROUPS) {
            kept.removeLast();
        }
        kept.addFirst(new Group(from, rows));
        return rows.get((int) (number - from));
    }

    /** Returns the bytes of memory that it had at most. */
    public long peakBytes() {
        return memory.peak();
    }

    /** Returns the bytes on disk. */
    public long diskBytes() {
        return rest == null ? 0 : rest.diskBytes();
    }

    /** Forgets all rows. */
    public void clear() {
        first.clear();
        kept.clear();
        groups = 0;
        size = 0;
        reader = null;
        if (rest != null) {
            rest.close();
            rest = null;
        }
        memory.close();
    }

    @Override
    public void close() {
        clear();
    }
}
