package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.aggregate.Accumulator;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.plan.AggregateCall;
import org.borealisdb.sql.plan.OrderedSetCall;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.spill.HashedKey;
import org.borealisdb.sql.spill.KeyTable;
import org.borealisdb.sql.spill.OperatorMemory;
import org.borealisdb.sql.spill.RowSize;
import org.borealisdb.sql.spill.ScratchRows;
import org.borealisdb.sql.spill.SpilledPartitions;
import org.jspecify.annotations.Nullable;

/**
 * Computes groups: each row is read once, and counted in one group of each set of keys. Once there is no memory for another group, what is to be counted in new ones is set apart on disk by the keys,
 * and counted afterwards, a part at a time; groups that are there go on in memory. Belongs to one task.
 */
final class GroupRows implements RowIterator {
    /** About what the state of an aggregate takes. */
    private static final int STATE_BYTES = 48;

    private static final int GROUP_BYTES = 96;

    private final Execution execution;
    private final Plan.Group plan;
    private final RowIterator input;
    private final List<SqlType> keyTypes;
    private final RowKeys rowKeys;
    private final CallArguments[] calls;
    private final SortedCalls sortedCalls;

    /** The places of each set's keys. */
    private final int[][] places;

    private final OperatorMemory memory;
    private final @Nullable PlanMeasure measure;
    private final SpilledWork work = new SpilledWork();
    private final List<KeyTable<GroupState>> groups = new ArrayList<>();
    private final List<@Nullable SortedArguments[]> sorted = new ArrayList<>();
    private SpilledPartitions spilled;
    private boolean counted;
    private boolean ended;
    private int set;
    private @Nullable Iterator<GroupState> answers;
    private BoxedRow current = BoxedRow.empty();

    /** A group's number in its set, its keys, and the states of its aggregates; none for one whose rows are sorted first. */
    // Local and never compared: the arrays are the state itself.
    @SuppressWarnings("ArrayRecordComponent")
    private record GroupState(
            long number, @Nullable Object[] keys, @Nullable Accumulator[] states) {}

