package org.borealisdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.borealisdb.tests.history.Elements;
import org.borealisdb.tests.history.HistoryChecker;
import org.borealisdb.tests.history.ObservedTransaction;
import org.borealisdb.tests.history.ObservedTransaction.Isolation;
import org.borealisdb.tests.history.ObservedTransaction.Outcome;
import org.borealisdb.tests.history.ObservedTransaction.Promise;
import org.borealisdb.tests.history.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that append to a few lists and read them, by key, by an index, and all of them, some of which are not there yet: whatever is committed could have been done one after the other. */
class SerializableSessionsTest {
    private static final int SESSIONS = 6;
    private static final int TRANSACTIONS = 200;
    private static final int LISTS_AT_A_TIME = 6;
    private static final int GROUPS = 3;

    /** So many numbers later others are used, so that there are always some that are not there. */
    private static final int NUMBERS_A_ROUND = 60;

    private static final long SEED = 20_261_130;

    @TempDir
    private Path data = Path.of("");

    private final AtomicInteger nextElement = new AtomicInteger();

    /** What one session saw, and how its transactions ended. */
    private record Seen(List<ObservedTransaction> transactions, Map<String, Integer> ends) {}

    private Seen run(int port, int number) throws SQLException {
        Random random = new Random(SEED + number);
        List<ObservedTransaction> transactions = new ArrayList<>();
        Map<String, Integer> ends = new TreeMap<>();
        try (Connection connection = ScriptRun.connect(port, "postgres", false)) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            for (int i = 0; i < TRANSACTIONS; i++) {
                List<Operation> did = new ArrayList<>();
                long began = System.nanoTime();
                String end = "00000";
                try (Statement statement = connection.createStatement()) {
                    boolean reads = random.nextInt(4) == 0;
                    if (reads) {
                        statement.execute("set transaction read only" + (random.nextBoolean() ? ", deferrable" : ""));
                    }
                    for (int step = random.nextInt(4); step >= 0; step--) {
                        step(statement, random, reads, did);
                    }
                    connection.commit();
                } catch (SQLException error) {
                    end = error.getSQLState();
                    connection.rollback();
                }
                ends.merge(end, 1, Integer::sum);
                boolean committed = end.equals("00000");
                transactions.add(new ObservedTransaction(
                        number,
                        Isolation.SERIALIZABLE,
                        Promise.EVERYTHING,
                        began,
                        System.nanoTime(),
                        committed ? Outcome.COMMITTED : Outcome.ROLLED_BACK,
                        committed ? did : appends(did)));
            }
        }
        return new Seen(transactions, ends);
    }

    private static List<Operation> appends(List<Operation> did) {
        return did.stream().filter(Operation.Append.class::isInstance).toList();
    }

    private void step(Statement statement, Random random, boolean readsOnly, List<Operation> did) throws SQLException {
        int oldest = nextElement.get() / NUMBERS_A_ROUND * LISTS_AT_A_TIME;
        int key = oldest + random.nextInt(LISTS_AT_A_TIME);
        if (!readsOnly && random.nextBoolean()) {
            int element = nextElement.incrementAndGet();
            did.add(new Operation.Append(key, element));
            statement.execute("insert into lists values (" + key + ", " + key % GROUPS + ", '" + element
                    + "') on conflict (k) do update set v = lists.v || ',' || excluded.v");
            return;
        }
        int group = random.nextInt(GROUPS);
        int choice = random.nextInt(3);
        String condition = choice == 0
                ? "k = " + key
                : choice == 1 ? "g = " + group : "k >= " + oldest + " and k < " + (oldest + LISTS_AT_A_TIME);
        Map<Integer, Elements> found = lists(statement, "select k, v from lists where " + condition);
        for (int one = oldest; one < oldest + LISTS_AT_A_TIME; one++) {
            boolean meant = choice == 0 ? one == key : choice == 2 || one % GROUPS == group;
            if (meant) {
                did.add(new Operation.Read(one, found.getOrDefault(one, Elements.NONE)));
            }
        }
    }

    private static Map<Integer, Elements> lists(Statement statement, String query) throws SQLException {
        Map<Integer, Elements> lists = new HashMap<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                lists.put(rows.getInt(1), Elements.parse(rows.getString(2)));
            }
        }
        return lists;
    }

    @Test
    void whatIsCommittedCouldHaveBeenDoneInTurn() throws Exception {
        try (BorealisServer server = BorealisServer.start(data);
                Connection connection = ScriptRun.connect(server.port(), "postgres", false);
                Statement statement = connection.createStatement();
                ExecutorService sessions = Executors.newFixedThreadPool(SESSIONS)) {
            statement.execute("create table lists(k int primary key, g int, v text); create index on lists(g)");
            List<Callable<Seen>> work = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                int number = i;
                work.add(() -> run(server.port(), number));
            }
            List<ObservedTransaction> history = new ArrayList<>();
            Map<String, Integer> ends = new TreeMap<>();
            for (Future<Seen> each : sessions.invokeAll(work)) {
                history.addAll(each.get().transactions());
                each.get().ends().forEach((end, times) -> ends.merge(end, times, Integer::sum));
            }
            Map<Integer, Elements> lists = lists(statement, "select k, v from lists");
            assertThat(HistoryChecker.check(history, lists)).as("seed " + SEED).isEmpty();
            assertThat(ends.keySet()).as("how transactions ended").isSubsetOf("00000", "40001", "40P01");
            // Neither do all fail, nor none.
            assertThat(ends.get("00000")).as("committed of %s", ends).isGreaterThan(SESSIONS * TRANSACTIONS / 5);
            assertThat(ends.get("40001")).as("refused of %s", ends).isPositive();
            System.out.println("serializable sessions: " + ends);
        }
    }
}
