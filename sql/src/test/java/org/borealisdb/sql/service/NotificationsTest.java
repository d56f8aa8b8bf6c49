package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.borealisdb.sql.session.SqlNotification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sessions are told by others, when, and in which order. */
class NotificationsTest {
    private final Region region = new Region();
    private final Region.Client listening = region.connect();
    private final Region.Client telling = region.connect();

    @AfterEach
    void close() {
        region.close();
    }

    private static List<String> taken(Region.Client client) {
        return client.session.takeNotifications().stream()
                .map(told -> told.channel() + "=" + told.payload())
                .toList();
    }

    @Test
    void committedOnesComeInOrderAndOnce() {
        listening.run("LISTEN a; LISTEN b");
        telling.run("BEGIN; NOTIFY b, 'one'; NOTIFY a, 'two'; NOTIFY b, 'one'; SELECT pg_notify('c', 'x')");
        assertThat(taken(listening)).isEmpty();
        telling.run("COMMIT");
        assertThat(taken(listening)).containsExactly("b=one", "a=two");
        assertThat(taken(listening)).isEmpty();
        telling.run("NOTIFY a; NOTIFY a");
        assertThat(taken(listening)).containsExactly("a=");
    }

    @Test
    void whatIsRolledBackIsNotTold() {
        listening.run("LISTEN a");
        telling.run("BEGIN; NOTIFY a, '1'; ROLLBACK");
        telling.run("BEGIN; NOTIFY a, '2'; SAVEPOINT s; NOTIFY a, '3'; ROLLBACK TO s; COMMIT");
        telling.run("BEGIN; NOTIFY a, '4'; SELECT 1 / 0");
        telling.run("COMMIT");
        telling.run("CREATE TABLE t (a int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)");
        telling.run("BEGIN; INSERT INTO t VALUES (1), (1); NOTIFY a, '5'");
        assertThat(telling.run("COMMIT")).startsWith("23505: ");
        assertThat(taken(listening)).containsExactly("a=2");
    }

    @Test
    void aSessionTellsItself() {
        listening.run("LISTEN a");
        listening.run("NOTIFY a, 'self'");
        List<SqlNotification> told = listening.session.takeNotifications();
        assertThat(told).hasSize(1);
        assertThat(Integer.toString(told.getFirst().processId()) + "\nSELECT 1")
                .isEqualTo(listening.run("SELECT pg_backend_pid()"));
    }

    @Test
    void whoListensNoMoreIsNotTold() {
        listening.run("LISTEN a; LISTEN b");
        listening.run("UNLISTEN a");
        telling.run("NOTIFY a, '1'; NOTIFY b, '1'");
        assertThat(taken(listening)).containsExactly("b=1");
        listening.run("DISCARD ALL");
        telling.run("NOTIFY b, '2'");
        assertThat(taken(listening)).isEmpty();
        listening.run("LISTEN b");
        listening.session.close();
        assertThat(telling.run("NOTIFY b, '3'")).isEqualTo("NOTIFY");
        assertThat(taken(listening)).isEmpty();
    }

    @Test
    void aDatabaseDoesNotHearAnother() {
        telling.run("CREATE DATABASE other");
        listening.run("LISTEN a");
        Region.Client elsewhere = region.connect("other");
        elsewhere.run("NOTIFY a, 'x'");
        assertThat(taken(listening)).isEmpty();
    }

    @Test
    void whoNeverTakesStopsWhoTells() {
        listening.run("LISTEN a");
        String many = "SELECT count(pg_notify('a', i::text)) FROM generate_series(1, " + Notifications.MAXIMUM_UNTAKEN
                + ") i";
        assertThat(telling.run(many)).isEqualTo(Notifications.MAXIMUM_UNTAKEN + "\nSELECT 1");
        assertThat(telling.run("SELECT pg_notification_queue_usage()")).isEqualTo("1\nSELECT 1");
        assertThat(telling.run("NOTIFY a, 'more'")).endsWith("54000: too many notifications in the NOTIFY queue");
        assertThat(telling.run("NOTIFY b, 'more'")).isEqualTo("NOTIFY");
        assertThat(taken(listening)).hasSize(Notifications.MAXIMUM_UNTAKEN).startsWith("a=1", "a=2");
        assertThat(telling.run("NOTIFY a, 'more'")).isEqualTo("NOTIFY");
        assertThat(taken(listening)).containsExactly("a=more");
    }

    @Test
    void aReaderNeitherListensNorTells() {
        try (Region reader = region.reader()) {
            Region.Client here = reader.connect();
            assertThat(Stream.of("LISTEN a", "UNLISTEN a", "NOTIFY a").map(here::run))
                    .containsExactly(
                            "25006: cannot execute LISTEN during recovery",
                            "25006: cannot execute UNLISTEN during recovery",
                            "25006: cannot execute NOTIFY during recovery");
            assertThat(here.run("SELECT pg_notify('a', 'x')"))
                    .isEqualTo("25006: cannot execute NOTIFY during recovery");
        }
    }
}
