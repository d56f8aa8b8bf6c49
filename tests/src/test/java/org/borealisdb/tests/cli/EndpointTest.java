package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.tests.cli.Launcher.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader endpoint and custom endpoints of a running region: where their connections come out, as instances come and go. */
@Tag("long")
class EndpointTest {
    private static final Pattern URL =
            Pattern.compile("postgresql://postgres:([^@]+)@127\\.0\\.0\\.1:([0-9]+)/postgres");
    private static final Pattern READER_URL = Pattern.compile("\"readerUrl\" : \"([^\"]*)\"");
    private static final int WRONG_USAGE = 2;

    /** Longest that anything may take on a busy machine; a failure, not a pace. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    @TempDir
    private Path folder = Path.of("");

    private DetachedRegion region = new DetachedRegion(folder);

    @BeforeEach
    void start() throws IOException, InterruptedException {
        region = new DetachedRegion(folder);
        region.start();
    }

    @AfterEach
    void endWhatStillRuns() throws IOException, InterruptedException {
        region.kill();
    }

    @Test
    void connectionsComeOutWhereTheirEndpointLeads() throws Exception {
        assertThat(readerUrl()).isEmpty();
        assertThat(rows()).containsOnlyKeys("cluster");
        region.done("instance add", "reader-1");
        region.done("instance add", "reader-2");
        String readers = awaitReaderUrl();
        assertThat(List.of(ask(readers), ask(readers), ask(readers), ask(readers)))
                .containsExactlyInAnyOrder("reader-1", "reader-1", "reader-2", "reader-2");

        String one = urlIn(region.done("endpoint create", "one", "--type", "READER", "--members", "writer,reader-2"));
        String rest = urlIn(region.done("endpoint create", "rest", "--type", "ANY", "--excluded", "reader-2"));
        assertThat(several(one)).containsOnly("reader-2");
        assertThat(several(rest)).containsOnly("reader-1", "instance-1");
        Map<String, String> all = rows();
        assertThat(all.get("one")).contains("READER", "writer,reader-2", one);
        assertThat(all.get("rest")).contains("ANY", "all but reader-2", rest);
        assertThat(all.get("reader")).contains("all readers", readers);

        try (Connection stays = connect(one)) {
            assertThat(region.done("endpoint modify", "one", "--members", "reader-1"))
                    .contains("READER: reader-1");
            assertThat(several(one)).containsOnly("reader-1");
            assertThat(askOn(stays)).isEqualTo("reader-2");
            region.done("endpoint modify", "one", "--type", "ANY", "--excluded", "");
            assertThat(several(one)).containsOnly("reader-1", "reader-2", "instance-1");
            region.done("endpoint delete", "rest");
            assertThat(rows()).doesNotContainKey("rest");
            assertThat(stateOfRefusal(rest)).as("nobody listens").isEqualTo("08001");
        }

        region.done("instance remove", "reader-1");
        assertThat(several(readers)).containsOnly("reader-2");
        region.done("endpoint modify", "one", "--type", "READER", "--members", "reader-1");
        assertThat(stateOfRefusal(one)).as("no instance that it may lead to").isEqualTo("57P03");
        region.done("instance remove", "reader-2");
        assertThat(several(readers)).containsOnly("instance-1");

        // Both keep their ports, also while nobody is there that they stand for.
        region.stop();
        region.start();
        assertThat(awaitReaderUrl()).isEqualTo(readers);
        assertThat(several(readers)).containsOnly("instance-1");
        assertThat(rows().get("one")).contains("reader-1", one);
        assertThat(stateOfRefusal(one)).isEqualTo("57P03");
    }

    @Test
    void refusesWhatCannotBe() throws Exception {
        region.done("endpoint create", "a", "--type", "ANY");
        assertThat(region.refused("endpoint create", "a", "--type", "ANY")).contains("'a' already");
        assertThat(region.refused("endpoint create", "b", "--type", "ANY", "--members", "x,,y"))
                .contains("'' is no name for an instance");
        assertThat(region.refused("endpoint modify", "b", "--type", "ANY")).contains("no endpoint 'b'");
        assertThat(region.refused("endpoint delete", "reader")).contains("belongs to the cluster");
        assertThat(misused("endpoint modify", "a")).contains("nothing is to be changed");
        assertThat(rows()).containsOnlyKeys("cluster", "a");
    }

    private String misused(String command, String... more) throws IOException, InterruptedException {
        Outcome outcome = region.run(command, more);
        assertThat(outcome.exitCode()).as(command + ": " + outcome.output()).isEqualTo(WRONG_USAGE);
        return outcome.errors();
    }

    /** The lines of the list, by endpoint. */
    private Map<String, String> rows() throws IOException, InterruptedException {
        Map<String, String> rows = new TreeMap<>();
        region.done("endpoint list")
                .lines()
                .skip(1)
                .forEach(line -> rows.put(line.strip().split(" ", 2)[0], line));
        return rows;
    }

    private String readerUrl() throws IOException, InterruptedException {
        Matcher url = READER_URL.matcher(region.done("status", "--json"));
        assertThat(url.find()).isTrue();
        return url.group(1);
    }

    /** The status is written once a second. */
    private String awaitReaderUrl() throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        String url = readerUrl();
        while (url.isEmpty()) {
            assertThat(System.nanoTime()).as("there is no reader endpoint").isLessThan(giveUp);
            url = readerUrl();
        }
        assertThat(region.done("status")).contains("  Readers  psql \"" + url + "\"");
        return url;
    }

    private static String urlIn(String output) {
        Matcher url = URL.matcher(output);
        assertThat(url.find()).as(output).isTrue();
        return url.group();
    }

    private static Connection connect(String url) throws SQLException {
        Matcher parts = URL.matcher(url);
        assertThat(parts.matches()).as(url).isTrue();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + parts.group(2) + "/postgres", "postgres", parts.group(1));
    }

    private static String ask(String url) throws SQLException {
        try (Connection connection = connect(url)) {
            return askOn(connection);
        }
    }

    private static String askOn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT aurora_db_instance_identifier()")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    /** Where some connections in a row come out, enough for each instance to have its turn. */
    private static List<String> several(String url) throws SQLException {
        List<String> instances = new ArrayList<>();
        for (int count = 0; count < 6; count++) {
            instances.add(ask(url));
        }
        return instances;
    }

    /** SQLSTATE with which a connection is refused. */
    private static String stateOfRefusal(String url) {
        try (Connection connection = connect(url)) {
            return "connected to " + askOn(connection);
        } catch (SQLException refused) {
            return String.valueOf(refused.getSQLState());
        }
    }
}
