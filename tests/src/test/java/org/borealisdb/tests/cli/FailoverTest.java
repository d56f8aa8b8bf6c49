package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another instance becomes the writer of a region in one process, in order and not, while a client writes. */
@Tag("long")
class FailoverTest {
    private static final Pattern URL = Pattern.compile("\"url\" : \"([^\"]+)\"");

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

    private static String url(String json) {
        Matcher url = URL.matcher(json);
        assertThat(url.find()).as(json).isTrue();
        return url.group(1);
    }

    private static Connection connect(URI place) throws SQLException {
        String[] user = place.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + place.getHost() + ":" + place.getPort() + place.getPath(), user[0], user[1]);
    }

    /** Inserts one number after the other, connecting again whenever that ends, until it is to stop; those that were acknowledged. */
    private static List<Integer> write(URI place, AtomicBoolean stop) {
        List<Integer> acknowledged = new ArrayList<>();
        int next = 0;
        while (!stop.get()) {
            try (Connection connection = connect(place);
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO written VALUES (?)")) {
                while (!stop.get()) {
                    next++;
                    insert.setInt(1, next);
                    insert.executeUpdate();
                    acknowledged.add(next);
                }
            } catch (SQLException ended) {
                assertThat(ended.getSQLState())
                        .as(ended.getMessage())
                        .isIn("57P01", "57P03", "08001", "08006", "25006", "08P01");
            }
        }
        return acknowledged;
    }

    private static Set<Integer> written(URI place) throws SQLException {
        Set<Integer> all = new TreeSet<>();
        try (Connection connection = connect(place);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT i FROM written")) {
            while (rows.next()) {
                all.add(rows.getInt(1));
            }
        }
        return all;
    }

    private String writer() throws IOException, InterruptedException {
        return region.psqlWhenServed("SELECT aurora_db_instance_identifier()");
    }

    @Test
    void anotherWriterTakesOverAndNothingThatWasAcknowledgedIsLost() throws Exception {
        region.psql("CREATE TABLE written (i integer PRIMARY KEY)");
        String one = url(region.done("instance add", "--json", "reader-1"));
        String two = url(region.done("instance add", "--json", "--tier", "0", "reader-2"));
        URI cluster = URI.create(url(region.done("status", "--json")));
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<List<Integer>> client = CompletableFuture.supplyAsync(() -> write(cluster, stop));

        assertThat(region.done("instance promote", "reader-1")).contains("reader-1 is the writer");
        assertThat(writer()).isEqualTo("reader-1");
        assertThat(region.done("instance failover")).contains("reader-2 is the writer");
        assertThat(writer()).isEqualTo("reader-2");
        assertThat(region.done("instance failover", "instance-1")).contains("instance-1 is the writer");
        assertThat(writer()).isEqualTo("instance-1");
        assertThat(region.done("instance promote", "--json", "reader-2"))
                .contains("\"writer\" : \"reader-2\"", "\"change\" : \"switchover\"");
        assertThat(region.psqlAt(two, "SELECT aurora_db_instance_identifier(), pg_is_in_recovery()"))
                .isEqualTo("reader-2|f");

        stop.set(true);
        List<Integer> acknowledged = client.join();
        assertThat(acknowledged).hasSizeGreaterThan(100);
        Set<Integer> kept = written(cluster);
        assertThat(kept).containsAll(acknowledged);
        String count = String.valueOf(kept.size());
        assertThat(region.awaitAt(one, "SELECT count(*) FROM written", count)).isEqualTo(count);
        assertThat(region.psqlAt(one, "SELECT pg_is_in_recovery()")).isEqualTo("t");
        assertThat(region.done("instance list")).containsPattern("reader-2 +c +0 +writer");

        region.stop();
        region.start();
        assertThat(writer()).isEqualTo("reader-2");
        assertThat(region.psql("SELECT count(*) FROM written")).isEqualTo(count);
        assertThat(region.done("instance restart", "--all"))
                .contains("instance-1 serves again", "reader-1 serves again", "is the writer", "reader-2 serves again");
        assertThat(writer()).isNotEqualTo("reader-2");
        assertThat(region.done("instance restart", writer())).contains("serves again");
        assertThat(region.psqlWhenServed("SELECT count(*) FROM written")).isEqualTo(count);
        region.done("instance promote", "reader-2");
        region.done("instance remove", "instance-1");
        assertThat(region.done("instance list")).doesNotContain("instance-1").contains("reader-1");
    }

    @Test
    void refusesWhatCannotBe() throws Exception {
        assertThat(region.refused("instance failover")).contains("no reader that could become the writer");
        assertThat(region.refused("instance promote", "nobody")).contains("no instance 'nobody'");
        assertThat(region.refused("instance promote", "instance-1")).contains("is the writer already");
        assertThat(region.refused("instance remove", "instance-1")).contains("is the writer");
        assertThat(region.refused("instance add", "--zone", "d", "reader-1")).contains("there are a, b, c");
        assertThat(region.run("instance add", "--tier", "16", "reader-1").exitCode())
                .isEqualTo(2);
    }
}
