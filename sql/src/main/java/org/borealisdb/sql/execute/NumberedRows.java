package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.plan.WindowCall;
import org.borealisdb.sql.plan.WindowFunction;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the rows of a window that come in its order: each comes as soon as it is read, and none but the one before is kept. Where no more rows are wanted of the only partition, no more are read. Belongs to one task.
 */
final class NumberedRows implements RowIterator {
    private final Execution execution;
    private final RowIterator input;
    private final List<SqlType> types;
    private final WindowFunction[] functions;
    private final ComputedRow computed;
    private final List<SqlType> keyTypes;
    private final List<SortKey> partition;
    private final List<SortKey> keys;
    private final Plan.Window plan;
    private WindowEnd end;
    private final RowPair pair;
    private @Nullable BoxedRow last;
    private long number;
    private long rank;
    private long dense;
    /** Whether no more rows of the partition are wanted. */
    private boolean passed;

    NumberedRows(Execution execution, Plan.Window plan, RowIterator input) {
        this.execution = execution;
        this.input = input;
        this.plan = plan;
        this.types = plan.input().types();
        this.functions = plan.calls().stream()
                .map(WindowCall::function)
                .map(function -> function.orElseThrow())
                .toArray(WindowFunction[]::new);
        List<Expression> sorted = plan.shape().sorted();
        this.computed = new ComputedRow(execution, sorted);
        this.keyTypes = sorted.stream().map(Expression::type).toList();
        this.keys = plan.shape().keys();
        this.partition = keys.subList(0, plan.shape().partition().size());
        this.end = new WindowEnd(execution, plan.until());
        this.pair = new RowPair(types.size());
    }

    @Override
    public boolean next() {
        while (!(passed && partition.isEmpty()) && input.next()) {
            execution.step();
            if (!isNumbered()) {
                continue;
            }
            @Nullable Object[] results = new Object[functions.length];
            for (int i = 0; i < results.length; i++) {
                results[i] = value(functions[i]);
            }
            passed = end.isReached(results);
            if (!passed) {
                pair.setLeft(input.row());
                pair.setRight(BoxedRow.of(results));
                return true;
            }
        }
        return false;
    }

    /** Numbers the row at hand; false if no more rows of its partition are wanted. */
    private boolean isNumbered() {
        computed.compute(execution.frame(input.row()));
        BoxedRow before = last;
        if (before == null || RowOrder.compare(partition, keyTypes, before, computed) != 0) {
            last = PlanRunner.copy(computed, keyTypes);
            number = 1;
            rank = 1;
            dense = 1;
            passed = false;
            return true;
        }
        if (passed) {
            return false;
        }
        number++;
        if (RowOrder.compare(keys, keyTypes, before, computed) != 0) {
            last = PlanRunner.copy(computed, keyTypes);
            rank = number;
            dense++;
        }
        return true;
    }

    private long value(WindowFunction function) {
        return switch (function) {
            case ROW_NUMBER -> number;
            case RANK -> rank;
            case DENSE_RANK -> dense;
            default -> throw new IllegalStateException(function + " needs more than the rows before");
        };
    }

    @Override
    public RowSource row() {
        return pair;
    }

    @Override
    public boolean restart() {
        last = null;
        passed = false;
        end = new WindowEnd(execution, plan.until());
        return input.restart();
    }

    @Override
    public void close() {
        input.close();
    }
}
