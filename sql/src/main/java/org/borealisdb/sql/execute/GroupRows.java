package org.borealisdb.sql.execute;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.borealisdb.expr.aggregate.Accumulator;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.OrderedSetCall;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Computes groups: each row is read once, and counted in one group of each set of keys. Belongs to one task. */
final class GroupRows {
    private final Execution execution;
    private final Plan.Group plan;
    private final List<SqlType> keyTypes;
    private final List<Map<ByteBuffer, GroupState>> groups = new ArrayList<>();

    /** The keys of a group, its aggregates, and for those with DISTINCT what was seen. */
    // Local and never compared: the arrays are the state itself.
    @SuppressWarnings("ArrayRecordComponent")
    private record GroupState(@Nullable Object[] keys, Accumulator[] states, List<Set<ByteBuffer>> seen) {}

    GroupRows(Execution execution, Plan.Group plan) {
        this.execution = execution;
        this.plan = plan;
        this.keyTypes = plan.keys().stream().map(Expression::type).toList();
        plan.sets().sets().forEach(set -> groups.add(new LinkedHashMap<>()));
    }

    List<BoxedRow> rows(RowIterator input) {
        ComputedRow computed = new ComputedRow(execution, plan.keys());
        while (input.next()) {
            execution.step();
            computed.compute(execution.frame(input.row()));
            add(computed, input.row());
        }
        List<BoxedRow> rows = new ArrayList<>();
        for (int set = 0; set < groups.size(); set++) {
            if (groups.get(set).isEmpty() && plan.sets().sets().get(set).isEmpty()) {
                // All rows, however many they are, are one group.
                group(set, BoxedRow.empty());
            }
            for (GroupState group : groups.get(set).values()) {
                rows.add(result(set, group));
            }
        }
        return rows;
    }

    private void add(RowSource keys, RowSource row) {
        List<@Nullable Object @Nullable []> arguments = new ArrayList<>();
        for (AggregateCall call : plan.calls()) {
            arguments.add(arguments(call, row));
        }
        for (int set = 0; set < groups.size(); set++) {
            GroupState group = group(set, keys);
            for (int i = 0; i < group.states().length; i++) {
                @Nullable Object[] values = arguments.get(i);
                if (values != null && isNew(plan.calls().get(i), group.seen().get(i), values)) {
                    group.states()[i].add(values);
                }
            }
        }
    }

    private GroupState group(int set, RowSource keys) {
        List<Integer> places = plan.sets().sets().get(set);
        return groups.get(set).computeIfAbsent(PlanRunner.key(keys, keyTypes, places), any -> newGroup(places, keys));
    }

    private GroupState newGroup(List<Integer> places, RowSource row) {
        @Nullable Object[] keys = new Object[keyTypes.size()];
        for (int place : places) {
            keys[place] = Values.read(row, place, keyTypes.get(place));
        }
        Accumulator[] states = new Accumulator[plan.calls().size()];
        List<Set<ByteBuffer>> seen = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            states[i] = OrderedAccumulator.of(plan.calls().get(i));
            seen.add(new HashSet<>());
        }
        return new GroupState(keys, states, seen);
    }

    /** The boxed values that a call takes of a row; none if its filter leaves the row out. */
    private @Nullable Object @Nullable [] arguments(AggregateCall call, RowSource row) {
        if (call.filter().isPresent() && !execution.compile(call.filter().get()).isTrue(execution.frame(row))) {
            return null;
        }
        return computed(call.inputs(), row);
    }

    private @Nullable Object[] computed(List<Expression> expressions, RowSource row) {
        @Nullable Object[] values = new Object[expressions.size()];
        for (int i = 0; i < values.length; i++) {
            Expression expression = expressions.get(i);
            values[i] = EvaluatorCompiler.box(execution.compile(expression), expression.type(), execution.frame(row));
        }
        return values;
    }

    private static boolean isNew(AggregateCall call, Set<ByteBuffer> seen, @Nullable Object[] arguments) {
        if (!call.distinct()) {
            return true;
        }
        List<SqlType> types = call.arguments().stream().map(Expression::type).toList();
        return seen.add(PlanRunner.key(BoxedRow.of(arguments), types, types.size()));
    }

    private BoxedRow result(int set, GroupState group) {
        int keys = keyTypes.size();
        int questions = plan.sets().questions().size();
        @Nullable Object[] values = new Object[keys + questions + group.states().length];
        System.arraycopy(group.keys(), 0, values, 0, keys);
        for (int i = 0; i < questions; i++) {
            values[keys + i] = plan.sets().answer(i, set);
        }
        BoxedRow keyRow = BoxedRow.of(group.keys());
        for (int i = 0; i < group.states().length; i++) {
            Accumulator state = group.states()[i];
            if (state instanceof OrderedSetAccumulator ordered) {
                List<Expression> direct = plan.calls()
                        .get(i)
                        .orderedSet()
                        .map(OrderedSetCall::direct)
                        .orElseThrow();
                ordered.setDirect(BoxedRow.of(computed(direct, keyRow)));
            }
            values[keys + questions + i] = state.result();
        }
        return BoxedRow.of(values);
    }
}
