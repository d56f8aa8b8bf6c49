package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.tests.cli.Launcher.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running database goes back in its history, and forward again, across restarts and by LSN; and what is no point in it is refused. */
@Tag("long")
class BacktrackTest {
    private static final Pattern LEFT = Pattern.compile("\"leftLsn\" : ([0-9]+)");

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
    void goesBackAndForwardAgain() throws Exception {
        region.psql("CREATE TABLE t (id integer PRIMARY KEY, v text)");
        String whole = region.momentAfter("INSERT INTO t SELECT i, 'row ' || i FROM generate_series(1, 2000) i");
        region.psql("DELETE FROM t WHERE id > 3");
        region.psql("UPDATE t SET v = 'changed'");
        region.psql("CREATE TABLE later (id integer)");
        assertThat(region.psql("SELECT count(*) FROM t")).isEqualTo("3");

        Outcome back = region.run("backtrack", "--to", whole);
        assertThat(back.exitCode()).as(back.errors()).isZero();
        assertThat(back.output()).contains("The database is as it was at", "are set aside", "Nobody was answered for");
        assertThat(region.psql("SELECT count(*), min(v), max(id) FROM t")).isEqualTo("2000|row 1|2000");
        assertThat(region.psql("SELECT count(*) FROM pg_class WHERE relname = 'later'"))
                .isEqualTo("0");
        region.psql("INSERT INTO t VALUES (5000, 'written after going back')");

        // It stays so across a restart, and forward is where it was, not what was written since.
        region.stop();
        region.start();
        assertThat(region.psql("SELECT count(*) FROM t")).isEqualTo("2001");
        Outcome forward = region.run("backtrack", "--undo", "--json");
        assertThat(forward.exitCode()).as(forward.errors()).isZero();
        assertThat(region.psql("SELECT count(*), max(v) FROM t")).isEqualTo("3|changed");
        assertThat(region.psql("SELECT count(*) FROM later")).isEqualTo("0");

        // And what that left can be gone to by its LSN.
        Matcher left = LEFT.matcher(forward.output());
        assertThat(left.find()).as(forward.output()).isTrue();
        Outcome again = region.run("backtrack", "--to", left.group(1));
        assertThat(again.exitCode()).as(again.errors()).isZero();
        assertThat(region.psql("SELECT count(*), max(id) FROM t")).isEqualTo("2001|5000");
    }

    @Test
    void refusesWhatIsNoPointOfItsHistory() throws Exception {
        region.psql("CREATE TABLE t (id integer)");
        for (String[] wrong : new String[][] {
            {"--to", "yesterday", "no point in history"},
            {"--to", "2999-01-01 00:00:00", "future"},
            {"--to", "2001-01-01 00:00:00", "does not go back that far"},
            {"--to", "999999999999", "does not exist yet"},
        }) {
            Outcome refused = region.run("backtrack", wrong[0], wrong[1]);
            assertThat(refused.exitCode()).as(wrong[1]).isOne();
            assertThat(refused.errors().lines()).hasSize(1);
            assertThat(refused.errors()).contains(wrong[2]);
        }
        Outcome undo = region.run("backtrack", "--undo");
        assertThat(undo.exitCode()).isOne();
        assertThat(undo.errors()).contains("was not rewound");
        assertThat(region.psql("SELECT count(*) FROM t")).isEqualTo("0");
        region.stop();
        assertThat(region.run("backtrack", "--undo").errors()).contains("does not run");
    }
}
