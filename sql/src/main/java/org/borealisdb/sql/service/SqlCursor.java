package org.borealisdb.sql.service;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.execute.CursorPosition;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.execute.PlanRunner;
import org.borealisdb.sql.execute.RowIterator;
import org.borealisdb.sql.postgres.SessionFacts;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;
import org.borealisdb.sql.session.SqlPortal;
import org.borealisdb.sql.spill.RowBuffer;
import org.borealisdb.sql.spill.StatementMemory;
import org.jspecify.annotations.Nullable;

/**
 * A cursor that DECLARE made. One that scrolls keeps the rows that it has read; one that was not said to, but may, begins to when it is first
 * asked to go back, and reads from the start again for that. Belongs to the session's task.
 *
 * <p>The position counts rows from 1; 0 is before the first one, and one more than there are is behind the last one.
 */
final class SqlCursor implements SqlPortal {
    private final String name;
    private final boolean mayScroll;
    private boolean scroll;
    private final StatementPlan plan;
    private final ResultShape shape;
    private final Execution execution;
    private final int savepointsBefore;
    private final SessionScope scope;
    private final StatementGuard guard;
    private final CursorPosition place;
    private RowIterator rows;
    private final boolean hold;
    private final SessionFacts.Cursor listed;
    private RowBuffer kept;
    private @Nullable StatementMemory heldIn;
    /** The number of rows before those that are kept. */
    private long first;

    private @Nullable RowSource current;
    /** New primary keys of what the current row is made of, by table. */
    private final Map<Long, byte[]> movedTo = new HashMap<>();

    private long position;
    private long read;
    private boolean finished;
    private boolean failed;

    /** Whether it can go back. */
    enum Scroll {
        ALWAYS,
        IF_ASKED,
        NEVER
    }

    SqlCursor(
            String name,
            Scroll scroll,
            boolean hold,
            SessionFacts.Cursor listed,
            StatementPlan plan,
            Execution execution,
            int savepointsBefore,
            SessionScope scope,
            StatementGuard guard) {
        this.savepointsBefore = savepointsBefore;
        this.name = name;
        this.scroll = scroll == Scroll.ALWAYS;
        this.mayScroll = scroll != Scroll.NEVER;
        this.plan = plan;
        this.hold = hold;
        this.listed = listed;
        this.shape = plan.shape().orElseThrow();
        this.execution = execution;
        this.scope = scope;
        this.guard = guard;
        scope.setRunning(execution);
        this.kept = execution.newBuffer();
        this.place = new CursorPosition(name, plan.plan().orElseThrow());
        execution.track(place);
        this.rows = new PlanRunner(execution).open(plan.plan().orElseThrow());
    }

    /** Begins to keep all rows, those that were read included. */
    private void keepFromStart() {
        rows.close();
        rows = new PlanRunner(execution).open(plan.plan().orElseThrow());
        for (long i = 0; i < read && rows.next(); i++) {
            kept.add(copy(rows.row()));
            guard.check();
        }
        scroll = true;
        current = position > 0 && position <= kept.size() ? kept.get(position - 1) : null;
    }

    /**
     * Returns the primary key of the row of a table that the cursor is at; null if its row has none of it.
     *
     * @throws SqlException 24000 if it is at no row, or its rows are not the table's
     */
    byte @Nullable [] keyIn(TableDefinition table) {
        if (isHeld()) {
            throw new SqlException(
                    ErrorCode.INVALID_CURSOR_STATE, "cursor \"" + name + "\" is held from a previous transaction");
        }
        place.check(table);
        RowSource row = current;
        if (row == null) {
            throw new SqlException(
                    ErrorCode.INVALID_CURSOR_STATE, "cursor \"" + name + "\" is not positioned on a row");
        }
        byte @Nullable [] now = movedTo.get(table.object().id());
        if (now != null) {
            return now;
        }
        return scroll ? (byte[]) row.objectAt(shape.columns().size()) : place.keyIn(table);
    }

    /** The row of a table that the cursor is at has got another primary key. */
    void moved(TableDefinition table, byte[] key) {
        movedTo.put(table.object().id(), key);
    }

    /** What has moved is back, for a savepoint was gone back to. */
    void forgetMoves() {
        movedTo.clear();
    }

    @Override
    public Optional<ResultShape> shape() {
        return Optional.of(shape);
    }

    @Override
    public ColumnFormats formats() {
        return ColumnFormats.TEXT;
    }

    @Override
    public void execute(ResultSink sink, int rowLimit) {
        guard.startStatement();
        RowSink target = sink.rows(shape, ColumnFormats.TEXT);
        long count = 0;
        while (forward()) {
            put(target);
            if (++count == rowLimit) {
                sink.suspended();
                return;
            }
        }
        sink.complete(CommandTag.SELECT, count);
    }

    /** Returns what the session's list of cursors shows. */
    SessionFacts.Cursor listed() {
        return listed;
    }

    /** Returns how many savepoints the session had made before it. */
    int savepointsBefore() {
        return savepointsBefore;
    }

    /** Returns whether it is to outlive its transaction. */
    boolean isHoldable() {
        return hold;
    }

    /** Returns whether it has outlived its transaction. */
    boolean isHeld() {
        return heldIn != null;
    }

