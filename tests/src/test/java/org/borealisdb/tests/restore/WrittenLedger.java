package org.borealisdb.tests.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.runtime.time.Clock;

/**
 * What one client wrote, and when: number after number, each with an update of its total in the same transaction. Kept outside of the database, for comparing a restored one with it. Used by
 * one task at a time.
 */
final class WrittenLedger {
    /** A storage node learns of VDL with the next batch, or a heartbeat: a commit may be so much older than a point that lacks it. */
    private static final long HEARD_OF_WITHIN_MILLIS = 1_000;

    private final Clock clock;
    private final int writer;
    /** By number less one: milliseconds since 1970. */
    private final List<Long> begun = new ArrayList<>();

    private final List<Long> acknowledged = new ArrayList<>();

    WrittenLedger(Clock clock, int writer) {
        this.clock = clock;
        this.writer = writer;
    }

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE ledger (writer int, number int, note varchar(200), PRIMARY KEY (writer, number))");
            statement.execute("CREATE TABLE total (writer int PRIMARY KEY, numbers int)");
            statement.execute("INSERT INTO total VALUES (1, 0), (2, 0), (3, 0)");
        }
    }

    private long now() {
        return clock.wallMicros() / 1_000;
    }

    /** Writes the next number. */
    void write(Connection connection) throws SQLException {
        int number = begun.size() + 1;
        begun.add(now());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO ledger VALUES (" + writer + ", " + number + ", '" + "x".repeat(number % 200) + "')");
            statement.execute("UPDATE total SET numbers = numbers + 1 WHERE writer = " + writer);
        }
        connection.commit();
        acknowledged.add(now());
    }

    /** From when on a restored database has the tables, in milliseconds since 1970. */
    long since() {
        return begun.getFirst() + HEARD_OF_WITHIN_MILLIS;
    }

    /** Numbers that were written. */
    int size() {
        return acknowledged.size();
    }

    /** Fails unless the database has what had been written at {@code millis}: the numbers from one on, without a gap, with the right total. */
    void compare(Connection connection, long millis) throws SQLException {
        String count = "SELECT count(*), coalesce(max(number), 0) FROM ledger WHERE writer = " + writer;
        int numbers;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(count)) {
            assertThat(row.next()).isTrue();
            numbers = row.getInt(1);
            assertThat(row.getInt(2)).as("highest number of writer %s", writer).isEqualTo(numbers);
        }
        String notes = "SELECT number, length(note) FROM ledger WHERE writer = " + writer;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(notes)) {
            while (row.next()) {
                assertThat(row.getInt(2)).isEqualTo(row.getInt(1) % 200);
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT numbers FROM total WHERE writer = " + writer)) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).as("total of writer %s", writer).isEqualTo(numbers);
        }
        long atLeast = acknowledged.stream()
                .filter(at -> at < millis - HEARD_OF_WITHIN_MILLIS)
                .count();
        long atMost = begun.stream().filter(at -> at <= millis).count();
        assertThat((long) numbers)
                .as("numbers of writer %s at %s, of %s", writer, millis, acknowledged.size())
                .isBetween(atLeast, atMost);
    }
}