    GroupRows(Execution execution, Plan.Group plan, RowIterator input) {
        this.execution = execution;
        this.plan = plan;
        this.input = input;
        this.keyTypes = new ArrayList<>();
        plan.keys().forEach(key -> keyTypes.add(key.type()));
        this.rowKeys = new RowKeys(keyTypes);
        this.memory = execution.memory().forHash();
        this.measure = execution.measureOf(plan);
        this.spilled = new SpilledPartitions(execution.memory(), 0);
        this.calls = new CallArguments[plan.calls().size()];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = new CallArguments(execution, plan.calls().get(i));
        }
        this.sortedCalls = new SortedCalls(execution, plan.calls());
        List<List<Integer>> sets = plan.sets().sets();
        this.places = new int[sets.size()][];
        for (int i = 0; i < places.length; i++) {
            places[i] = new int[sets.get(i).size()];
            for (int k = 0; k < places[i].length; k++) {
                places[i][k] = sets.get(i).get(k);
            }
        }
        begin();
    }

    private void begin() {
        groups.clear();
        sorted.clear();
        for (int i = 0; i < plan.sets().sets().size(); i++) {
            groups.add(new KeyTable<>());
            sorted.add(sortedCalls.begin(places[i].length == 0));
        }
    }

    @Override
    public boolean next() {
        while (!ended) {
            if (!counted) {
                count();
                counted = true;
                set = 0;
                answers = groups.getFirst().values().iterator();
            }
            Iterator<GroupState> open = Objects.requireNonNull(answers);
            if (open.hasNext()) {
                execution.step();
                current = result(set, open.next());
                return true;
            }
            if (++set < groups.size()) {
                answers = groups.get(set).values().iterator();
            } else {
                nextPart();
            }
        }
        return false;
    }

    private void count() {
        if (work.depth() > 0) {
            ScratchRows.Reader rows = work.rows();
            while (rows.hasNext()) {
                execution.step();
                countAgain(rows.next());
            }
            return;
        }
        ComputedRow computed = new ComputedRow(execution, plan.keys());
        while (input.next()) {
            execution.step();
            computed.compute(execution.frame(input.row()));
            count(computed, input.row());
        }
        input.close();
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).isEmpty() && plan.sets().sets().get(i).isEmpty() && spilled.isEmpty()) {
                // All rows, however many they are, are one group.
                group(i, BoxedRow.empty());
            }
        }
    }

    private void count(RowSource keys, RowSource row) {
        for (CallArguments call : calls) {
            call.compute(row);
        }
        for (int i = 0; i < groups.size(); i++) {
            GroupState group = group(i, keys);
            if (group == null) {
                spilled.add(HashedKey.of(rowKeys.bytes(keys, places[i])), apart(i, keys));
            } else {
                add(i, group);
            }
        }
    }

    /** What is to be counted in one set: its number, the keys, and the arguments of each call, NULL for a call that does not count the row. */
    private BoxedRow apart(int ofSet, RowSource keys) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add((long) ofSet);
        for (int i = 0; i < keyTypes.size(); i++) {
            values.add(Values.read(keys, i, keyTypes.get(i)));
        }
        for (CallArguments call : calls) {
            values.add(call.counts() ? BoxedRow.of(call.values()) : null);
        }
        return BoxedRow.of(values);
    }

    private void countAgain(BoxedRow row) {
        int ofSet = (int) row.longAt(0);
        @Nullable Object[] keyValues = new Object[keyTypes.size()];
        for (int i = 0; i < keyValues.length; i++) {
            keyValues[i] = row.isNull(1 + i) ? null : row.objectAt(1 + i);
        }
        BoxedRow keys = BoxedRow.of(keyValues);
        GroupState group = group(ofSet, keys);
        if (group == null) {
            spilled.add(HashedKey.of(rowKeys.bytes(keys, places[ofSet])), row);
            return;
        }
        for (int i = 0; i < calls.length; i++) {
            int place = 1 + keyValues.length + i;
            calls[i].set(row.isNull(place) ? null : SortedResult.values((BoxedRow) row.objectAt(place)));
        }
        add(ofSet, group);
    }

    private void add(int ofSet, GroupState group) {
        for (int i = 0; i < calls.length; i++) {
            CallArguments call = calls[i];
            if (sortedCalls.isShared(i) || !call.counts()) {
                continue;
            }
            @Nullable Object[] values = call.values();
            Accumulator state = group.states()[i];
            if (state == null) {
                Objects.requireNonNull(sorted.get(ofSet)[i]).add(group.number(), values);
                continue;
            }
            if (call.isKept()) {
                memory.take(RowSize.of(values));
            }
            state.add(values);
            StateGrowth.take(state, memory);
        }
    }

    /** Returns the group of a row in a set; {@code null} if it is a new one, and there is no memory for it. */
    private @Nullable GroupState group(int ofSet, RowSource keys) {
        ByteSink key = rowKeys.bytes(keys, places[ofSet]);
        KeyTable<GroupState> known = groups.get(ofSet);
        GroupState found = known.get(key);
        if (found != null) {
            return found;
        }
        @Nullable Object[] values = new Object[keyTypes.size()];
        for (int place : places[ofSet]) {
            values[place] = Values.read(keys, place, keyTypes.get(place));
        }
        long bytes = GROUP_BYTES
                + KeyTable.ENTRY_BYTES
                + key.size()
                + RowSize.of(values)
                + (long) STATE_BYTES * calls.length;
        // Once a row was set apart, its group must not be begun here: there may be memory again for others.
        if (!spilled.isEmpty() || !memory.tryTake(bytes)) {
            if (groups.stream().anyMatch(each -> !each.isEmpty())) {
                return null;
            }
            // Each part is over at some time, because each counts one group at least.
            memory.take(bytes);
        }
        @Nullable Accumulator[] states = new Accumulator[calls.length];
        for (int i = 0; i < states.length; i++) {
            AggregateCall call = plan.calls().get(i);
            states[i] = call.isSorted() ? null : plain(call);
        }
        GroupState begun = new GroupState(known.size(), values, states);
        known.add(key, begun);
        return begun;
    }

    private Accumulator plain(AggregateCall call) {
        return call.aggregate().orElseThrow().begin(execution.world());
    }

    private BoxedRow result(int ofSet, GroupState group) {
        int keys = keyTypes.size();
        int questions = plan.sets().questions().size();
        @Nullable Object[] values = new Object[keys + questions + group.states().length];
        System.arraycopy(group.keys(), 0, values, 0, keys);
        for (int i = 0; i < questions; i++) {
            values[keys + i] = plan.sets().answer(i, ofSet);
        }
        for (int i = 0; i < group.states().length; i++) {
            Accumulator state = group.states()[i];
            if (state != null) {
                values[keys + questions + i] =
                        plainResult(group, state, plan.calls().get(i));
            }
        }
        sortedCalls.putResults(sorted.get(ofSet), group.number(), group.keys(), values);
        return BoxedRow.of(values);
    }

    private @Nullable Object plainResult(GroupState group, Accumulator state, AggregateCall call) {
        List<Expression> direct = call.orderedSet().map(OrderedSetCall::direct).orElse(List.of());
        return direct.isEmpty()
                ? state.result()
                : state.resultWith(execution.values(direct, BoxedRow.of(group.keys())));
    }

    private void nextPart() {
        work.add(spilled);
        if (measure != null && !plan.keys().isEmpty()) {
            measure.detail(HashTables.shown(work, memory.peak()));
        }
        release();
        ended = !work.next();
        if (!ended) {
            counted = false;
            spilled = new SpilledPartitions(execution.memory(), work.depth());
            begin();
        }
    }

    private void release() {
        sorted.forEach(SortedCalls::close);
        sorted.clear();
        groups.clear();
        memory.close();
    }

    @Override
    public RowSource row() {
        return current;
    }

    @Override
    public void close() {
        ended = true;
        input.close();
        release();
        work.close();
    }
}
