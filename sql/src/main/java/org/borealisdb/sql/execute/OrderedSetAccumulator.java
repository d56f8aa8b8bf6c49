package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.aggregate.Accumulator;
import org.borealisdb.expr.aggregate.OrderedSet;
import org.borealisdb.expr.aggregate.Percentiles;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.OrderedSetCall;
import org.jspecify.annotations.Nullable;

/** Keeps the sorted values of a group, until something is asked of them. Belongs to one task. */
final class OrderedSetAccumulator implements Accumulator {
    private final AggregateCall call;
    private final OrderedSet set;
    private final List<SqlType> types;
    private final List<BoxedRow> rows = new ArrayList<>();
    private BoxedRow direct = BoxedRow.empty();

    OrderedSetAccumulator(AggregateCall call, OrderedSetCall orderedSet) {
        this.call = call;
        this.set = orderedSet.set();
        this.types = call.order().stream().map(Expression::type).toList();
    }

    /** Sets the direct arguments, before the result is asked for. */
    void setDirect(BoxedRow arguments) {
        direct = arguments;
    }

    @Override
    public void add(@Nullable Object... values) {
        BoxedRow row = BoxedRow.of(values);
        if (set.isHypothetical() || !row.isNull(0)) {
            rows.add(row);
        }
    }

    private int compare(BoxedRow left, BoxedRow right) {
        return PlanRunner.compare(call.keys(), types, left, right);
    }

    @Override
    public @Nullable Object result() {
        rows.sort(this::compare);
        if (set.isHypothetical()) {
            return place();
        }
        SqlType type = types.getFirst();
        List<Object> values = rows.stream().map(row -> row.objectAt(0)).toList();
        Object fraction = direct.size() == 0 || direct.isNull(0) ? null : direct.objectAt(0);
        return Percentiles.of(set, fraction, type, values);
    }

    private Object place() {
        long before = 0;
        long groups = 0;
        long notBehind = 0;
        for (int i = 0; i < rows.size(); i++) {
            int order = compare(rows.get(i), direct);
            boolean begins = i == 0 || compare(rows.get(i - 1), rows.get(i)) != 0;
            before += order < 0 ? 1 : 0;
            groups += order < 0 && begins ? 1 : 0;
            notBehind += order <= 0 ? 1 : 0;
        }
        return switch (set) {
            case RANK -> before + 1;
            case DENSE_RANK -> groups + 1;
            case PERCENT_RANK -> rows.isEmpty() ? 0.0 : (double) before / rows.size();
            default -> (double) (notBehind + 1) / (rows.size() + 1);
        };
    }
}
