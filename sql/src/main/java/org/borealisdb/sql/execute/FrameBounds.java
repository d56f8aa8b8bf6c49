package org.borealisdb.sql.execute;

import java.util.Objects;
import java.util.function.IntConsumer;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.RangeOffsets;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.ast.WindowDefinition.BoundKind;
import org.borealisdb.sql.ast.WindowDefinition.Exclusion;
import org.borealisdb.sql.ast.WindowDefinition.Mode;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.plan.WindowFrame;
import org.borealisdb.sql.plan.WindowShape;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first and the last row of each row's frame, row after row of a partition. Neither ever moves back, so that a partition is
 * walked through once, whatever the frame. Belongs to one task.
 */
final class FrameBounds {
    private final Execution execution;
    private final WindowShape shape;
    private final WindowFrame frame;
    private final @Nullable Object startOffset;
    private final @Nullable Object endOffset;
    private @Nullable WindowPartition partition;
    private WindowPartition.@Nullable GroupCursor startGroups;
    private WindowPartition.@Nullable GroupCursor endGroups;
    private int start;
    private int end;
    /** What is left out: two stretches of rows, the first before the second, either of them perhaps empty. */
    private int firstFrom;

    private int firstTo;
    private int secondFrom;
    private int secondTo;

    /** Computes the offsets, once for all rows. */
    FrameBounds(Execution execution, WindowShape shape) {
        this.execution = execution;
        this.shape = shape;
        this.frame = shape.frame();
        this.startOffset = offset(frame.start(), "starting");
        this.endOffset = offset(frame.end(), "ending");
    }

    private @Nullable Object offset(WindowFrame.Bound bound, String which) {
        if (bound.offset().isEmpty()) {
            return null;
        }
        Object value = execution.value(bound.offset().get());
        if (value == null) {
            throw new SqlException(ErrorCode.NULL_VALUE_NOT_ALLOWED, "frame " + which + " offset must not be null");
        }
        if (frame.mode() != Mode.RANGE && Values.unboxLong(value) < 0) {
            throw new SqlException(
                    ErrorCode.INVALID_PRECEDING_OR_FOLLOWING_SIZE, "frame " + which + " offset must not be negative");
        }
        return value;
    }

    void begin(WindowPartition newPartition) {
        partition = newPartition;
        startGroups = newPartition.groups();
        endGroups = newPartition.groups();
        start = 0;
        end = 0;
    }

    /** Goes to the frame of a row, which comes after those before. */
    void moveTo(int place) {
        WindowPartition rows = Objects.requireNonNull(partition);
        start = switch (frame.start().kind()) {
            case UNBOUNDED_PRECEDING -> 0;
            case CURRENT_ROW -> frame.mode() == Mode.ROWS ? place : rows.peersFrom(place);
            default ->
                switch (frame.mode()) {
                    case ROWS -> moved(place, startOffset, frame.start(), rows.size());
                    case GROUPS ->
                        Objects.requireNonNull(startGroups)
                                .start(moved(rows.group(place), startOffset, frame.start(), Integer.MAX_VALUE));
                    case RANGE -> rangeStart(rows, place);
                };
        };
        end = switch (frame.end().kind()) {
            case UNBOUNDED_FOLLOWING -> rows.size();
            case CURRENT_ROW -> frame.mode() == Mode.ROWS ? place + 1 : rows.peersTo(place);
            default ->
                switch (frame.mode()) {
                    case ROWS -> moved(place + 1, endOffset, frame.end(), rows.size());
                    case GROUPS ->
                        Objects.requireNonNull(endGroups)
                                .start(moved(rows.group(place) + 1, endOffset, frame.end(), Integer.MAX_VALUE));
                    case RANGE -> rangeEnd(rows, place);
                };
        };
        exclude(rows, place);
    }

    private void exclude(WindowPartition rows, int place) {
        switch (frame.exclusion()) {
            case NO_OTHERS -> exclude(end, end, end, end);
            case CURRENT_ROW -> exclude(place, place + 1, end, end);
            case GROUP -> exclude(rows.peersFrom(place), rows.peersTo(place), end, end);
            case TIES -> exclude(rows.peersFrom(place), place, place + 1, rows.peersTo(place));
        }
    }

