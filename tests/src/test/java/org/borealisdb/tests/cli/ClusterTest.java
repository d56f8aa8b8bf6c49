package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clones and snapshots of a running region: what they begin with, that they are on their own, and that they outlive each other and restarts. */
class ClusterTest {
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
    @Tag("long")
    void clonesBeginAtAPointAndGoOnByThemselves() throws Exception {
        region.psql("CREATE TABLE t (id integer PRIMARY KEY, v text)");
        String early = region.momentAfter("INSERT INTO t SELECT i, 'row ' || i FROM generate_series(1, 2000) i");
        region.psql("DELETE FROM t WHERE id > 3");

        assertThat(region.done("clone", "--name", "now")).contains("The cluster now is the main cluster at", "psql \"");
        region.done("clone", "--name", "before", "--to", early);
        assertThat(region.psqlOf("now", "SELECT count(*) FROM t")).isEqualTo("3");
        assertThat(region.psqlOf("before", "SELECT count(*), max(id) FROM t")).isEqualTo("2000|2000");

        region.psqlOf("now", "INSERT INTO t VALUES (10, 'clone')");
        region.psqlOf("before", "DELETE FROM t WHERE id = 1");
        region.psql("INSERT INTO t VALUES (20, 'source'), (21, 'source')");
        region.done("clone", "--name", "of-clone", "--from", "before");
        region.psqlOf("of-clone", "CREATE TABLE own (id integer)");
        assertThat(region.psql("SELECT count(*) FROM t")).isEqualTo("5");
        assertThat(region.psqlOf("now", "SELECT count(*) FROM t")).isEqualTo("4");

        // The one in the middle goes first; all others stay what they were, across a restart.
        region.done("cluster delete", "before");
        region.stop();
        region.start();
        assertThat(region.psql("SELECT count(*) FROM t")).isEqualTo("5");
        awaitServed("now");
        awaitServed("of-clone");
        assertThat(region.psqlOf("now", "SELECT string_agg(v, ',' ORDER BY id) FROM t"))
                .isEqualTo("row 1,row 2,row 3,clone");
        assertThat(region.psqlOf("of-clone", "SELECT count(*), min(id) FROM t")).isEqualTo("1999|2");
        assertThat(region.done("cluster list").lines())
                .anyMatch(line -> line.startsWith("  of-clone"))
                .noneMatch(line -> line.startsWith("  before"));
    }

    @Test
    void snapshotsStayUntilTheyAreDeleted() throws Exception {
        region.psql("CREATE TABLE t (id integer)");
        region.psql("INSERT INTO t VALUES (1)");
        region.done("clone", "--name", "work");
        region.psqlOf("work", "INSERT INTO t VALUES (2)");
        region.done("snapshot", "--of", "work", "--name", "kept");
        region.psqlOf("work", "INSERT INTO t VALUES (3)");
        region.done("cluster delete", "work");

        region.done("restore", "--from", "kept", "--name", "again");
        assertThat(region.psqlOf("again", "SELECT sum(id) FROM t")).isEqualTo("3");
        region.psqlOf("again", "DELETE FROM t");
        region.done("restore", "--from", "kept", "--name", "once-more");
        assertThat(region.done("snapshot", "--list")).contains("kept");
        region.done("snapshot", "--delete", "kept");
        assertThat(region.psqlOf("once-more", "SELECT sum(id) FROM t")).isEqualTo("3");
        assertThat(region.done("timeline", "--cluster", "once-more")).contains("current");
    }

    @Test
    @Tag("long")
    void refusesWhatCannotBe() throws Exception {
        assertThat(region.refused("clone", "--name", "Wrong")).contains("no name for a cluster");
        assertThat(region.refused("clone", "--name", "main")).contains("already");
        assertThat(region.refused("clone", "--name", "a", "--from", "nobody"))
                .contains("no cluster or snapshot 'nobody'");
        assertThat(region.refused("clone", "--name", "a", "--to", "2001-01-01 00:00:00"))
                .contains("does not go back that far");
        assertThat(region.refused("clone", "--name", "a", "--to", "2999-01-01 00:00:00"))
                .contains("future");
        assertThat(region.refused("cluster delete", "main")).contains("goes with the region");
        assertThat(region.refused("snapshot", "--delete", "a")).contains("no cluster or snapshot 'a'");
        assertThat(region.refused("restore", "--from", "main", "--name", "a")).contains("not a snapshot");
        // What was refused left nothing behind.
        assertThat(region.done("clone", "--name", "a")).contains("The cluster a is");
        assertThat(region.refused("clone", "--name", "a")).contains("already");
        region.stop();
        assertThat(region.refused("clone", "--name", "b")).contains("does not run");
    }

    /** Clusters beside the main one are opened after the region is ready. */
    private void awaitServed(String cluster) throws IOException, InterruptedException {
        while (region.run("psql", "--cluster", cluster, "-Atc", "SELECT 1").exitCode() != 0) {
            assertThat(region.done("cluster list")).doesNotContain("not served");
        }
    }
}
