package org.borealisdb.sql.execute;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.ExplainValue;
import org.borealisdb.sql.plan.JoinKind;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.spill.HashedKey;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowBuffer;
import org.borealisdb.sql.spill.RowSize;
import org.borealisdb.sql.spill.ScratchRows;
import org.jspecify.annotations.Nullable;

/**
 * Joins two inputs: the right one is kept, by the hash of its keys if there are any. What there is no memory for is on disk, with the left rows that may be joined to it, and is joined
 * afterwards, a part at a time. A part whose rows all have the same key cannot be parted again: as many of its right rows as there is memory for are joined with all its left rows, then the
 * next ones. Belongs to one task.
 */
final class JoinRows implements RowIterator {
    private final Execution execution;
    private final PlanRunner runner;
    private final Plan.Join plan;
    private final JoinKind kind;
    private final BoxedRow nothing;
    private final BoxedRow nothingLeft;
    private final List<SqlType> leftTypes;
    private final List<SqlType> rightTypes;
    private final Side leftSide;
    private final Side rightSide;
    private final @Nullable Evaluator condition;
    private final RowPair pair;
    private final OperatorMemory memory;
    private final @Nullable PlanMeasure measure;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable Pass pass;
    private JoinBucket candidates = JoinBucket.EMPTY;
    /** Right rows without a partner that are to be given next. */
    private Iterator<BoxedRow> alone = Collections.emptyIterator();

    private int at;
    private boolean matched = true;
    private long batches = 1;
    private boolean ended;

    /** Parts of both sides on disk, which were parted so often. */
    private record Waiting(JoinTable.Part part, int depth) {}

    /** Computes the keys of a side's rows. */
    private static final class Side {
        private final Execution execution;
        private final ComputedRow values;
        private final RowKeys keys;
        private final int count;

        Side(Execution execution, List<Expression> expressions) {
            this.execution = execution;
            this.values = new ComputedRow(execution, expressions);
            this.keys = new RowKeys(expressions.stream().map(Expression::type).toList());
            this.count = expressions.size();
        }

        /** Returns the key of a row; {@code null} if a value of it is NULL, which equals nothing. */
        @Nullable
        HashedKey of(RowSource row) {
            values.compute(execution.frame(row));
            for (int i = 0; i < count; i++) {
                if (values.isNull(i)) {
                    return null;
                }
            }
            return keys.of(values);
        }
    }

    /** A walk over left rows. */
    private interface Pass extends AutoCloseable {
        /** Goes to the next left row, and sets the candidates for it; false if there is none. */
        boolean advance();

        /** Tells that a row was found for the current left row. */
        default void found() {}

        /** Whether a left row without a partner in this pass has none at all. */
        default boolean isComplete() {
            return true;
        }

        @Override
        void close();
    }

    JoinRows(Execution execution, PlanRunner runner, Plan.Join plan) {
        this.execution = execution;
        this.runner = runner;
        this.plan = plan;
        this.kind = plan.kind();
        this.leftTypes = plan.left().types();
        this.rightTypes = plan.right().types();
        this.pair = new RowPair(leftTypes.size());
        this.condition = plan.condition().map(execution::compile).orElse(null);
        this.nothing = BoxedRow.of(new Object[rightTypes.size()]);
        this.nothingLeft = BoxedRow.of(new Object[leftTypes.size()]);
        this.leftSide = new Side(execution, plan.leftKeys());
        this.rightSide = new Side(execution, plan.rightKeys());
        this.memory = execution.memory().forHash();
        this.measure = execution.measureOf(plan);
    }

    @Override
    public boolean next() {
        Pass current = pass;
        if (current == null) {
            current = new FirstPass();
            pass = current;
        }
        while (!ended) {
            while (at < candidates.size()) {
                execution.step();
                pair.setRight(candidates.get(at++));
                if (condition == null || condition.isTrue(execution.frame(pair))) {
                    matched = true;
                    current.found();
                    if (kind.keepsRight()) {
                        candidates.pair(at - 1);
                    }
                    if (kind.isLeftOnly()) {
                        at = candidates.size();
                    }
                    if (!kind.isNegative()) {
                        return true;
                    }
                }
            }
            if (!matched && kind.keepsLeft() && current.isComplete()) {
                matched = true;
                pair.setRight(nothing);
                return true;
            }
            if (alone.hasNext()) {
                execution.step();
                pair.setLeft(nothingLeft);
                pair.setRight(alone.next());
                return true;
            }
            at = 0;
            matched = false;
            candidates = JoinBucket.EMPTY;
            if (!current.advance()) {
                matched = true;
                current.close();
                Waiting next = waiting.poll();
                if (next == null) {
                    break;
                }
                current = next.part().isOneKey() ? new PiecewisePass(next.part()) : new LaterPass(next);
                pass = current;
            }
        }
        ended = true;
        return false;
    }

