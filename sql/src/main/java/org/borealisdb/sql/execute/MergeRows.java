package org.borealisdb.sql.execute;

import java.util.BitSet;
import java.util.List;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.JoinKind;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Joins two inputs that are in the order of their keys, by going through both. Of the right rows those are kept that have one key, as long as left rows have it: in memory, or what there is no memory for
 * on disk. Belongs to one task.
 */
final class MergeRows implements RowIterator {
    private final Execution execution;
    private final PlanRunner runner;
    private final Plan.Join plan;
    private final JoinKind kind;
    private final int[] leftKeys;
    private final int[] rightKeys;
    private final List<SqlType> keyTypes;
    private final List<SqlType> rightTypes;
    private final @Nullable Evaluator condition;
    private final RowPair pair;
    private final BoxedRow noRight;
    private final BoxedRow noLeft;
    private final OperatorMemory memory;

    /** The right rows of one key; none if there is no such key. */
    private final RowBuffer group;
    /** Which of them have found a partner, if that is asked for. */
    private final BitSet partnered = new BitSet();

    private long partneredBytes;
    private @Nullable RowIterator left;
    private @Nullable RowIterator right;
    private boolean hasLeft;
    private boolean hasRight;

    /** Of the group's rows, the next to be looked at for the left row; all have been if it is the group's size. */
    private long at;

    private boolean matched;
    /** Whether the left row was given as one without a partner, and is to be gone on from. */
    private boolean given;
    /** Whether the group's rows without a partner are being given. */
    private boolean givesGroup;

    MergeRows(Execution execution, PlanRunner runner, Plan.Join plan) {
        this.execution = execution;
        this.runner = runner;
        this.plan = plan;
        this.kind = plan.kind();
        this.leftKeys = places(plan.leftKeys());
        this.rightKeys = places(plan.rightKeys());
        this.keyTypes = plan.leftKeys().stream().map(Expression::type).toList();
        this.rightTypes = plan.right().types();
        List<SqlType> leftTypes = plan.left().types();
        this.condition = plan.condition().map(execution::compile).orElse(null);
        this.pair = new RowPair(leftTypes.size());
        this.noRight = BoxedRow.of(new Object[rightTypes.size()]);
        this.noLeft = BoxedRow.of(new Object[leftTypes.size()]);
        this.group = new RowBuffer(execution.memory());
        this.memory = execution.memory().forRows();
    }

    private static int[] places(List<Expression> keys) {
        return keys.stream()
                .mapToInt(key -> ((Expression.ColumnReference) key).column())
                .toArray();
    }

    @Override
    public boolean next() {
        if (left == null) {
            left = runner.open(plan.left());
            right = runner.open(plan.right());
            hasRight = right.next();
            nextLeft();
        }
        if (given) {
            nextLeft();
        }
        while (true) {
            if (givesGroup) {
                if (giveAlone()) {
                    return true;
                }
                givesGroup = false;
                forget();
            } else if (!hasLeft) {
                if (group.size() > 0) {
                    givesGroup = true;
                } else if (hasRight && kind.keepsRight()) {
                    return giveRight();
                } else {
                    return false;
                }
            } else if (at < group.size() && isOfGroup()) {
                if (tryPairs()) {
                    return true;
                }
            } else if (seek()) {
                return true;
            }
        }
    }

    private void nextLeft() {
        execution.step();
        hasLeft = open(left).next();
        matched = false;
        given = false;
        at = 0;
    }

    private static RowIterator open(@Nullable RowIterator input) {
        if (input == null) {
            throw new IllegalStateException("the inputs are not open");
        }
        return input;
    }

    private RowSource leftRow() {
        return open(left).row();
    }

    private RowSource rightRow() {
        return open(right).row();
    }

    /** Whether the left row has the group's key. */
    private boolean isOfGroup() {
        return at > 0 || (!hasNull(leftRow(), leftKeys) && compare(leftRow(), group.get(0)) == 0);
    }

    /** Looks for the next pair of the left row; true if it is given. */
    private boolean tryPairs() {
        while (at < group.size()) {
            execution.step();
            long number = at++;
            pair.setLeft(leftRow());
            pair.setRight(group.get(number));
            if (condition != null && !condition.isTrue(execution.frame(pair))) {
                continue;
            }
            matched = true;
            if (kind.keepsRight()) {
                mark(number);
            }
            if (kind.isLeftOnly()) {
                at = group.size();
            }
            if (!kind.isNegative()) {
                return true;
            }
        }
        return false;
    }

    private void mark(long number) {
        partnered.set(Math.toIntExact(number));
        long bytes = partnered.size() / Byte.SIZE;
        if (bytes > partneredBytes) {
            memory.take(bytes - partneredBytes);
            partneredBytes = bytes;
        }
    }

    /** Goes on from a left row that has all its pairs, or whose key is not the group's; true if a row is given. */
    private boolean seek() {
        if (at > 0 || hasNull(leftRow(), leftKeys)) {
            return finishLeft();
        }
        if (group.size() > 0) {
            // The left rows are beyond the group, or before any other.
            givesGroup = true;
            return false;
        }
        while (hasRight) {
            boolean isNull = hasNull(rightRow(), rightKeys);
            int order = isNull ? 1 : compare(leftRow(), rightRow());
            if (order < 0) {
                return finishLeft();
            }
            if (order == 0) {
                gather();
                return false;
            }
            if (kind.keepsRight()) {
                return giveRight();
            }
            execution.step();
            hasRight = open(right).next();
        }
        return finishLeft();
    }

    /** Gives a left row that has no partner, if it is to be given; else goes on to the next one. */
    private boolean finishLeft() {
        if (!matched && kind.keepsLeft()) {
            given = true;
            pair.setLeft(leftRow());
            pair.setRight(noRight);
            return true;
        }
        nextLeft();
        return false;
    }

    /** Gives the right row, which has no partner, and goes on behind it. */
    private boolean giveRight() {
        pair.setLeft(noLeft);
        pair.setRight(PlanRunner.copy(rightRow(), rightTypes));
        execution.step();
        hasRight = open(right).next();
        return true;
    }

    /** Keeps all right rows that have the key of the left row. */
    private void gather() {
        do {
            execution.step();
            group.add(PlanRunner.copy(rightRow(), rightTypes));
            hasRight = open(right).next();
        } while (hasRight && !hasNull(rightRow(), rightKeys) && compare(leftRow(), rightRow()) == 0);
    }

    /** Gives the group's next row that has no partner, if such rows are to be given. */
    private boolean giveAlone() {
        if (!kind.keepsRight()) {
            return false;
        }
        while (at < group.size()) {
            long number = at++;
            if (!partnered.get(Math.toIntExact(number))) {
                execution.step();
                pair.setLeft(noLeft);
                pair.setRight(group.get(number));
                return true;
            }
        }
        return false;
    }

    private void forget() {
        group.clear();
        partnered.clear();
        at = 0;
    }

    private static boolean hasNull(RowSource row, int[] keys) {
        for (int key : keys) {
            if (row.isNull(key)) {
                return true;
            }
        }
        return false;
    }

    private int compare(RowSource one, RowSource other) {
        for (int i = 0; i < leftKeys.length; i++) {
            int order = RowOrder.compareValues(keyTypes.get(i), one, leftKeys[i], other, rightKeys[i]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public RowSource row() {
        return pair;
    }

    @Override
    public void close() {
        if (left != null) {
            left.close();
        }
        if (right != null) {
            right.close();
        }
        hasLeft = false;
        hasRight = false;
        given = false;
        givesGroup = false;
        forget();
        group.close();
        memory.close();
    }
}
