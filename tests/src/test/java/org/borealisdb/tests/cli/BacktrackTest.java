package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.tests.cli.Launcher.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running database goes back in its history, and forward again, across restarts and by LSN; and what is no point in it is refused. */
class BacktrackTest {
    private static final Pattern PID = Pattern.compile("\"pid\" : ([0-9]+)");
    private static final Pattern LEFT = Pattern.compile("\"leftLsn\" : ([0-9]+)");

    @TempDir
    private Path folder = Path.of("");

    private Launcher launcher = new Launcher(folder);
    private String data = "";

    @BeforeEach
    void start() throws IOException, InterruptedException {
        launcher = new Launcher(folder);
        data = folder.resolve("data").toString();
        startDetached();
    }

    @AfterEach
    void endWhatStillRuns() throws IOException, InterruptedException {
        Matcher pid =
                PID.matcher(launcher.run("status", "--data", data, "--json").output());
        if (pid.find()) {
            ProcessHandle.of(Long.parseLong(pid.group(1))).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void startDetached() throws IOException, InterruptedException {
        Outcome start = launcher.run("start", "--data", data, "--port", "0", "--memory", "64MB", "--detach");
        assertThat(start.exitCode()).as(start.errors() + start.output()).isZero();
    }

    private String psql(String statement) throws IOException, InterruptedException {
        Outcome answer = launcher.run("psql", "--data", data, "-Atc", statement);
        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        return answer.output().strip();
    }

    private Outcome backtrack(String... where) throws IOException, InterruptedException {
        String[] words = new String[3 + where.length];
        words[0] = "backtrack";
        words[1] = "--data";
        words[2] = data;
        System.arraycopy(where, 0, words, 3, where.length);
        return launcher.run(words);
    }

    /** The time of the server once every point up to now is behind it: the index has one a second. */
    private String momentAfter(String statement) throws IOException, InterruptedException {
        psql(statement);
        psql("SELECT pg_sleep(2.5)");
        String moment = psql("SELECT now()");
        psql("SELECT pg_sleep(1.5)");
        return moment.substring(0, 19) + "Z";
    }

    @Test
    void goesBackAndForwardAgain() throws Exception {
        psql("CREATE TABLE t (id integer PRIMARY KEY, v text)");
        String whole = momentAfter("INSERT INTO t SELECT i, 'row ' || i FROM generate_series(1, 2000) i");
        psql("DELETE FROM t WHERE id > 3");
        psql("UPDATE t SET v = 'changed'");
        psql("CREATE TABLE later (id integer)");
        assertThat(psql("SELECT count(*) FROM t")).isEqualTo("3");

        Outcome back = backtrack("--to", whole);
        assertThat(back.exitCode()).as(back.errors()).isZero();
        assertThat(back.output()).contains("The database is as it was at", "are set aside", "Nobody was answered for");
        assertThat(psql("SELECT count(*), min(v), max(id) FROM t")).isEqualTo("2000|row 1|2000");
        assertThat(psql("SELECT count(*) FROM pg_class WHERE relname = 'later'"))
                .isEqualTo("0");
        psql("INSERT INTO t VALUES (5000, 'written after going back')");

        // It stays so across a restart, and forward is where it was, not what was written since.
        assertThat(launcher.run("stop", "--data", data).exitCode()).isZero();
        startDetached();
        assertThat(psql("SELECT count(*) FROM t")).isEqualTo("2001");
        Outcome forward = backtrack("--undo", "--json");
        assertThat(forward.exitCode()).as(forward.errors()).isZero();
        assertThat(psql("SELECT count(*), max(v) FROM t")).isEqualTo("3|changed");
        assertThat(psql("SELECT count(*) FROM later")).isEqualTo("0");

        // And what that left can be gone to by its LSN.
        Matcher left = LEFT.matcher(forward.output());
        assertThat(left.find()).as(forward.output()).isTrue();
        Outcome again = backtrack("--to", left.group(1));
        assertThat(again.exitCode()).as(again.errors()).isZero();
        assertThat(psql("SELECT count(*), max(id) FROM t")).isEqualTo("2001|5000");
    }

    @Test
    void refusesWhatIsNoPointOfItsHistory() throws Exception {
        psql("CREATE TABLE t (id integer)");
        for (String[] wrong : new String[][] {
            {"--to", "yesterday", "no point in history"},
            {"--to", "2999-01-01 00:00:00", "future"},
            {"--to", "2001-01-01 00:00:00", "does not go back that far"},
            {"--to", "999999999999", "does not exist yet"},
        }) {
            Outcome refused = backtrack(wrong[0], wrong[1]);
            assertThat(refused.exitCode()).as(wrong[1]).isOne();
            assertThat(refused.errors().lines()).hasSize(1);
            assertThat(refused.errors()).contains(wrong[2]);
        }
        Outcome undo = backtrack("--undo");
        assertThat(undo.exitCode()).isOne();
        assertThat(undo.errors()).contains("was not rewound");
        assertThat(psql("SELECT count(*) FROM t")).isEqualTo("0");
        assertThat(launcher.run("stop", "--data", data).exitCode()).isZero();
        assertThat(backtrack("--undo").errors()).contains("does not run");
    }
}
