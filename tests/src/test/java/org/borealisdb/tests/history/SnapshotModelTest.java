package org.borealisdb.tests.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.borealisdb.tests.history.ObservedTransaction.Isolation;
import org.borealisdb.tests.history.ObservedTransaction.Outcome;
import org.borealisdb.tests.history.ObservedTransaction.Promise;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random transactions on a model of a correct database give histories that are clean, and on one with a mistake such as are not. */
class SnapshotModelTest {
    private static final int SESSIONS = 8;
    private static final int LISTS = 6;
    private static final int STEPS = 20_000;
    private static final List<Promise> PROMISES = List.of(Promise.values());

    /** A database in memory: the lists after each commit. */
    private static final class Model {
        private final Random random;
        private final boolean forgetsConflicts;
        private final List<Map<Integer, Elements>> states = new ArrayList<>(List.of(Map.of()));
        private final Map<Integer, Integer> changedAt = new HashMap<>();
        private final List<ObservedTransaction> history = new ArrayList<>();
        private final List<Running> running = new ArrayList<>();
        private long now;
        private int next;

        Model(long seed, boolean forgetsConflicts) {
            this.random = new Random(seed);
            this.forgetsConflicts = forgetsConflicts;
        }

        private static final class Running {
            private final int session;
            private final boolean snapshots;
            private final Promise promise;
            private final long began;
            private final int state;
            private final List<Operation> operations = new ArrayList<>();
            private final Map<Integer, List<Integer>> appended = new HashMap<>();

            Running(int session, boolean snapshots, Promise promise, long began, int state) {
                this.session = session;
                this.snapshots = snapshots;
                this.promise = promise;
                this.began = began;
                this.state = state;
            }
        }

        private Map<Integer, Elements> latest() {
            return states.getLast();
        }

        void step() {
            now++;
            int session = random.nextInt(SESSIONS);
            Running one = running.stream()
                    .filter(each -> each.session == session)
                    .findFirst()
                    .orElse(null);
            if (one == null) {
                Promise promise = PROMISES.get(random.nextInt(PROMISES.size()));
                int lag = promise == Promise.SOMETHING ? random.nextInt(Math.min(5, states.size())) : 0;
                running.add(
                        new Running(session, lag > 0 || random.nextBoolean(), promise, now, states.size() - 1 - lag));
            } else if (one.operations.size() < 4 && random.nextInt(4) != 0) {
                operate(one);
            } else {
                end(one);
            }
        }

        private void operate(Running one) {
            int key = random.nextInt(LISTS);
            boolean lags = one.promise == Promise.SOMETHING;
            if (random.nextBoolean() && !lags && isFree(one, key)) {
                int element = ++next;
                one.appended.computeIfAbsent(key, _ -> new ArrayList<>()).add(element);
                one.operations.add(new Operation.Append(key, element));
            } else {
                Map<Integer, Elements> seen = one.snapshots ? states.get(one.state) : latest();
                Elements list = seen.getOrDefault(key, Elements.NONE);
                for (int element : one.appended.getOrDefault(key, List.of())) {
                    list = list.plus(element);
                }
                one.operations.add(new Operation.Read(key, list));
            }
        }

        /** Rows are locked; and a snapshot may change only what nobody has changed since. */
        private boolean isFree(Running one, int key) {
            boolean locked = running.stream().anyMatch(each -> each != one && each.appended.containsKey(key));
            boolean conflict = one.snapshots && changedAt.getOrDefault(key, 0) > one.state && !forgetsConflicts;
            return !locked && !conflict;
        }

        private void end(Running one) {
            running.remove(one);
            boolean commits = random.nextInt(10) != 0;
            boolean told = random.nextInt(20) != 0;
            if (commits && !one.appended.isEmpty()) {
                Map<Integer, Elements> state = new HashMap<>(latest());
                one.appended.forEach((key, elements) -> {
                    Elements list = state.getOrDefault(key, Elements.NONE);
                    for (int element : elements) {
                        list = list.plus(element);
                    }
                    state.put(key, list);
                    changedAt.put(key, states.size());
                });
                states.add(state);
            }
            Outcome outcome = !told ? Outcome.UNKNOWN : commits ? Outcome.COMMITTED : Outcome.ROLLED_BACK;
            history.add(new ObservedTransaction(
                    one.session,
                    one.snapshots ? Isolation.REPEATABLE_READ : Isolation.READ_COMMITTED,
                    one.promise,
                    one.began,
                    ++now,
                    outcome,
                    one.operations));
        }

        List<String> findings() {
            return HistoryChecker.check(history, latest());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aCorrectDatabaseIsClean(long seed) {
        Model model = new Model(seed, false);
        for (int i = 0; i < STEPS; i++) {
            model.step();
        }
        assertThat(model.history).hasSizeGreaterThan(1_000);
        assertThat(model.findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void oneThatForgetsConflictsIsFound(long seed) {
        Model model = new Model(seed, true);
        for (int i = 0; i < STEPS; i++) {
            model.step();
        }
        assertThat(model.findings()).anyMatch(finding -> finding.startsWith("CYCLE (G-single)"));
    }
}
