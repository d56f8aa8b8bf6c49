package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A zone that is lost for long: with its places not counted, one more node may be lost, and the zone returns. */
@Tag("long")
class LostZoneTest {
    @TempDir
    private Path folder = Path.of("");

    private DetachedRegion region = new DetachedRegion(folder);

    @AfterEach
    void endWhatStillRuns() throws IOException, InterruptedException {
        region.kill();
    }

    @Test
    void withoutAZoneOneMoreNodeMayBeLost() throws Exception {
        region = new DetachedRegion(folder);
        region.start("--fault-injection");
        region.psql("CREATE TABLE t (id integer)");
        region.psql("SELECT borealis_inject_zone_loss('c', 600)");
        assertThat(region.refused("zone lost", "z")).contains("there is no zone z; there are a, b, c");
        assertThat(region.refused("zone back", "c")).contains("zone c is not lost");
        assertThat(region.done("zone lost", "c")).contains("do not count any more: writes need 3 of the other 4.");
        assertThat(region.refused("zone lost", "a")).contains("zone c is lost");

        // Disk 3 of 0 to 5 is the second of zone b: with 4 of 6 no write would go on.
        region.psql("SELECT aurora_inject_disk_failure(100, 3, false, 600)");
        region.psql("INSERT INTO t SELECT * FROM generate_series(1, 100)");
        region.psql("SELECT aurora_inject_crash('instance')");
        assertThat(region.psqlWhenServed("SELECT count(*) FROM t")).isEqualTo("100");
        assertThat(region.done("volume status")).contains("writes need 3 of 4 copies, zone c being lost");

        region.psql("SELECT borealis_inject_end()");
        assertThat(region.done("zone back", "c")).contains("count again: writes need 4 of 6.");
        region.psql("INSERT INTO t VALUES (101)");
        region.psql("SELECT borealis_inject_zone_loss('a', 600)");
        region.psql("INSERT INTO t VALUES (102)");
        assertThat(region.psql("SELECT count(*) FROM t")).isEqualTo("102");
    }
}
