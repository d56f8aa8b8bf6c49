package org.borealisdb.sql.spill;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.borealisdb.expr.value.BoxedRow;
import org.jspecify.annotations.Nullable;

/**
 * Sorts rows; those that are equal stay in the order they came. Rows are sorted in memory, and written as a run whenever that is full; runs are merged, in several passes if they are many. If only the
 * first rows are wanted, the others are forgotten as soon as there are twice as many. Belongs to one task.
 */
public final class RowSorter implements AutoCloseable {
    /** Runs that are merged at a time at most: each needs a block, and reads of one should come close together. */
    private static final int MOST_MERGED = 256;
    /** Of runs that are merged at a time, however little memory there is. */
    private static final int LEAST_MERGED = 4;

    /** Below this forgetting is not worth a sort. */
    private static final int LEAST_CUT = 512;

    private final StatementMemory statement;
    private final OperatorMemory memory;
    private final SortOrder order;
    private final boolean prefixed;
    private final long wanted;
    private List<BoxedRow> rows = new ArrayList<>();
    private List<ScratchRows> runs = new ArrayList<>();
    private @Nullable BoxedRow worst;
    private boolean cut;
    private long diskBytes;

    /** How the rows were sorted, as EXPLAIN says it. */
    public enum Method {
        QUICKSORT("quicksort"),
        FIRST_ROWS("top-N heapsort"),
        EXTERNAL("external merge");

        private final String shown;

        Method(String shown) {
            this.shown = shown;
        }

        @Override
        public String toString() {
            return shown;
        }
    }

    /** Makes a sorter of all rows. */
    public RowSorter(StatementMemory statement, SortOrder order) {
        this(statement, order, Long.MAX_VALUE);
    }

    /**
     * Makes a sorter.
     *
     * @param order may fail, to end the sort
     * @param wanted how many of the first rows are wanted at most
     */
    public RowSorter(StatementMemory statement, SortOrder order, long wanted) {
        this.statement = statement;
        this.memory = statement.forRows();
        this.order = order;
        this.prefixed = order.hasPrefixes();
        this.wanted = wanted;
    }

    /** Adds a row. */
    public void add(BoxedRow row) {
        BoxedRow bound = worst;
        if (bound != null && order.compare(row, bound) >= 0) {
            return;
        }
        long bytes = bytes(row);
        if (!memory.tryTake(bytes)) {
            makeRoom();
            memory.take(bytes);
        }
        rows.add(row);
        if (wanted < Integer.MAX_VALUE / 2 && rows.size() >= Math.max(LEAST_CUT, 2 * wanted)) {
            cut();
        }
    }

    private long bytes(BoxedRow row) {
        return RowSize.of(row) + (prefixed ? PrefixedRow.BYTES : 0);
    }

    private void makeRoom() {
        if (rows.size() > wanted) {
            cut();
            if (memory.used() < memory.limit() / 2) {
                return;
            }
        }
        if (!rows.isEmpty()) {
            writeRun();
        }
    }

    /** Forgets all but the first rows that are wanted; later ones count only if they come before the last of these. */
    private void cut() {
        sort();
        int keep = (int) Math.min(wanted, rows.size());
        List<BoxedRow> dropped = rows.subList(keep, rows.size());
        long bytes = 0;
        for (BoxedRow row : dropped) {
            bytes += bytes(row);
        }
        dropped.clear();
        memory.give(bytes);
        worst = keep == 0 ? null : rows.getLast();
        cut = true;
    }

    private void sort() {
        if (prefixed) {
            PrefixedRow.sort(rows, order);
        } else {
            rows.sort(order);
        }
    }

    private void writeRun() {
        sort();
        ScratchRows run = new ScratchRows(statement);
        runs.add(run);
        rows.forEach(run::add);
        run.finish();
        diskBytes += run.diskBytes();
        rows = new ArrayList<>();
        memory.close();
    }

