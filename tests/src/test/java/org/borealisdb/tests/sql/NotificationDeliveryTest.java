package org.borealisdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A driver that waits for notifications gets them without asking anything; one in a transaction after its end. */
class NotificationDeliveryTest {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int MANY = 300;

    @TempDir
    private Path data = Path.of("");

    private static List<String> told(Connection connection, int count) throws SQLException {
        List<String> told = new ArrayList<>();
        while (told.size() < count) {
            PGNotification[] more = connection.unwrap(PGConnection.class).getNotifications(PATIENCE_MILLIS);
            assertThat(more).as("told in %s ms", PATIENCE_MILLIS).isNotNull();
            for (PGNotification each : more) {
                told.add(each.getName() + "=" + each.getParameter());
            }
        }
        return told;
    }

    private static void run(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    @Test
    void aWaitingClientIsTold() throws SQLException {
        try (BorealisServer server = BorealisServer.start(data);
                Connection waiting = ScriptRun.connect(server.port(), "postgres", false);
                Connection busy = ScriptRun.connect(server.port(), "postgres", false);
                Connection telling = ScriptRun.connect(server.port(), "postgres", false)) {
            run(waiting, "LISTEN a");
            run(busy, "LISTEN a");
            run(busy, "BEGIN");
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                run(telling, "NOTIFY a, '" + i + "'");
                expected.add("a=" + i);
            }
            assertThat(told(waiting, MANY)).isEqualTo(expected);
            run(busy, "SELECT 1");
            assertThat(busy.unwrap(PGConnection.class).getNotifications()).isNullOrEmpty();
            run(busy, "COMMIT");
            assertThat(told(busy, MANY)).isEqualTo(expected);
            run(waiting, "UNLISTEN a");
            run(telling, "NOTIFY a, 'late'");
            assertThat(told(busy, 1)).containsExactly("a=late");
            run(waiting, "SELECT 1");
            assertThat(waiting.unwrap(PGConnection.class).getNotifications()).isNullOrEmpty();
        }
    }
}
