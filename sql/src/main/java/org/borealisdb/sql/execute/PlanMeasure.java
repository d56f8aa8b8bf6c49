package org.borealisdb.sql.execute;

import java.util.function.LongSupplier;
import org.borealisdb.expr.value.RowSource;

/** What EXPLAIN ANALYZE counts of one node of a plan. Belongs to one task. */
public final class PlanMeasure {
    private final LongSupplier nanoTime;
    private long loops;
    private long rows;
    private long nanos;
    private long nanosToFirst;
    private String detail = "";

    PlanMeasure(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns how often the node was opened. */
    public long loops() {
        return loops;
    }

    /** Returns how many rows it gave in all. */
    public long rows() {
        return rows;
    }

    /** Returns how long it took, the nodes below included. */
    public long nanos() {
        return nanos;
    }

    /** Returns how long its first rows took. */
    public long nanosToFirst() {
        return nanosToFirst;
    }

    /** Returns what else is to be said of the node, such as how its rows were sorted; empty if nothing is. */
    public String detail() {
        return detail;
    }

    /** Says something of the node, instead of what was said before. */
    void detail(String text) {
        detail = text;
    }

    /** Returns bytes as kilobytes, rounded up. */
    static long kilobytes(long bytes) {
        return (bytes + 1023) >> 10;
    }

    long start() {
        loops++;
        return nanoTime.getAsLong();
    }

    RowIterator of(RowIterator input, long started) {
        nanos += nanoTime.getAsLong() - started;
        return new RowIterator() {
            private boolean first = true;

            @Override
            public boolean next() {
                long before = nanoTime.getAsLong();
                boolean found = input.next();
                nanos += nanoTime.getAsLong() - before;
                rows += found ? 1 : 0;
                if (first) {
                    nanosToFirst = nanos;
                    first = false;
                }
                return found;
            }

            @Override
            public RowSource row() {
                return input.row();
            }

            @Override
            public void close() {
                input.close();
            }
        };
    }
}
