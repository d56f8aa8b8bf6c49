package org.borealisdb.engine.history;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.borealisdb.engine.btree.BTree;
import org.borealisdb.engine.btree.TreeCursor;
import org.borealisdb.engine.table.ValueStore;
import org.borealisdb.engine.transaction.Transactions;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.redo.page.RowHeader;
import org.borealisdb.runtime.time.Clock;

/**
 * The time index: a ring of points, one for each second of the last 72 hours in which something was done. Times only grow, also when the clock is set back and across
 * openings.
 *
 * <p>Key: the second, modulo the length of the ring (u32, big-endian). Value: {@code u64 milliseconds since 1970, u64 VDL}, big-endian.
 */
public final class TimeIndex {
    /** How far it goes back. */
    public static final Duration LONGEST = Duration.ofDays(3);

    private static final int VALUE_BYTES = 2 * Long.BYTES;
    private static final long PERIOD_NANOS = 1_000_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private final Transactions transactions;
    private final Clock clock;
    private final BTree tree;
    private final ValueStore values;

    // Of the one task that notes.
    private long lastMillis = -1;
    private long lastNanos;
    private long lastActivity = -1;

    /** The index in {@code tree}. */
    public TimeIndex(Transactions transactions, Clock clock, BTree tree) {
        this.transactions = transactions;
        this.clock = clock;
        this.tree = tree;
        this.values = new ValueStore(tree);
    }

    /** Notes where the volume is now, if a second has passed and somebody has done something since. May wait for log room. */
    public void note(Workspace workspace) {
        long now = clock.nanoTime();
        if (lastMillis < 0) {
            List<TimedPoint> known = points();
            lastMillis = known.isEmpty() ? 0 : known.getLast().millis();
        } else if (now - lastNanos < PERIOD_NANOS) {
            return;
        }
        lastNanos = now;
        long activity = transactions.activity();
        if (activity == lastActivity) {
            return;
        }
        long millis = Math.max(clock.wallMicros() / MICROS_PER_MILLI, lastMillis + 1);
        byte[] key = ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) (millis / MILLIS_PER_SECOND % LONGEST.toSeconds()))
                .array();
        byte[] value = ByteBuffer.allocate(VALUE_BYTES)
                .putLong(millis)
                .putLong(transactions.volume().vdl())
                .array();
        values.put(workspace, key, value);
        lastMillis = millis;
        lastActivity = activity;
    }

    /** All points, from the oldest. Reads the whole index: up to some megabytes. */
    public List<TimedPoint> points() {
        List<TimedPoint> points = new ArrayList<>();
        TreeCursor cursor = new TreeCursor(tree);
        cursor.seekFirst();
        while (cursor.next()) {
            ByteBuffer value = ByteBuffer.wrap(
                    cursor.bytes(), cursor.valueOffset() + RowHeader.BYTES, cursor.valueLength() - RowHeader.BYTES);
            points.add(new TimedPoint(value.getLong(), value.getLong()));
        }
        points.sort(Comparator.comparingLong(TimedPoint::millis));
        return points;
    }
}