    private void exclude(int from1, int to1, int from2, int to2) {
        firstFrom = within(from1);
        firstTo = within(to1);
        secondFrom = within(from2);
        secondTo = within(to2);
    }

    private int within(int place) {
        return Math.max(start, Math.min(place, end));
    }

    /** Returns the first row of the frame. */
    int start() {
        return start;
    }

    /** Returns the row behind the last one of the frame; not above the first one if it has none. */
    int end() {
        return end;
    }

    /** Whether the first row of the frame may be another one than that of the partition. */
    boolean startMoves() {
        return frame.start().kind() != BoundKind.UNBOUNDED_PRECEDING;
    }

    /** Whether some row's frame may leave a row out. */
    boolean mayExclude() {
        return frame.exclusion() != Exclusion.NO_OTHERS;
    }

    /** Returns the row of the frame that so many others come before, without those left out; -1 if there is none. */
    int fromStart(long count) {
        long place = start + count;
        place += place >= firstFrom ? firstTo - firstFrom : 0;
        place += place >= secondFrom ? secondTo - secondFrom : 0;
        return place < end ? (int) place : -1;
    }

    /** Returns the last row of the frame that is not left out; -1 if there is none. */
    int last() {
        int place = end - 1;
        place = place >= secondFrom && place < secondTo ? secondFrom - 1 : place;
        place = place >= firstFrom && place < firstTo ? firstFrom - 1 : place;
        return place >= start ? place : -1;
    }

    /** Calls a step for each row of the frame that is not left out, in order. */
    void forEach(IntConsumer step) {
        for (int place = start; place < end; place++) {
            boolean excluded = (place >= firstFrom && place < firstTo) || (place >= secondFrom && place < secondTo);
            if (!excluded) {
                step.accept(place);
            }
        }
    }

    private static int moved(int place, @Nullable Object offset, WindowFrame.Bound bound, int size) {
        long by = Math.min(Values.unboxLong(Objects.requireNonNull(offset)), Integer.MAX_VALUE);
        long to = bound.kind() == BoundKind.PRECEDING ? place - by : place + by;
        return Math.clamp(to, 0, size);
    }

    private int rangeStart(WindowPartition rows, int place) {
        int at = start;
        while (at < rows.size() && !isAtOrBehindStart(rows.row(at), rows.row(place))) {
            execution.step();
            at++;
        }
        return at;
    }

    private int rangeEnd(WindowPartition rows, int place) {
        int at = end;
        while (at < rows.size() && isBeforeEnd(rows.row(at), rows.row(place))) {
            execution.step();
            at++;
        }
        return at;
    }

    /** Where a row has the value that it is sorted by last. */
    private int sortedAt() {
        return Objects.requireNonNull(partition).width()
                + shape.keys().getLast().column();
    }

    private boolean isAtOrBehindStart(BoxedRow row, BoxedRow current) {
        SortKey key = shape.keys().getLast();
        boolean isNull = row.isNull(sortedAt());
        boolean currentIsNull = current.isNull(sortedAt());
        if (isNull || currentIsNull) {
            return key.nullsFirst() ? !isNull || currentIsNull : isNull || !currentIsNull;
        }
        boolean subtract = frame.start().kind() == BoundKind.PRECEDING;
        return test(
                row, current, startOffset, new RangeOffsets.Question(subtract != key.descending(), key.descending()));
    }

    private boolean isBeforeEnd(BoxedRow row, BoxedRow current) {
        SortKey key = shape.keys().getLast();
        boolean isNull = row.isNull(sortedAt());
        boolean currentIsNull = current.isNull(sortedAt());
        if (isNull || currentIsNull) {
            return key.nullsFirst() ? isNull || !currentIsNull : !isNull || currentIsNull;
        }
        boolean subtract = frame.end().kind() == BoundKind.PRECEDING;
        return test(
                row, current, endOffset, new RangeOffsets.Question(subtract != key.descending(), !key.descending()));
    }

    private boolean test(BoxedRow row, BoxedRow current, @Nullable Object offset, RangeOffsets.Question question) {
        int column = sortedAt();
        SqlType type = shape.order().getLast().type();
        return RangeOffsets.test(
                type,
                Objects.requireNonNull(Values.read(row, column, type)),
                Objects.requireNonNull(Values.read(current, column, type)),
                Objects.requireNonNull(offset),
                question,
                execution.world().format().zone());
    }
}
