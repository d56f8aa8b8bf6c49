package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers of a region in one process: added, asked, restarted with it, taken along when it goes back in its history, and removed. */
class InstanceTest {
    private static final Pattern URL = Pattern.compile("\"url\" : \"([^\"]+)\"");

    @TempDir
    private Path folder = Path.of("");

    private DetachedRegion region = new DetachedRegion(folder);

    @BeforeEach
    void start() throws IOException, InterruptedException {
        region = new DetachedRegion(folder);
        region.start("--fault-injection");
    }

    @AfterEach
    void endWhatStillRuns() throws IOException, InterruptedException {
        region.kill();
    }

    /** Adds a reader; how to connect to it. */
    private String add(String name) throws IOException, InterruptedException {
        Matcher url = URL.matcher(region.done("instance add", "--json", name));
        assertThat(url.find()).isTrue();
        return url.group(1);
    }

    private String ask(String url, String statement) throws IOException, InterruptedException {
        return region.psqlAt(url, statement);
    }

    @Test
    void readersShowWhatTheWriterHasCommitted() throws Exception {
        region.psql("CREATE TABLE t (id integer PRIMARY KEY, v text)");
        region.psql("INSERT INTO t SELECT i, 'row ' || i FROM generate_series(1, 2000) i");
        String one = add("reader-1");
        String two = add("reader-2");
        assertThat(ask(one, "SELECT count(*), max(v) FROM t")).isEqualTo("2000|row 999");
        assertThat(ask(one, "SELECT pg_is_in_recovery(), aurora_db_instance_identifier()"))
                .isEqualTo("t|reader-1");
        assertThat(ask(
                                two,
                                "SELECT server_id, session_id = 'MASTER_SESSION_ID' FROM aurora_replica_status() ORDER BY 1")
                        .lines())
                .containsExactly("instance-1|t", "reader-1|f", "reader-2|f");
        assertThat(region.done("instance list")).contains("reader-1", "reader-2", "ms behind instance-1");

        region.psql("CREATE TABLE u AS SELECT 7 AS seven");
        assertThat(region.awaitAt(one, "SELECT seven FROM u", "7")).isEqualTo("7");
        region.psql("SELECT aurora_inject_crash('instance')");
        region.psqlWhenServed("INSERT INTO u VALUES (8)");
        assertThat(region.awaitAt(two, "SELECT sum(seven) FROM u", "15")).isEqualTo("15");

        String before = region.momentAfter("DELETE FROM t WHERE id > 3");
        region.psql("DELETE FROM t");
        assertThat(region.awaitAt(one, "SELECT count(*) FROM t", "0")).isEqualTo("0");
        region.done("backtrack", "--to", before);
        region.psqlWhenServed("SELECT 1");
        assertThat(region.awaitAt(one, "SELECT count(*) FROM t", "3")).isEqualTo("3");

        region.stop();
        region.start();
        assertThat(region.awaitAt(one, "SELECT count(*) FROM t", "3")).isEqualTo("3");
        region.done("instance remove", "reader-1");
        assertThat(region.done("instance list")).doesNotContain("reader-1").contains("reader-2");
        assertThat(region.awaitAt(two, "SELECT count(*) FROM t", "3")).isEqualTo("3");
    }

    @Test
    @Tag("long")
    void refusesWhatCannotBe() throws Exception {
        add("reader-1");
        assertThat(region.refused("instance add", "reader-1")).contains("already");
        assertThat(region.refused("instance add", "instance-1")).contains("already");
        assertThat(region.refused("instance add", "storage-a1")).contains("already");
        assertThat(region.refused("instance add", "Reader")).contains("no name for an instance");
        assertThat(region.refused("instance remove", "nobody")).contains("no instance 'nobody'");
        assertThat(region.refused("instance remove", "instance-1")).contains("is the writer");
        assertThat(region.run("instance add", "--memory", "1KB", "small").exitCode())
                .isEqualTo(2);
    }
}