    /** Returns the rows in order; none can be added any more. */
    public Sorted sorted() {
        if (runs.isEmpty()) {
            sort();
            return new InMemory();
        }
        if (!rows.isEmpty()) {
            writeRun();
        }
        int most = Math.clamp(memory.limit() / (2L * ScratchFile.BLOCK_BYTES), LEAST_MERGED, MOST_MERGED);
        while (runs.size() > most) {
            List<ScratchRows> merged = new ArrayList<>();
            for (int from = 0; from < runs.size(); from += most) {
                merged.add(mergedRun(runs.subList(from, Math.min(runs.size(), from + most))));
            }
            runs = merged;
        }
        return new Merge(runs);
    }

    private ScratchRows mergedRun(List<ScratchRows> several) {
        if (several.size() == 1) {
            return several.getFirst();
        }
        ScratchRows run = new ScratchRows(statement);
        try (Merge merge = new Merge(several)) {
            while (merge.next()) {
                run.add(merge.row());
            }
        }
        run.finish();
        return run;
    }

    /** Returns how the rows were sorted. */
    public Method method() {
        return diskBytes > 0 ? Method.EXTERNAL : cut ? Method.FIRST_ROWS : Method.QUICKSORT;
    }

    /** Returns the bytes of memory that it had at most. */
    public long peakBytes() {
        return memory.peak();
    }

    /** Returns the bytes of all runs on disk. */
    public long diskBytes() {
        return diskBytes;
    }

    @Override
    public void close() {
        rows = new ArrayList<>();
        runs.forEach(ScratchRows::close);
        runs = new ArrayList<>();
        worst = null;
        memory.close();
    }

    /** Rows in order. */
    public interface Sorted {
        /** Goes to the next row; false if there is none. */
        boolean next();

        /** Returns the row that was gone to. */
        BoxedRow row();
    }

    private final class InMemory implements Sorted {
        private int at = -1;

        @Override
        public boolean next() {
            return ++at < rows.size();
        }

        @Override
        public BoxedRow row() {
            return rows.get(at);
        }
    }

    /** The next row of a run. */
    private final class Head {
        private final int run;
        private final ScratchRows.Reader reader;
        private BoxedRow row = BoxedRow.empty();
        private long prefix;

        Head(int run, ScratchRows.Reader reader) {
            this.run = run;
            this.reader = reader;
            next();
        }

        void next() {
            row = reader.next();
            prefix = prefixed ? order.prefix(row) : 0;
        }

        /** Of equal rows those of an earlier run come first: they came first. */
        int compareTo(Head other) {
            if (prefix != other.prefix) {
                return Long.compare(prefix, other.prefix);
            }
            int compared = prefixed ? order.compareAlike(row, other.row, prefix) : order.compare(row, other.row);
            return compared != 0 ? compared : Integer.compare(run, other.run);
        }
    }

    private final class Merge implements Sorted, AutoCloseable {
        private final OperatorMemory buffers = statement.forRows();
        private final PriorityQueue<Head> heads;
        private @Nullable Head last;
        private BoxedRow row = BoxedRow.empty();

        Merge(List<ScratchRows> several) {
            this.heads = new PriorityQueue<>(Head::compareTo);
            for (ScratchRows run : several) {
                if (run.rows() > 0) {
                    buffers.take(ScratchFile.BLOCK_BYTES);
                    heads.add(new Head(heads.size(), run.consume()));
                }
            }
        }

        @Override
        public boolean next() {
            Head used = last;
            if (used != null) {
                last = null;
                if (used.reader.hasNext()) {
                    used.next();
                    heads.add(used);
                }
            }
            Head head = heads.poll();
            if (head == null) {
                close();
                return false;
            }
            last = head;
            row = head.row;
            return true;
        }

        @Override
        public BoxedRow row() {
            return row;
        }

        @Override
        public void close() {
            buffers.close();
        }
    }
}
