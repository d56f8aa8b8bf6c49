package org.borealisdb.sql.execute;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.aggregate.Accumulator;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.WindowCall;
import org.jspecify.annotations.Nullable;

/** Computes window functions over all rows of an input. Belongs to one task. */
final class WindowRows {
    private final Execution execution;
    private final List<BoxedRow> input;
    private final List<SqlType> types;

    WindowRows(Execution execution, List<BoxedRow> input, Plan.Window plan) {
        this.execution = execution;
        this.input = input;
        this.types = plan.input().types();
    }

    /** A row of the input with its place there, and the values that it is sorted by. */
    private record Member(int place, BoxedRow row, BoxedRow order) {}

    /** Returns the rows with the values of the calls behind them; they come in the order of the last call's window. */
    List<BoxedRow> rows(List<WindowCall> calls) {
        List<@Nullable Object[]> values = new ArrayList<>();
        for (BoxedRow row : input) {
            @Nullable Object[] wide = new Object[types.size() + calls.size()];
            for (int i = 0; i < types.size(); i++) {
                wide[i] = Values.read(row, i, types.get(i));
            }
            values.add(wide);
        }
        List<Integer> places = new ArrayList<>();
        for (int call = 0; call < calls.size(); call++) {
            places.clear();
            for (List<Member> partition : partitions(calls.get(call))) {
                @Nullable Object[] results = results(calls.get(call), partition);
                for (int i = 0; i < results.length; i++) {
                    int place = partition.get(i).place();
                    values.get(place)[types.size() + call] = results[i];
                    places.add(place);
                }
            }
        }
        return places.stream().map(place -> BoxedRow.of(values.get(place))).toList();
    }

    private BoxedRow computed(List<Expression> expressions, BoxedRow row) {
        @Nullable Object[] values = new Object[expressions.size()];
        for (int i = 0; i < values.length; i++) {
            Expression expression = expressions.get(i);
            values[i] = EvaluatorCompiler.box(execution.compile(expression), expression.type(), execution.frame(row));
        }
        return BoxedRow.of(values);
    }

    private static List<SqlType> typesOf(List<Expression> expressions) {
        return expressions.stream().map(Expression::type).toList();
    }

    private List<List<Member>> partitions(WindowCall call) {
        List<SqlType> keyTypes = typesOf(call.partition());
        List<SqlType> orderTypes = typesOf(call.order());
        Map<ByteBuffer, List<Member>> byKey = new LinkedHashMap<>();
        for (int place = 0; place < input.size(); place++) {
            execution.step();
            BoxedRow row = input.get(place);
            ByteBuffer key = PlanRunner.key(computed(call.partition(), row), keyTypes, keyTypes.size());
            byKey.computeIfAbsent(key, any -> new ArrayList<>())
                    .add(new Member(place, row, computed(call.order(), row)));
        }
        List<List<Member>> partitions = new ArrayList<>(byKey.values());
        partitions.forEach(partition -> partition.sort(
                (left, right) -> PlanRunner.compare(call.keys(), orderTypes, left.order(), right.order())));
        return partitions;
    }

    private @Nullable Object[] results(WindowCall call, List<Member> partition) {
        List<SqlType> orderTypes = typesOf(call.order());
        @Nullable Object[] results = new Object[partition.size()];
        @Nullable
        Accumulator state = call.aggregate()
                .map(aggregate -> aggregate.accumulators().get())
                .orElse(null);
        long dense = 0;
        int at = 0;
        while (at < partition.size()) {
            int end = at + 1;
            while (end < partition.size()
                    && PlanRunner.compare(
                                    call.keys(),
                                    orderTypes,
                                    partition.get(at).order(),
                                    partition.get(end).order())
                            == 0) {
                end++;
            }
            dense++;
            if (state != null) {
                for (int i = at; i < end; i++) {
                    state.add(arguments(call, partition.get(i).row()));
                }
            }
            for (int i = at; i < end; i++) {
                results[i] = state != null ? state.result() : result(call, partition, i, at, end, dense);
            }
            at = end;
        }
        return results;
    }

    private @Nullable Object[] arguments(WindowCall call, BoxedRow row) {
        @Nullable Object[] arguments = new Object[call.arguments().size()];
        for (int i = 0; i < arguments.length; i++) {
            Expression argument = call.arguments().get(i);
            arguments[i] = EvaluatorCompiler.box(execution.compile(argument), argument.type(), execution.frame(row));
        }
        return arguments;
    }

    private @Nullable Object result(
            WindowCall call, List<Member> partition, int at, int peersFrom, int peersTo, long dense) {
        return switch (call.function().orElseThrow()) {
            case ROW_NUMBER -> at + 1L;
            case RANK -> peersFrom + 1L;
            case DENSE_RANK -> dense;
            case FIRST_VALUE -> arguments(call, partition.getFirst().row())[0];
            case LAST_VALUE -> arguments(call, partition.get(peersTo - 1).row())[0];
            case LAG -> shifted(call, partition, at, -1);
            case LEAD -> shifted(call, partition, at, 1);
        };
    }

    private @Nullable Object shifted(WindowCall call, List<Member> partition, int at, int direction) {
        @Nullable Object[] here = arguments(call, partition.get(at).row());
        Object offset = here.length > 1 ? here[1] : (Object) 1L;
        if (offset == null) {
            return null;
        }
        long place = at + direction * Values.unboxLong(offset);
        if (place < 0 || place >= partition.size()) {
            return here.length > 2 ? here[2] : null;
        }
        return arguments(call, partition.get((int) place).row())[0];
    }
}
