package org.borealisdb.sql.execute;

import java.util.Map;
import java.util.function.LongSupplier;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.ExplainUsage;
import org.borealisdb.sql.plan.ExplainValue;

/** What EXPLAIN ANALYZE counts of one node of a plan. Belongs to one task. */
public final class PlanMeasure {
    private final LongSupplier nanoTime;
    private final TaskCounts work;
    private long pagesFound;
    private long pagesRead;
    private long redoRecords;
    private long redoBytes;
    private long loops;
    private long rows;
    private long removed;
    private long fetched;
    private long nanos;
    private long nanosToFirst;
    private Map<String, ExplainValue> detail = Map.of();

    PlanMeasure(LongSupplier nanoTime, TaskCounts work) {
        this.nanoTime = nanoTime;
        this.work = work;
    }

    /** Returns what a task has used so far. */
    public static ExplainUsage usage(TaskCounts work) {
        return new ExplainUsage(work.pagesFound(), work.pagesRead(), work.redoRecords(), work.redoBytes());
    }

    /** Returns what the node used, the nodes below included. */
    public ExplainUsage used() {
        return new ExplainUsage(pagesFound, pagesRead, redoRecords, redoBytes);
    }

    /** Takes what the task has done off the counts before it goes on with the node, and adds it afterwards. */
    private void count(int sign) {
        pagesFound += sign * work.pagesFound();
        pagesRead += sign * work.pagesRead();
        redoRecords += sign * work.redoRecords();
        redoBytes += sign * work.redoBytes();
    }

    /** Returns how often the node was opened. */
    public long loops() {
        return loops;
    }

    /** Returns how many rows it gave in all. */
    public long rows() {
        return rows;
    }

    /** Returns how many rows of a scan its own condition did not hold for. */
    public long removed() {
        return removed;
    }

    /** A row was found that the condition does not hold for. */
    void removedOne() {
        removed++;
    }

    /** Returns how many rows of a scan of an index's entries were looked at all the same, to know whether they are seen. */
    public long fetched() {
        return fetched;
    }

    /** Another one was. */
    void fetchedOne() {
        fetched++;
    }

    /** Returns how long it took, the nodes below included. */
    public long nanos() {
        return nanos;
    }

    /** Returns how long its first rows took. */
    public long nanosToFirst() {
        return nanosToFirst;
    }

    /** Returns what else is to be said of the node, such as how its rows were sorted, in the order in which it is shown. */
    public Map<String, ExplainValue> detail() {
        return detail;
    }

    /** Says something of the node, instead of what was said before. */
    void detail(Map<String, ExplainValue> properties) {
        detail = properties;
    }

    /** Returns bytes as kilobytes, rounded up. */
    static ExplainValue kilobytes(long bytes) {
        return number((bytes + 1023) >> 10);
    }

    /** Returns a number. */
    static ExplainValue number(long value) {
        return new ExplainValue.Numeral(String.valueOf(value));
    }

    long start() {
        loops++;
        count(-1);
        return nanoTime.getAsLong();
    }

    /** What was begun has ended, and has given some rows. */
    void end(long started, long given) {
        nanos += nanoTime.getAsLong() - started;
        nanosToFirst = nanos;
        count(1);
        rows += given;
    }

    RowIterator of(RowIterator input, long started) {
        nanos += nanoTime.getAsLong() - started;
        count(1);
        return new RowIterator() {
            private boolean first = true;

            @Override
            public boolean next() {
                count(-1);
                long before = nanoTime.getAsLong();
                boolean found = input.next();
                nanos += nanoTime.getAsLong() - before;
                count(1);
                rows += found ? 1 : 0;
                if (first) {
                    nanosToFirst = nanos;
                    first = false;
                }
                return found;
            }

            @Override
            public boolean restart() {
                count(-1);
                long before = nanoTime.getAsLong();
                boolean again = input.restart();
                nanos += nanoTime.getAsLong() - before;
                count(1);
                loops += again ? 1 : 0;
                return again;
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