    private void showMeasure() {
        if (measure != null && !plan.leftKeys().isEmpty()) {
            Map<String, ExplainValue> shown = new LinkedHashMap<>();
            shown.put("Hash Batches", PlanMeasure.number(batches));
            shown.put("Peak Memory Usage", PlanMeasure.kilobytes(memory.peak()));
            measure.detail(shown);
        }
    }

    /** Leaves the parts on disk for later. */
    private void leave(JoinTable table, int depth) {
        for (JoinTable.Part part : table.spilled()) {
            waiting.addFirst(new Waiting(part, depth + 1));
            batches++;
        }
        showMeasure();
    }

    /** Sets the candidates for a left row, or sets the row apart if they are on disk; returns whether the row is to be gone on with. */
    private boolean look(JoinTable table, RowSource row) {
        HashedKey key = leftSide.of(row);
        if (key == null) {
            return kind == JoinKind.NOT_IN ? !table.hasRows() : kind.keepsLeft();
        }
        JoinTable.Part part = table.onDisk(key);
        if (part != null) {
            ScratchRows apart = part.left();
            if (apart != null) {
                apart.add(row instanceof BoxedRow boxed ? boxed : PlanRunner.copy(row, leftTypes));
            }
            return false;
        }
        candidates = table.rows(key);
        return true;
    }

    /** Gives right rows without a partner next, and no left row. */
    private boolean giveAlone(Iterator<BoxedRow> rows) {
        matched = true;
        alone = rows;
        return true;
    }

    /** The left input, with the right one. */
    private final class FirstPass implements Pass {
        private final JoinTable table = new JoinTable(execution.memory(), memory, 0);
        private final RowIterator left;
        private final RowBuffer keyless = new RowBuffer(execution.memory());
        private boolean none;
        private boolean leftEnded;

        FirstPass() {
            try (RowIterator right = runner.open(plan.right())) {
                while (right.next()) {
                    execution.step();
                    HashedKey key = rightSide.of(right.row());
                    if (key != null) {
                        table.add(key, PlanRunner.copy(right.row(), rightTypes));
                    } else if (kind == JoinKind.NOT_IN) {
                        none = true;
                        break;
                    } else if (kind.keepsRight()) {
                        keyless.add(PlanRunner.copy(right.row(), rightTypes));
                    }
                }
            }
            table.finish();
            showMeasure();
            left = runner.open(plan.left());
        }

        @Override
        public boolean advance() {
            while (!none && !leftEnded && left.next()) {
                execution.step();
                if (look(table, left.row())) {
                    pair.setLeft(left.row());
                    return true;
                }
            }
            if (kind.keepsRight() && !leftEnded) {
                leftEnded = true;
                return giveAlone(new KeylessThen(keyless, table.alone()));
            }
            leave(table, 0);
            return false;
        }

        @Override
        public void close() {
            left.close();
            keyless.close();
            table.close();
        }
    }

    /** A part of both sides that was on disk. */
    private final class LaterPass implements Pass {
        private final int depth;
        private final JoinTable.Part part;
        private final JoinTable table;
        private final ScratchRows.Reader left;
        private boolean leftEnded;

        LaterPass(Waiting from) {
            this.depth = from.depth();
            this.part = from.part();
            this.table = new JoinTable(execution.memory(), memory, depth);
            ScratchRows.Reader right = rows(part.right()).consume();
            while (right.hasNext()) {
                execution.step();
                BoxedRow row = right.next();
                HashedKey key = rightSide.of(row);
                if (key != null) {
                    table.add(key, row);
                }
            }
            table.finish();
            this.left = rows(part.left()).consume();
        }

