package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.tests.proxy.NameQuestion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints of a region in one process that have addresses and names of their own. */
@Tag("long")
class EndpointNamesTest {
    private static final Pattern URL = Pattern.compile("postgresql://postgres:([^@]+)@([0-9.]+):([0-9]+)/postgres");
    private static final Pattern NAMES = Pattern.compile("Names +answered at 127\\.0\\.0\\.1:([0-9]+)");
    private static final Pattern CLUSTER =
            Pattern.compile("main\\.cluster-(c[a-z0-9]{11}\\.local-1\\.borealis\\.local)");

    /** One for the reader endpoint, and one more. */
    private static final String ADDRESSES = "127.0.55.2-127.0.55.3";

    /** Longest that anything may take on a busy machine; a failure, not a pace. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    @TempDir
    private Path folder = Path.of("");

    private DetachedRegion region = new DetachedRegion(folder);

    @BeforeEach
    void prepare() {
        region = new DetachedRegion(folder);
    }

    @AfterEach
    void endWhatStillRuns() throws IOException, InterruptedException {
        region.kill();
    }

    private int names() throws IOException, InterruptedException {
        String status = region.done("status");
        Matcher names = NAMES.matcher(status);
        assertThat(names.find()).as(status).isTrue();
        return Integer.parseInt(names.group(1));
    }

    /** What all names end with but for what each begins with. */
    private String suffix() throws IOException, InterruptedException {
        String list = region.done("endpoint list");
        Matcher cluster = CLUSTER.matcher(list);
        assertThat(cluster.find()).as(list).isTrue();
        return cluster.group(1);
    }

    private static void awaitAnswer(String name, int port, String expected) throws IOException {
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        String answer = NameQuestion.ask(name, port);
        while (!answer.equals(expected) && System.nanoTime() < giveUp) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            answer = NameQuestion.ask(name, port);
        }
        assertThat(answer).as(name).isEqualTo(expected);
    }

    private static String ask(String url) throws SQLException {
        Matcher parts = URL.matcher(url);
        assertThat(parts.find()).as(url).isTrue();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + parts.group(2) + ":" + parts.group(3) + "/postgres",
                        "postgres",
                        parts.group(1));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT aurora_db_instance_identifier()")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void eachHasAnAddressAndANameAndKeepsBoth() throws Exception {
        region.start("--endpoint-addresses", ADDRESSES, "--dns", "0");
        int port = names();
        String suffix = suffix();
        assertThat(NameQuestion.ask("main.cluster-" + suffix, port)).isEqualTo("127.0.0.1");
        assertThat(NameQuestion.ask("instance-1." + suffix, port)).isEqualTo("127.0.0.1");
        assertThat(NameQuestion.ask("main.cluster-ro-" + suffix, port)).isEqualTo("NXDOMAIN");
        assertThat(NameQuestion.ask("example.org", port)).isEqualTo("REFUSED");

        region.done("instance add", "reader-1");
        awaitAnswer("reader-1." + suffix, port, "127.0.0.1");
        awaitAnswer("main.cluster-ro-" + suffix, port, "127.0.55.2");
        String created = region.done("endpoint create", "one", "--type", "READER");
        assertThat(created).contains("@127.0.55.3:", "  Name     one.cluster-custom-" + suffix);
        assertThat(ask(created)).isEqualTo("reader-1");
        awaitAnswer("one.cluster-custom-" + suffix, port, "127.0.55.3");
        assertThat(region.refused("endpoint create", "two", "--type", "ANY"))
                .contains("the endpoint two was not created: all endpoint addresses, " + ADDRESSES + ", are taken");
        assertThat(region.done("endpoint list"))
                .doesNotContain("  two ")
                .contains("127.0.55.2", "127.0.55.3", "reader-1." + suffix);

        // A start without addresses is one with ports; names and addresses come back afterwards.
        region.stop();
        region.start();
        assertThat(region.done("status")).doesNotContain("Names");
        assertThat(region.done("endpoint list")).doesNotContain(suffix);
        region.stop();
        region.start("--endpoint-addresses", ADDRESSES, "--dns", String.valueOf(port));
        assertThat(names()).isEqualTo(port);
        assertThat(suffix()).isEqualTo(suffix);
        awaitAnswer("one.cluster-custom-" + suffix, port, "127.0.55.3");
        assertThat(region.done("status", "--json")).contains("\"dnsName\" : \"one.cluster-custom-" + suffix + "\"");

        region.done("endpoint delete", "one");
        region.done("instance remove", "reader-1");
        awaitAnswer("one.cluster-custom-" + suffix, port, "NXDOMAIN");
        awaitAnswer("reader-1." + suffix, port, "NXDOMAIN");
    }
}
