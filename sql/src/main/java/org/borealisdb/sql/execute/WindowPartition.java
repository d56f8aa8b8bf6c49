package org.borealisdb.sql.execute;

import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.spill.RowBuffer;

/**
 * The rows of a window's partition in their order, with their groups of peers. Each row has behind its columns the values that it is sorted by. Groups are looked for row after row, and are asked
 * for in that order only. Belongs to one task.
 */
final class WindowPartition {
    private final RowBuffer rows;
    private final int size;
    private final int width;
    private final Peers peers;
    private int from;
    private int to;
    private int group = -1;

    /** Whether two neighbours have the same place in the order. */
    @FunctionalInterface
    interface Peers {
        boolean test(BoxedRow left, BoxedRow right);
    }

    /**
     * Makes a partition of all rows of a buffer.
     *
     * @param width how many columns the rows have without the values behind them
     */
    WindowPartition(RowBuffer rows, int width, Peers peers) {
        this.rows = rows;
        this.size = (int) rows.size();
        this.width = width;
        this.peers = peers;
    }

    int size() {
        return size;
    }

    /** Returns a row, with what it is sorted by behind its columns. */
    BoxedRow row(int place) {
        return rows.get(place);
    }

    /** Returns where a row has the values that it is sorted by: the partition's, then the order's. */
    int width() {
        return width;
    }

    private void moveTo(int place) {
        while (to <= place) {
            from = to;
            to = groupEnd(from);
            group++;
        }
    }

    /** Returns the row behind the last one of the group that begins with a row. */
    private int groupEnd(int start) {
        int end = start + 1;
        while (end < size && peers.test(rows.get(end - 1), rows.get(end))) {
            end++;
        }
        return end;
    }

    /** Returns the number of a row's group of peers, from 0. */
    int group(int place) {
        moveTo(place);
        return group;
    }

    /** Returns the first of a row's peers. */
    int peersFrom(int place) {
        moveTo(place);
        return from;
    }

    /** Returns the row behind the last of a row's peers. */
    int peersTo(int place) {
        moveTo(place);
        return to;
    }

    /** Returns a way to find groups by their numbers, each higher than the one before or the same. */
    GroupCursor groups() {
        return new GroupCursor();
    }

    /** Finds groups. */
    final class GroupCursor {
        private int at;
        private int number;

        private GroupCursor() {}

        /** Returns the first row of a group; that behind the last row if there is no such group. */
        int start(int wanted) {
            while (number < wanted && at < size) {
                at = groupEnd(at);
                number++;
            }
            return at;
        }
    }
}
