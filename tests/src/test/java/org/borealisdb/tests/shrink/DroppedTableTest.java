package org.borealisdb.tests.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.server.role.KeptHistory;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionInOneProcess;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.storage.node.StorageSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of 100 MB beside another one, dropped in a region that keeps two seconds of history. */
class DroppedTableTest {
    private static final String PASSWORD = "secret";
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    private final List<String> failures = new ArrayList<>();
    private final RealWorld world = RealWorld.create((task, failure) -> failures.add(task + ": " + failure));

    @AfterEach
    void end() {
        world.close();
        assertThat(failures).isEmpty();
    }

    private VolumeReport await(RegionInOneProcess region, Predicate<VolumeReport> wanted) {
        long giveUp = world.clock().nanoTime() + PATIENCE_NANOS;
        VolumeReport report = region.volumes().getFirst();
        while (!wanted.test(report)) {
            assertThat(world.clock().nanoTime()).as(report.toString()).isLessThan(giveUp);
            world.tasks().sleep(100_000_000);
            report = region.volumes().getFirst();
        }
        return report;
    }

    private static String answer(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void givesItsBytesBack() throws Exception {
        RegionPlan plan = RegionPlan.inOneProcess(folder, HostPort.loopback(0), ByteSize.ofMebibytes(64))
                .withHistory(new KeptHistory(Duration.ofSeconds(2), ByteSize.ofMebibytes(1024)));
        try (RegionInOneProcess region =
                new RegionInOneProcess(plan, StorageSettings.standard(), world, failures::add)) {
            region.open(PASSWORD);
            String url = "jdbc:postgresql://127.0.0.1:" + region.clientPlace().port() + "/postgres";
            try (Connection connection = DriverManager.getConnection(url, "postgres", PASSWORD);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (id integer PRIMARY KEY, v text)");
                statement.execute(
                        "INSERT INTO kept SELECT i, repeat(md5(i::text), 10) FROM generate_series(1, 5000) i");
                statement.execute("CREATE TABLE large (id integer PRIMARY KEY, v text)");
                statement.execute("INSERT INTO large SELECT i, md5(i::text) || md5((i * 7)::text) || md5((i * 3)::text)"
                        + " || repeat(md5(i::text), 26) FROM generate_series(1, 100000) i");
                await(region, report -> report.usedBytes().orElse(0) > 90 * MEGABYTE);
                statement.execute("DROP TABLE large");
                VolumeReport emptied =
                        await(region, report -> report.usedBytes().orElseThrow() < 8 * MEGABYTE);
                assertThat(emptied.usedBytes().orElseThrow()).isPositive();
                // Everything that was in memory comes into layers, which may be after the table was dropped, and of
                // these nothing is left but what is in use.
                await(
                        region,
                        report -> report.backlogBytes() < 6 * MEGABYTE
                                && report.layerBytes() > 0
                                && report.layerBytes() < 6 * 6 * MEGABYTE);
                assertThat(answer(statement, "SELECT sum(length(v)) || ' ' || count(*) FROM kept"))
                        .isEqualTo("1600000 5000");
                assertThat(answer(statement, "SELECT used_bytes < 8388608 FROM borealis_volume"))
                        .isEqualTo("t");
                // What was given back is used again.
                statement.execute("CREATE TABLE again AS SELECT * FROM kept");
                assertThat(answer(statement, "SELECT count(*) FROM again")).isEqualTo("5000");
            }
        }
    }
}
