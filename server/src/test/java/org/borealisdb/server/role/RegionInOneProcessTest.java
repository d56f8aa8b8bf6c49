package org.borealisdb.server.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.storage.node.StorageSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storage nodes and writer wired together on real files and threads. */
class RegionInOneProcessTest {
    @TempDir
    private Path data = Path.of("");

    private final AtomicReference<String> ended = new AtomicReference<>("");

    private RealWorld world() {
        return RealWorld.create((task, failure) -> ended.set(task + ": " + failure));
    }

    private RegionInOneProcess region(RealWorld world) {
        RegionPlan plan = RegionPlan.inOneProcess(data, HostPort.loopback(0), ByteSize.ofMebibytes(64));
        return new RegionInOneProcess(plan, StorageSettings.tiny(), world, ended::set);
    }

    @Test
    void opensAgainWhatItClosed() {
        for (int start = 0; start < 3; start++) {
            try (RealWorld world = world();
                    RegionInOneProcess region = region(world)) {
                region.open("secret");
                assertThat(region.health()).hasSize(7).allSatisfy(node -> {
                    assertThat(node.state()).as(node.toString()).isEqualTo("running");
                    assertThat(node.reason()).isEmpty();
                });
            }
        }
        assertThat(ended.get()).isEmpty();
    }

    @Test
    void showsItsVolumeWithEverySegmentAndWhatEveryNodeHolds() {
        try (RealWorld world = world();
                RegionInOneProcess region = region(world)) {
            assertThat(region.volumes()).isEmpty();
            region.open("secret");
            VolumeReport volume = region.volumes().getFirst();
            // The healer asks at its own pace.
            while (volume.nodes().isEmpty()) {
                world.tasks().sleep(10_000_000);
                volume = region.volumes().getFirst();
            }
            assertThat(volume.vdl()).isPositive();
            assertThat(volume.nodes()).hasSize(6).allSatisfy(node -> {
                assertThat(node.serving()).isTrue();
                assertThat(node.segments()).isEqualTo(volume(region).groups());
                assertThat(node.journalBytes()).isPositive();
            });
            assertThat(volume.worst().getFirst().segments()).hasSize(6);
            assertThat(volume.worst().getFirst().healthy()).isEqualTo(6);
        }
    }

    private static VolumeReport volume(RegionInOneProcess region) {
        return region.volumes().getFirst();
    }

    @Test
    void goesOnWithoutANodeThatCannotStart() throws IOException {
        try (RealWorld world = world();
                RegionInOneProcess region = region(world)) {
            region.open("secret");
        }
        // Somebody else has the node's folder.
        Path lock = data.resolve("storage-b1").resolve("lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock();
                RealWorld world = world();
                RegionInOneProcess region = region(world)) {
            region.open("secret");
            assertThat(region.health().stream().filter(node -> !node.state().equals("running")))
                    .singleElement()
                    .satisfies(node -> {
                        assertThat(node.name()).isEqualTo("storage-b1");
                        assertThat(node.state()).isEqualTo("failed");
                        assertThat(node.reason()).isNotEmpty();
                    });
        }
        assertThat(Files.exists(lock)).isTrue();
        assertThat(ended.get()).isEmpty();
    }
}