        @Override
        public boolean advance() {
            while (left.hasNext()) {
                execution.step();
                BoxedRow row = left.next();
                if (look(table, row)) {
                    pair.setLeft(row);
                    return true;
                }
            }
            if (kind.keepsRight() && !leftEnded) {
                leftEnded = true;
                return giveAlone(table.alone());
            }
            leave(table, depth);
            return false;
        }

        @Override
        public void close() {
            JoinTable.close(part);
            table.close();
        }
    }

    private static ScratchRows rows(@Nullable ScratchRows side) {
        if (side == null) {
            throw new IllegalStateException("the part is in memory");
        }
        return side;
    }

    /** A part whose rows have one hash: its left rows are gone through once for as many right rows as there is memory for, and at last, if need be, for those without a partner. */
    private final class PiecewisePass implements Pass {
        private final JoinTable.Part part;
        private final ScratchRows.Reader right;
        private Map<HashedKey, JoinBucket> piece = new HashMap<>();
        private ScratchRows.Reader left;
        private long pieceBytes;
        private long[] partnered = new long[1];
        private long number;
        private boolean last;
        private boolean pieceEnded;

        PiecewisePass(JoinTable.Part part) {
            this.part = part;
            this.right = rows(part.right()).read();
            this.left = rows(part.left()).read();
            nextPiece();
        }

        private void nextPiece() {
            piece = new HashMap<>();
            memory.give(pieceBytes);
            pieceBytes = 0;
            boolean full = false;
            while (right.hasNext() && !full) {
                execution.step();
                BoxedRow row = right.next();
                HashedKey key = rightSide.of(row);
                if (key == null) {
                    continue;
                }
                long bytes = RowSize.of(row);
                full = !memory.tryTake(bytes);
                if (full) {
                    // It is in hand already; the next one has to wait.
                    memory.take(bytes);
                }
                pieceBytes += bytes;
                piece.computeIfAbsent(key, any -> new JoinBucket()).add(row);
            }
            last = piece.isEmpty();
            pieceEnded = last;
            left = rows(part.left()).read();
            number = -1;
        }

        @Override
        public boolean advance() {
            while (true) {
                while (left.hasNext()) {
                    execution.step();
                    BoxedRow row = left.next();
                    number++;
                    if (last) {
                        if (!isPartnered()) {
                            pair.setLeft(row);
                            return true;
                        }
                        continue;
                    }
                    HashedKey key = leftSide.of(row);
                    JoinBucket bucket = key == null ? null : piece.get(key);
                    if (bucket != null && !(kind.isLeftOnly() && isPartnered())) {
                        candidates = bucket;
                        pair.setLeft(row);
                        return true;
                    }
                }
                if (kind.keepsRight() && !pieceEnded) {
                    pieceEnded = true;
                    List<BoxedRow> rest = new ArrayList<>();
                    piece.values().forEach(bucket -> bucket.forEachAlone(rest::add));
                    return giveAlone(rest.iterator());
                }
                if (last || (!right.hasNext() && !kind.keepsLeft())) {
                    return false;
                }
                nextPiece();
            }
        }

        private boolean isPartnered() {
            int word = (int) (number >> 6);
            return word < partnered.length && (partnered[word] & 1L << number) != 0;
        }

        @Override
        public void found() {
            int word = (int) (number >> 6);
            if (word >= partnered.length) {
                int length = Math.max(word + 1, partnered.length * 2);
                long more = (long) (length - partnered.length) * Long.BYTES;
                memory.take(more);
                partnered = Arrays.copyOf(partnered, length);
            }
            partnered[word] |= 1L << number;
        }

        @Override
        public boolean isComplete() {
            return last;
        }

        @Override
        public void close() {
            JoinTable.close(part);
            memory.give(pieceBytes + (partnered.length - 1L) * Long.BYTES);
            pieceBytes = 0;
            partnered = new long[1];
        }
    }

    @Override
    public RowSource row() {
        return pair;
    }

    @Override
    public void close() {
        if (pass != null) {
            pass.close();
        }
        waiting.forEach(each -> JoinTable.close(each.part()));
        waiting.clear();
        ended = true;
        candidates = JoinBucket.EMPTY;
        alone = Collections.emptyIterator();
        at = 0;
        memory.close();
    }
}
