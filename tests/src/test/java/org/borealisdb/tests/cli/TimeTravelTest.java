package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that read the database as it was, beside others that go on writing it. */
@Tag("long")
class TimeTravelTest {
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

    private String asOf(String point, String statement) throws IOException, InterruptedException {
        return region.done("psql", "-qAtc", "SET borealis.as_of = '" + point + "'", "-c", statement)
                .strip();
    }

    private String refusedAsOf(String point, String statement) throws IOException, InterruptedException {
        return region.run("psql", "-qAtc", "SET borealis.as_of = '" + point + "'", "-c", statement)
                .errors();
    }

    @Test
    void readsWhatWas() throws Exception {
        region.psql("CREATE TABLE t (id integer PRIMARY KEY, v text); CREATE SEQUENCE s");
        String early = region.momentAfter("INSERT INTO t SELECT i, 'row ' || i FROM generate_series(1, 2000) i");
        region.psql("DELETE FROM t WHERE id > 3");
        region.psql("ALTER TABLE t ADD COLUMN more integer DEFAULT 7");
        assertThat(asOf(early, "SELECT count(*), max(id), max(v) FROM t")).isEqualTo("2000|2000|row 999");
        assertThat(asOf(early, "SELECT * FROM t WHERE id = 5")).isEqualTo("5|row 5");
        assertThat(region.psql("SELECT count(*), min(more) FROM t")).isEqualTo("3|7");

        // There and back in one session, which keeps its other settings.
        assertThat(region.done(
                                "psql",
                                "-qAt",
                                "-c",
                                "SET search_path = public, pg_catalog",
                                "-c",
                                "SET borealis.as_of = '" + early + "'",
                                "-c",
                                "SELECT count(*) FROM t",
                                "-c",
                                "RESET borealis.as_of",
                                "-c",
                                "SELECT count(*) FROM t",
                                "-c",
                                "SHOW search_path")
                        .lines())
                .containsExactly("2000", "3", "public, pg_catalog");

        assertThat(refusedAsOf(early, "INSERT INTO t VALUES (1)")).contains("read-only transaction");
        assertThat(refusedAsOf(early, "SELECT nextval('s')")).contains("read-only transaction");
        assertThat(refusedAsOf(early, "SELECT * FROM t FOR UPDATE")).contains("read-only transaction");
        assertThat(refusedAsOf(early, "BEGIN READ WRITE; DROP TABLE t")).contains("in the past");
        assertThat(refusedAsOf("2999-01-01 00:00:00", "SELECT 1")).contains("future");
        assertThat(refusedAsOf("999999999999 (as it is shown)", "SELECT 1")).contains("does not exist yet");
        assertThat(refusedAsOf("long ago", "SELECT 1")).contains("no point in history");
        assertThat(refusedAsOf("2001-01-01 00:00:00", "SELECT 1")).contains("does not go back that far");
        assertThat(region.run("psql", "-c", "BEGIN; SET borealis.as_of = '1s'").errors())
                .contains("cannot run inside a transaction block");
        assertThat(region.psql("SELECT count(*) FROM t")).isEqualTo("3");
    }
}
