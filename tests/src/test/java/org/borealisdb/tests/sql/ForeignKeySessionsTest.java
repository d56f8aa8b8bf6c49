package org.borealisdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that refer to rows while others take these away: whatever they do, no row is left that refers to nothing. */
class ForeignKeySessionsTest {
    /** Few, so that the sessions meet all the time. */
    private static final int KEYS = 12;

    private static final int SESSIONS = 8;
    private static final int TRANSACTIONS = 250;
    private static final long SEED = 20_261_128;

    /** What may come of it; anything else is a mistake. */
    private static final Set<String> EXPECTED = Set.of("23503", "23505", "40001", "40P01");

    private static final List<String> CHILDREN = List.of("plain", "cascading", "emptied");

    @TempDir
    private Path data = Path.of("");

    /** One session's transactions: how each ended, by SQLSTATE. */
    private static Map<String, Integer> run(int port, int number) throws SQLException {
        Random random = new Random(SEED + number);
        Map<String, Integer> ends = new TreeMap<>();
        try (Connection connection = ScriptRun.connect(port, "postgres", false)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < TRANSACTIONS; i++) {
                connection.setTransactionIsolation(
                        random.nextBoolean()
                                ? Connection.TRANSACTION_READ_COMMITTED
                                : Connection.TRANSACTION_REPEATABLE_READ);
                String end = "00000";
                try (Statement statement = connection.createStatement()) {
                    for (int step = random.nextInt(3); step >= 0; step--) {
                        statement.execute(step(random, number * TRANSACTIONS * 10 + i * 10 + step));
                    }
                    connection.commit();
                } catch (SQLException error) {
                    end = error.getSQLState();
                    connection.rollback();
                }
                ends.merge(end, 1, Integer::sum);
            }
        }
        return ends;
    }

    private static String step(Random random, int id) {
        int key = random.nextInt(KEYS);
        String child = CHILDREN.get(random.nextInt(CHILDREN.size()));
        return switch (random.nextInt(8)) {
            case 0, 1 -> "insert into parent values (" + key + ", " + (key + 100) + ", 0) on conflict do nothing";
            case 2, 3 -> "insert into " + child + " values (" + id + ", " + key + ")";
            case 4 -> "delete from parent where id = " + key;
            case 5 -> "update parent set v = v + 1 where id = " + key;
            case 6 -> "update " + child + " set parent = " + key + " where parent = " + random.nextInt(KEYS);
            default -> "update parent set id = " + key + ", u = " + (key + 100) + " where id = " + random.nextInt(KEYS);
        };
    }

    private static int count(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void noRowIsLeftThatRefersToNothing() throws Exception {
        try (BorealisServer server = BorealisServer.start(data);
                Connection connection = ScriptRun.connect(server.port(), "postgres", false);
                Statement statement = connection.createStatement();
                ExecutorService sessions = Executors.newFixedThreadPool(SESSIONS)) {
            statement.execute("create table parent(id int primary key, u int unique, v int);"
                    + "create table plain(id int primary key, parent int references parent);"
                    + "create table cascading(id int primary key, parent int references parent"
                    + " on delete cascade on update cascade);"
                    + "create table emptied(id int primary key, parent int references parent"
                    + " on delete set null on update set null);"
                    + "create index on cascading(parent)");
            List<Callable<Map<String, Integer>>> work = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                int number = i;
                work.add(() -> run(server.port(), number));
            }
            Map<String, Integer> ends = new TreeMap<>();
            for (Future<Map<String, Integer>> each : sessions.invokeAll(work)) {
                each.get().forEach((end, times) -> ends.merge(end, times, Integer::sum));
            }
            for (String child : CHILDREN) {
                int orphans = count(
                        statement,
                        "select count(*) from " + child + " c left join parent p on p.id = c.parent"
                                + " where c.parent is not null and p.id is null");
                assertThat(orphans)
                        .as("rows of " + child + " that refer to nothing, seed " + SEED)
                        .isZero();
            }
            assertThat(ends.keySet()).as("how transactions ended, seed " + SEED).isSubsetOf(withSuccess());
            // Not that nothing happened at all.
            assertThat(ends.get("00000")).isGreaterThan(SESSIONS * TRANSACTIONS / 5);
            assertThat(ends.get("23503")).isPositive();
            assertThat(count(statement, "select count(*) from cascading where parent is not null"))
                    .isPositive();
        }
    }

    private static Set<String> withSuccess() {
        Set<String> all = new TreeSet<>(EXPECTED);
        all.add("00000");
        return all;
    }
}
