package org.borealisdb.tests.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.server.cluster.ClusterRecord;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.OpenDataFolder;
import org.borealisdb.server.role.BackupPlan;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionInOneProcess;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.RegionRestore;
import org.borealisdb.server.role.RegionStores;
import org.borealisdb.storage.backup.TimePoint;
import org.borealisdb.storage.node.StorageSettings;
import org.borealisdb.storage.restore.BackupCopy;
import org.borealisdb.storage.restore.BackupView;
import org.borealisdb.storage.restore.RestoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients write and keep a ledger; every storage node's disk is deleted; and what is restored, at twenty random seconds, is compared with the ledger. */
class RestoreTest {
    private static final String PASSWORD = "secret";
    private static final ByteSize NEED = ByteSize.ofMebibytes(1);
    private static final int RESTORES = 20;
    private static final long WRITING_NANOS = 25_000_000_000L;
    /** A time point a turn: one a second, unless the machine is very busy. */
    private static final long OLDEST_MILLIS = 20_000;

    @TempDir
    private Path folder = Path.of("");

    private final List<String> failures = new ArrayList<>();
    private final RealWorld world = RealWorld.create((task, failure) -> failures.add(task + ": " + failure));
    private final RegionStores stores = new RegionStores(world);

    @AfterEach
    void end() {
        stores.close();
        world.close();
        assertThat(failures).isEmpty();
    }

    private RegionInOneProcess region(Path data, BackupPlan backup) {
        RegionPlan plan = RegionPlan.inOneProcess(data, HostPort.loopback(0), ByteSize.ofMebibytes(64))
                .withBackup(backup);
        return new RegionInOneProcess(plan, StorageSettings.tiny(), world, failures::add);
    }

    private static Connection connect(RegionInOneProcess region) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + region.clientPlace().port() + "/postgres", "postgres", PASSWORD);
    }

    private void write(RegionInOneProcess region, WrittenLedger ledger, long until) {
        try (Connection connection = connect(region)) {
            while (world.clock().nanoTime() - until < 0) {
                ledger.write(connection);
                world.tasks().sleep(2_000_000);
            }
        } catch (SQLException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }

    private List<WrittenLedger> writeFor(RegionInOneProcess region, long nanos) throws SQLException {
        try (Connection connection = connect(region)) {
            WrittenLedger.create(connection);
        }
        List<WrittenLedger> ledgers = new ArrayList<>();
        List<Task> writers = new ArrayList<>();
        long until = world.clock().nanoTime() + nanos;
        for (int writer = 1; writer <= 3; writer++) {
            WrittenLedger ledger = new WrittenLedger(world.clock(), writer);
            ledgers.add(ledger);
            writers.add(world.tasks().start("writer", TaskKind.SESSION, () -> write(region, ledger, until)));
        }
        writers.forEach(Task::join);
        return ledgers;
    }

    private static void delete(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void isAtEverySecondWhatItWas() throws Exception {
        Path data = folder.resolve("data");
        BackupPlan backup = new BackupPlan(folder.resolve("backup").toString(), BackupPlan.NONE.retention());
        List<WrittenLedger> ledgers = new ArrayList<>();
        inFolder(data, () -> {
            try (RegionInOneProcess region = region(data, backup)) {
                region.open(PASSWORD);
                ledgers.addAll(writeFor(region, WRITING_NANOS));
            }
        });
        assertThat(failures).isEmpty();
        // Who loses the master key too has lost the data: it is kept apart.
        Files.move(data.resolve("keys"), folder.resolve("keys"));
        assertThat(ledgers).allSatisfy(ledger -> assertThat(ledger.size()).isGreaterThan(50));
        delete(data);

        BackupView view = BackupView.read(stores.open(backup.place()), ClusterRecord.MAIN_VOLUME, world.tasks());
        TimePoint earliest = view.earliest().orElseThrow();
        TimePoint latest = view.latest().orElseThrow();
        assertThat(latest.millis() - earliest.millis()).isGreaterThan(10_000);
        // The first point at which there are the tables: on a busy machine the backup may begin behind them.
        long begun =
                pointFrom(view, Math.max(earliest.millis(), ledgers.getFirst().since()));
        Random random = new Random(20);
        for (int restore = 0; restore < RESTORES; restore++) {
            long millis = begun + random.nextLong(latest.millis() - begun + 1);
            TimePoint point = view.at(millis);
            assertThat(point.millis()).isBetween(millis - OLDEST_MILLIS, millis);
            Path restored = folder.resolve("restored-" + restore);
            inFolder(restored, () -> {
                new DataFolder(restored).copyKeys(folder.resolve("keys"));
                new RegionRestore(new DataFolder(restored), world).run(view, point);
                compare(restored, ledgers, point);
            });
            delete(restored);
        }
        isInACopyToo(view, view.at((begun + latest.millis()) / 2), ledgers);
        Path keyless = folder.resolve("keyless");
        assertThatThrownBy(() ->
                        inFolder(keyless, () -> new RegionRestore(new DataFolder(keyless), world).run(view, latest)))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageContaining("keys");
        assertThatThrownBy(() -> view.at(earliest.millis() - 1))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("does not go back that far");
    }

    private static long pointFrom(BackupView view, long millis) {
        long at = millis;
        while (view.at(at).millis() < millis) {
            at += 100;
        }
        return view.at(at).millis();
    }

    /** A snapshot is restored like a backup, but at its own moment only; and a whole copy at any. */
    private void isInACopyToo(BackupView view, TimePoint point, List<WrittenLedger> ledgers) throws Exception {
        for (String name : List.of("snapshot", "copy")) {
            ObjectStore target = stores.open(folder.resolve(name).toString());
            BackupCopy copy = new BackupCopy(view, target, world.clock(), world.random());
            assertThat(name.equals("copy") ? copy.all() : copy.snapshot(point)).isPositive();
            // Repeated, there is nothing left to copy.
            BackupCopy again = new BackupCopy(view, target, world.clock(), world.random());
            assertThat(name.equals("copy") ? again.all() : again.snapshot(point))
                    .isZero();
            BackupView copied = BackupView.read(target, ClusterRecord.MAIN_VOLUME, world.tasks());
            assertThat(copied.at(point.millis())).isEqualTo(point);
            assertThat(copied.earliest().equals(copied.latest())).isEqualTo(name.equals("snapshot"));
            Path restored = folder.resolve("from-" + name);
            inFolder(restored, () -> {
                new DataFolder(restored).copyKeys(folder.resolve("keys"));
                new RegionRestore(new DataFolder(restored), world).run(copied, point);
                compare(restored, ledgers, point);
            });
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static void inFolder(Path data, Work work) throws SQLException {
        OpenDataFolder open = OpenDataFolder.open(new DataFolder(data), Optional.of(PASSWORD), NEED, NEED);
        try {
            work.run();
        } finally {
            open.close();
        }
    }

    private void compare(Path restored, List<WrittenLedger> ledgers, TimePoint point) throws SQLException {
        try (RegionInOneProcess region = region(restored, BackupPlan.NONE)) {
            region.open(PASSWORD);
            try (Connection connection = connect(region);
                    Statement statement = connection.createStatement()) {
                for (WrittenLedger ledger : ledgers) {
                    ledger.compare(connection, point.millis());
                }
                // It can be written, too.
                statement.execute("CREATE TABLE written_after (id int PRIMARY KEY)");
            }
        }
    }
}
