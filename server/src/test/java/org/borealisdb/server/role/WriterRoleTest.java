package org.borealisdb.server.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.real.net.LocalNetwork;
import org.borealisdb.storage.node.StorageSettings;
import org.borealisdb.volume.PreviousWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of one region, one after the other. */
class WriterRoleTest {
    private static final int POOL_MEBIBYTES = 16;

    @TempDir
    private Path data = Path.of("");

    private final CompletableFuture<String> ended = new CompletableFuture<>();

    @Test
    void aFencedInstanceEndsByItsGuardAndCanBeAskedHowItIsAllTheWhile() {
        RegionPlan plan = RegionPlan.inOneProcess(data, HostPort.loopback(0), ByteSize.ofMebibytes(POOL_MEBIBYTES));
        try (RealWorld world = RealWorld.create((task, failure) -> ended.complete(task + ": " + failure))) {
            LocalNetwork network = new LocalNetwork(world.metrics());
            KeyService keys = new RegionKeys(plan, world).service();
            List<StorageNodeRole> storage = plan.storageNodes().stream()
                    .map(place -> new StorageNodeRole(place, world, keys, network, StorageSettings.tiny()))
                    .toList();
            storage.forEach(StorageNodeRole::open);
            FileMetadataLog log =
                    new FileMetadataLog(new RealFileStore(plan.metadataFolder()), world.tasks(), world.clock());
            InstancePlace first = plan.instances().getFirst();
            InstancePlace second =
                    new InstancePlace(new Address("rival"), first.zone(), first.place(), first.clients(), first.pool());
            try (RegionStores stores = new RegionStores(world);
                    ClusterHost old =
                            ClusterHost.ofInstance(first, plan, world, network, log, stores, _ -> {}, ended::complete);
                    ClusterHost rival = ClusterHost.ofInstance(
                            second, plan, world, network, log, stores, _ -> {}, ended::complete)) {
                old.open(PreviousWriter.KNOWN_DEAD, "secret");
                rival.open(PreviousWriter.KNOWN_DEAD, "secret");
                while (!ended.isDone()) {
                    assertThat(old.vdl()).isNotNegative();
                    assertThat(old.health().state()).isIn("running", "fenced");
                }
                assertThat(ended.join()).startsWith("instance-1 is fenced: ");
                assertThat(old.health().state()).isEqualTo("fenced");
                assertThat(old.health().reason()).isNotEmpty();
                assertThat(rival.health().state()).isEqualTo("running");
            } finally {
                storage.forEach(StorageNodeRole::close);
            }
        }
    }
}
