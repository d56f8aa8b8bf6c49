package org.borealisdb.tests.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.borealisdb.tests.history.ObservedTransaction.Isolation;
import org.borealisdb.tests.history.ObservedTransaction.Outcome;
import org.borealisdb.tests.history.ObservedTransaction.Promise;
import org.borealisdb.tests.history.Operation.Append;
import org.borealisdb.tests.history.Operation.Read;
import org.junit.jupiter.api.Test;

/** Histories with one anomaly each, and the same without it. */
class HistoryCheckerTest {
    private final List<ObservedTransaction> history = new ArrayList<>();
    private long now;

    private void add(
            int session, Isolation isolation, Promise promise, long length, Outcome outcome, Operation... did) {
        history.add(new ObservedTransaction(session, isolation, promise, now, now + length, outcome, List.of(did)));
    }

    /** A transaction that is over before the next one begins. */
    private void committed(Operation... did) {
        add(1, Isolation.READ_COMMITTED, Promise.EVERYTHING, 5, Outcome.COMMITTED, did);
        now += 10;
    }

    /** One with a snapshot, at the same time as others. */
    private void concurrent(Operation... did) {
        add(history.size() + 100, Isolation.REPEATABLE_READ, Promise.EVERYTHING, 1_000, Outcome.COMMITTED, did);
    }

    /** A serializable one, at the same time as others. */
    private void serializable(Operation... did) {
        add(history.size() + 100, Isolation.SERIALIZABLE, Promise.EVERYTHING, 1_000, Outcome.COMMITTED, did);
    }

    private static Read read(int key, int... elements) {
        return new Read(key, Elements.of(elements));
    }

    private static Append append(int key, int element) {
        return new Append(key, element);
    }

    private void finds(String anomaly, Map<Integer, Elements> lists) {
        assertThat(HistoryChecker.check(history, lists)).anyMatch(finding -> finding.startsWith(anomaly));
    }

    private void isClean(Map<Integer, Elements> lists) {
        assertThat(HistoryChecker.check(history, lists)).isEmpty();
    }

    private static Map<Integer, Elements> list(int... elements) {
        return Map.of(1, Elements.of(elements));
    }

    @Test
    void writeSkewIsFoundAmongSerializableTransactions() {
        Map<Integer, Elements> lists = Map.of(1, Elements.of(1), 2, Elements.of(2));
        concurrent(read(1), append(2, 2));
        concurrent(read(2), append(1, 1));
        isClean(lists);
        history.clear();
        serializable(read(1), append(2, 2));
        concurrent(read(2), append(1, 1));
        isClean(lists);
        history.clear();
        serializable(read(1), append(2, 2));
        serializable(read(2, 2), append(1, 1));
        isClean(lists);
        history.clear();
        serializable(read(1), append(2, 2));
        serializable(read(2), append(1, 1));
        finds("CYCLE (G2)", lists);
    }

    @Test
    void aStateThatNeverWasIsFoundAmongSerializableTransactions() {
        Map<Integer, Elements> lists = Map.of(1, Elements.of(1), 2, Elements.of(2));
        serializable(read(1), append(2, 2));
        serializable(append(1, 1));
        serializable(read(1, 1), read(2));
        finds("CYCLE (G2)", lists);
    }

    @Test
    void whatWasAcknowledgedIsThere() {
        committed(append(1, 1), append(1, 2));
        isClean(list(1, 2));
        finds("LOST", list(1));
    }

    @Test
    void anUnknownTransactionIsThereOrNotButWhole() {
        add(1, Isolation.READ_COMMITTED, Promise.EVERYTHING, 5, Outcome.UNKNOWN, append(1, 1), append(1, 2));
        isClean(list());
        isClean(list(1, 2));
        finds("TORN", list(2));
    }

    @Test
    void whatWasRolledBackIsNowhere() {
        add(1, Isolation.READ_COMMITTED, Promise.EVERYTHING, 5, Outcome.ROLLED_BACK, append(1, 1));
        isClean(list());
        finds("ABORTED READ", list(1));
        now += 10;
        committed(read(1, 1));
        finds("ABORTED READ", list());
    }

    @Test
    void numbersComeFromSomewhereOnce() {
        committed(append(1, 1));
        finds("UNKNOWN NUMBER", list(1, 7));
        finds("list 1 has 1 twice", list(1, 1));
    }

    @Test
    void allSeeOneOrder() {
        concurrent(append(1, 1));
        concurrent(append(1, 2));
        concurrent(read(1, 2, 1));
        isClean(list(2, 1));
        finds("INCOMPATIBLE ORDER", list(1, 2));
    }

    @Test
    void nobodySeesHalfOfATransaction() {
        concurrent(append(1, 1), append(1, 2));
        concurrent(read(1, 1));
        finds("INTERMEDIATE READ", list(1, 2));
    }

    @Test
    void aTransactionSeesItsOwnChanges() {
        committed(append(1, 1), read(1, 1), append(1, 2), read(1, 1, 2));
        isClean(list(1, 2));
        committed(append(1, 3), read(1, 1, 2));
        finds("OWN CHANGES", list(1, 2, 3));
    }

    @Test
    void aSnapshotDoesNotChange() {
        concurrent(append(1, 1));
        concurrent(read(1), read(1, 1));
        finds("NOT REPEATABLE", list(1));
    }

    @Test
    void noStatementSeesLessThanTheOneBefore() {
        add(1, Isolation.READ_COMMITTED, Promise.SOMETHING, 1_000, Outcome.COMMITTED, read(1, 1), read(1));
        concurrent(append(1, 1));
        finds("BACKWARDS", list(1));
    }

