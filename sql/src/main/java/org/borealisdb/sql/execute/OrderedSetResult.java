package org.borealisdb.sql.execute;

import java.util.AbstractList;
import java.util.List;
import org.borealisdb.expr.aggregate.OrderedSet;
import org.borealisdb.expr.aggregate.Percentiles;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.OrderedSetCall;
import org.borealisdb.sql.spill.RowBuffer;
import org.jspecify.annotations.Nullable;

/** Answers what an ordered-set aggregate asks of the sorted values of a group. Belongs to one task. */
final class OrderedSetResult implements AutoCloseable {
    private final AggregateCall call;
    private final OrderedSet set;
    private final List<SqlType> types;
    private final BoxedRow direct;
    private final RowBuffer values;
    private @Nullable BoxedRow last;
    private long count;
    private long before;
    private long groups;
    private long notBehind;

    /**
     * Begins a group.
     *
     * @param direct the direct arguments
     */
    OrderedSetResult(Execution execution, AggregateCall call, BoxedRow direct) {
        this.call = call;
        this.set = call.orderedSet().flatMap(OrderedSetCall::set).orElseThrow();
        this.types = call.order().stream().map(Expression::type).toList();
        this.direct = direct;
        this.values = new RowBuffer(execution.memory());
    }

    /** Takes the next row of the group in order. */
    void add(BoxedRow row) {
        if (!set.isHypothetical()) {
            if (!row.isNull(0)) {
                values.add(row);
            }
            return;
        }
        int order = compare(row, direct);
        BoxedRow previous = last;
        boolean begins = previous == null || compare(previous, row) != 0;
        count++;
        before += order < 0 ? 1 : 0;
        groups += order < 0 && begins ? 1 : 0;
        notBehind += order <= 0 ? 1 : 0;
        last = row;
    }

    private int compare(BoxedRow left, BoxedRow right) {
        return RowOrder.compare(call.keys(), types, left, right);
    }

    /** Returns the boxed answer, {@code null} for NULL. */
    @Nullable
    Object result() {
        return switch (set) {
            case RANK -> before + 1;
            case DENSE_RANK -> groups + 1;
            case PERCENT_RANK -> count == 0 ? (Object) 0.0 : (Object) ((double) before / count);
            case CUME_DIST -> (double) (notBehind + 1) / (count + 1);
            case PERCENTILE_CONT, PERCENTILE_DISC, MODE -> {
                Object fraction = direct.size() == 0 || direct.isNull(0) ? null : direct.objectAt(0);
                yield Percentiles.of(set, fraction, types.getFirst(), new Sorted());
            }
        };
    }

    @Override
    public void close() {
        values.close();
    }

    /** The sorted values, wherever they are. */
    private final class Sorted extends AbstractList<Object> {
        @Override
        public Object get(int index) {
            return values.get(index).objectAt(0);
        }

        @Override
        public int size() {
            if (values.size() > Integer.MAX_VALUE) {
                throw new SqlException(
                        ErrorCode.PROGRAM_LIMIT_EXCEEDED, "an ordered set has " + values.size() + " rows");
            }
            return (int) values.size();
        }
    }
}
