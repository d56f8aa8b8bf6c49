package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions out of a backup by the command line, also of what was deleted meanwhile. */
class BackupRestoreTest {
    private static final Pattern NEWEST = Pattern.compile(" to (\\S+) (\\S+) \\(LSN");

    @TempDir
    private Path folder = Path.of("");

    private DetachedRegion region = new DetachedRegion(folder);
    private DetachedRegion restored = new DetachedRegion(folder);

    @BeforeEach
    void start() throws IOException, InterruptedException {
        region = new DetachedRegion(Files.createDirectory(folder.resolve("source")));
        restored = new DetachedRegion(Files.createDirectory(folder.resolve("restored")));
        region.start();
    }

    @AfterEach
    void endWhatStillRuns() throws IOException, InterruptedException {
        region.kill();
        restored.kill();
    }

    @Test
    void aDeletedCloneIsInTheBackupForTheRetention() throws Exception {
        region.psql("CREATE TABLE t (id integer PRIMARY KEY, v text)");
        region.psql("INSERT INTO t VALUES (1, 'source')");
        region.done("clone", "--name", "work");
        region.psqlOf("work", "INSERT INTO t SELECT i, 'clone' FROM generate_series(2, 1000) i");
        LocalDateTime written = LocalDateTime.now(ZoneId.systemDefault());
        region.psqlOf("work", "INSERT INTO t VALUES (1001, 'later')");
        awaitBackup("work", written);
        region.done("cluster delete", "work");
        region.psql("INSERT INTO t VALUES (2, 'source')");

        assertThat(restore("--cluster", "nobody", "--keys", region.folder("keys"))
                        .errors())
                .contains("nobody");
        assertThat(restore("--cluster", "work").errors()).contains("--keys");
        Launcher.Outcome outcome = restore("--cluster", "work", "--keys", region.folder("keys"));
        assertThat(outcome.output()).as(outcome.errors()).contains("is as it was at", "./borealis start --data");
        restored.start();
        assertThat(restored.psql("SELECT count(*) FROM t WHERE id <= 1000 AND v = 'clone'"))
                .isEqualTo("999");
        restored.psql("DELETE FROM t");
        assertThat(region.psql("SELECT count(*) FROM t")).isEqualTo("2");
    }

    private Launcher.Outcome restore(String... more) throws IOException, InterruptedException {
        String[] words = new String[more.length + 2];
        words[0] = "--from";
        words[1] = region.folder("backup");
        System.arraycopy(more, 0, words, 2, more.length);
        return restored.run("backup restore", words);
    }

    private String listed() throws IOException, InterruptedException {
        return restored.done("backup restore", "--from", region.folder("backup"), "--list");
    }

    /** Waits until what can be restored of a cluster goes beyond {@code time} of this machine. */
    private void awaitBackup(String cluster, LocalDateTime time) throws IOException, InterruptedException {
        String line = "cluster " + cluster + ": from ";
        while (true) {
            Matcher newest = NEWEST.matcher(listed().lines()
                    .filter(each -> each.startsWith(line))
                    .findFirst()
                    .orElse(""));
            if (newest.find()
                    && LocalDateTime.parse(newest.group(1) + "T" + newest.group(2))
                            .isAfter(time)) {
                return;
            }
        }
    }
}