    void end() {
        StatementMemory memory = heldIn;
        if (memory == null) {
            execution.close();
        } else {
            memory.close();
        }
    }

    /**
     * Reads all rows that may still be fetched, for the transaction is about to commit.
     *
     * @param memory for the rows; closed with the cursor
     */
    void hold(StatementMemory memory) {
        scope.setRunning(execution);
        RowBuffer rest = new RowBuffer(memory);
        boolean done = false;
        try {
            if (mayScroll && !scroll) {
                keepFromStart();
            }
            if (scroll) {
                for (int i = 0; i < kept.size(); i++) {
                    rest.add(kept.get(i));
                }
            } else {
                first = read;
                RowSource now = current;
                current = now == null ? null : copy(now);
            }
            while (!finished && rows.next()) {
                rest.add(copy(rows.row()));
                read++;
                guard.check();
            }
            done = true;
        } finally {
            if (!done) {
                memory.close();
            }
        }
        finished = true;
        execution.close();
        kept = rest;
        heldIn = memory;
    }

    /** Runs FETCH or MOVE, and returns how many rows it passed. */
    long fetch(SessionStatement.Fetch fetch, @Nullable RowSink target) {
        if (failed) {
            throw new SqlException(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"" + name + "\" cannot be run");
        }
        if (!isHeld()) {
            scope.setRunning(execution);
        }
        // Unless it comes to its end, a savepoint from after its beginning leaves it as it is, in the middle of a row.
        failed = true;
        long passed = move(fetch, target);
        failed = false;
        return passed;
    }

    private long move(SessionStatement.Fetch fetch, @Nullable RowSink target) {
        long before = position;
        long passed = moveAsAsked(fetch, target);
        if (position != before) {
            movedTo.clear();
        }
        return passed;
    }

    private long moveAsAsked(SessionStatement.Fetch fetch, @Nullable RowSink target) {
        return switch (fetch.direction()) {
            case FORWARD -> many(fetch.count(), target);
            case BACKWARD -> many(fetch.count() == Long.MAX_VALUE ? -Long.MAX_VALUE : -fetch.count(), target);
            case ABSOLUTE -> {
                long count = fetch.count();
                if (count == position) {
                    refuseAgain();
                }
                yield moveTo(count >= 0 ? count : fromEnd(count)) ? one(target) : 0;
            }
            case RELATIVE -> {
                if (fetch.count() == 0 && target != null) {
                    refuseAgain();
                }
                yield moveTo(position + fetch.count()) ? one(target) : 0;
            }
        };
    }

    private long fromEnd(long count) {
        while (forward()) {
            // To the end: only there it is known how many rows there are.
        }
        return Math.max(0, read + 1 + count);
    }

    private long one(@Nullable RowSink target) {
        if (target != null) {
            put(target);
        }
        return 1;
    }

    private long many(long count, @Nullable RowSink target) {
        if (count == 0) {
            if (target != null) {
                refuseAgain();
            }
            return moveTo(position) ? one(target) : 0;
        }
        long passed = 0;
        while (passed < Math.abs(count) && (count > 0 ? forward() : moveTo(position - 1))) {
            passed++;
            if (target != null) {
                put(target);
            }
        }
        return passed;
    }

    /** The row that the cursor is at counts as one before it. */
    private void refuseAgain() {
        if (!mayScroll && current != null) {
            throw onlyForward();
        }
    }

    private static SqlException onlyForward() {
        return new SqlException(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward")
                .withHint("Declare it with SCROLL option to enable backward scan.");
    }

    /** Moves to a place and returns whether there is a row. */
    private boolean moveTo(long place) {
        if (place < position || (place == position && !scroll && place > 0)) {
            if (!scroll && place != position && mayScroll) {
                keepFromStart();
            }
            if (!scroll && place != position) {
                throw onlyForward();
            }
            position = Math.max(0, place);
            current = position == 0 || position > kept.size() ? (scroll ? null : current) : kept.get(position - 1);
            return position > 0 && current != null;
        }
        while (position < place) {
            if (!forward()) {
                return false;
            }
        }
        return position > 0 && current != null;
    }

    private boolean forward() {
        if (position < read) {
            position++;
            current = kept.get(position - 1 - first);
            return true;
        }
        if (!finished && rows.next()) {
            position = ++read;
            if (scroll) {
                BoxedRow row = copy(rows.row());
                kept.add(row);
                current = row;
            } else {
                current = rows.row();
            }
            return true;
        }
        finished = true;
        position = read + 1;
        current = null;
        return false;
    }

    /** A row that stays, with the key of the table's row that it is, if it is one, behind. */
    private BoxedRow copy(RowSource row) {
        int width = shape.columns().size();
        @Nullable Object[] values = new Object[place.scanned().isPresent() ? width + 1 : width];
        for (int i = 0; i < width; i++) {
            values[i] = Values.read(row, i, shape.columns().get(i).type());
        }
        place.scanned().ifPresent(table -> values[width] = place.keyIn(table));
        return BoxedRow.of(values);
    }

    private void put(RowSink target) {
        RowSource row = current;
        if (row == null) {
            throw new IllegalStateException("cursor " + name + " is at no row");
        }
        StatementPortal.put(target, shape.columns(), row);
    }
}