    @Test
    void whatWasAcknowledgedBeforeIsSeen() {
        committed(append(1, 1));
        committed(read(1));
        finds("STALE READ", list(1));
        history.removeLast();
        committed(read(1, 1));
        isClean(list(1));
    }

    @Test
    void aReaderOfSomethingMayLag() {
        committed(append(1, 1));
        add(2, Isolation.READ_COMMITTED, Promise.SOMETHING, 5, Outcome.COMMITTED, read(1));
        add(3, Isolation.READ_COMMITTED, Promise.OWN, 5, Outcome.COMMITTED, read(1));
        isClean(list(1));
    }

    @Test
    void aSessionSeesWhatItWroteAndSaw() {
        add(2, Isolation.READ_COMMITTED, Promise.OWN, 5, Outcome.COMMITTED, append(1, 1));
        add(2, Isolation.READ_COMMITTED, Promise.OWN, 5, Outcome.COMMITTED, read(1));
        finds("SESSION", list(1));
        history.removeLast();
        add(3, Isolation.READ_COMMITTED, Promise.OWN, 5, Outcome.COMMITTED, read(1, 1));
        isClean(list(1));
        add(3, Isolation.READ_COMMITTED, Promise.OWN, 5, Outcome.COMMITTED, read(1));
        finds("SESSION", list(1));
    }

    @Test
    void dependenciesHaveNoCycle() {
        // The first wrote list 1 behind the second, which wrote list 2 behind the first.
        concurrent(append(1, 2), append(2, 3));
        concurrent(append(1, 1), append(2, 4));
        Map<Integer, Elements> crossed = Map.of(1, Elements.of(1, 2), 2, Elements.of(3, 4));
        finds("CYCLE (G1c)", crossed);
        isClean(Map.of(1, Elements.of(1, 2), 2, Elements.of(4, 3)));
    }

    @Test
    void twoThatReadEachOther() {
        concurrent(append(1, 1), read(2, 2));
        concurrent(append(2, 2), read(1, 1));
        finds("CYCLE (G1c)", Map.of(1, Elements.of(1), 2, Elements.of(2)));
    }

    @Test
    void noUpdateIsLost() {
        concurrent(read(1), append(1, 2));
        concurrent(append(1, 1));
        finds("CYCLE (G-single)", list(1, 2));
        isClean(list(2, 1));
    }

    @Test
    void aSnapshotIsOfOneMoment() {
        // The reader sees what came second, and not what came first.
        concurrent(append(1, 1), append(2, 2));
        concurrent(read(1), read(2, 2));
        finds("CYCLE (G-single)", Map.of(1, Elements.of(1), 2, Elements.of(2)));
    }

    @Test
    void aSnapshotIsOfOneMomentAlongOthers() {
        concurrent(append(1, 1));
        concurrent(read(1, 1), append(2, 2));
        concurrent(append(2, 3), append(3, 4));
        concurrent(read(3, 4), read(1));
        Map<Integer, Elements> lists = Map.of(1, Elements.of(1), 2, Elements.of(2, 3), 3, Elements.of(4));
        finds("CYCLE (G-single)", lists);
    }

    /** Known as a long fork. */
    @Test
    void twoSnapshotsSeeChangesInOneOrder() {
        Map<Integer, Elements> lists = Map.of(1, Elements.of(1), 2, Elements.of(2));
        concurrent(append(1, 1));
        concurrent(append(2, 2));
        concurrent(read(1, 1), read(2));
        isClean(lists);
        concurrent(read(1), read(2, 2));
        finds("CYCLE (G-nonadjacent)", lists);
    }

    @Test
    void anOldSnapshotKeepsTheOrderOfTime() {
        Map<Integer, Elements> lists = Map.of(1, Elements.of(1), 2, Elements.of(2));
        committed(append(1, 1));
        committed(append(2, 2));
        add(7, Isolation.REPEATABLE_READ, Promise.SOMETHING, 5, Outcome.COMMITTED, read(1, 1), read(2));
        isClean(lists);
        add(8, Isolation.REPEATABLE_READ, Promise.SOMETHING, 5, Outcome.COMMITTED, read(1), read(2, 2));
        finds("CYCLE (G-nonadjacent)", lists);
    }

    @Test
    void anOldSnapshotKeepsTheOrderOfASession() {
        Map<Integer, Elements> lists = Map.of(1, Elements.of(1), 2, Elements.of(2));
        concurrent(append(1, 1));
        // What this session has seen was committed before what it appends.
        add(9, Isolation.REPEATABLE_READ, Promise.OWN, 100, Outcome.COMMITTED, read(1, 1));
        now += 100;
        add(9, Isolation.REPEATABLE_READ, Promise.OWN, 100, Outcome.COMMITTED, append(2, 2));
        isClean(lists);
        add(8, Isolation.REPEATABLE_READ, Promise.SOMETHING, 5, Outcome.COMMITTED, read(1), read(2, 2));
        finds("CYCLE (G-nonadjacent)", lists);
    }

    @Test
    void snapshotsAllowWriteSkew() {
        concurrent(read(1), append(2, 2));
        concurrent(read(2), append(1, 1));
        isClean(Map.of(1, Elements.of(1), 2, Elements.of(2)));
    }

    @Test
    void aStatementsViewMayBeNewerThanTheOneBefore() {
        add(1, Isolation.READ_COMMITTED, Promise.EVERYTHING, 1_000, Outcome.COMMITTED, read(1), read(2, 2));
        concurrent(append(1, 1), append(2, 2));
        isClean(Map.of(1, Elements.of(1), 2, Elements.of(2)));
    }
}
