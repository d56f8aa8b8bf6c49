package org.borealisdb.storage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.borealisdb.redo.message.Acknowledgement;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.Install;
import org.borealisdb.redo.message.Installed;
import org.borealisdb.redo.message.PageImage;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.seal.SealListener;
import org.borealisdb.storage.seal.TestKeys;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.storage.segment.SampleRedo;
import org.borealisdb.storage.segment.SegmentLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node whose disk or surroundings fail: it says so, gives back what it holds, and serves nothing that it should not (R5). */
class StorageNodeFailureTest {
    private static final Address SELF = new Address("node0");
    private static final long PAUSE = 500_000_000;

    private final SimulatedWorld world = new SimulatedWorld(5, 20_000_000, 600_000_000_000L);
    private final SimulatedHost host = world.host("node0");
    private final List<String> failures = new ArrayList<>();
    private final Writer writer = new Writer();
    private final Random random = new Random(5);
    private final SimulatedHost.LiveProcess client = world.host("writer").start();
    private SimulatedHost.LiveProcess process = host.start();
    private long tail;

    @BeforeEach
    void noneYet() {
        assertThat(failures).isEmpty();
    }

    /** Hears acknowledgements. */
    private static final class Writer implements MessageHandler {
        private long acknowledged;

        @Override
        public void receive(Address from, ByteBuffer message) {
            if (StorageMessages.decode(message) instanceof Acknowledgement acknowledgement) {
                acknowledgement.segments().forEach(progress -> acknowledged = Math.max(acknowledged, progress.scl()));
            }
        }

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            throw new IllegalStateException("nobody calls a writer");
        }
    }

    private StorageNode node() {
        return new StorageNode(
                SELF,
                "zone0",
                process.tasks(),
                process.clock(),
                process.files(),
                new VolumeKeys(new TestKeys(), process.random(), SealListener.NONE),
                process.network(),
                process.random(),
                process.metrics(),
                StorageSettings.tiny(),
                failures::add);
    }

    private Endpoint bind() {
        return client.network().bind(new Address("writer"), writer);
    }

    private static StorageMessage call(Endpoint endpoint, StorageMessage request) {
        return StorageMessages.decode(endpoint.call(SELF, StorageMessages.encode(request), 5_000_000_000L));
    }

    /** How the volume is made, and its first opening. */
    private static void create(Endpoint endpoint) {
        assertThat(call(endpoint, new Install(creation()))).isInstanceOf(Installed.class);
        assertThat(call(endpoint, install())).isInstanceOf(Installed.class);
    }

    private static Install install() {
        return new Install(creation().withEpoch(SampleRedo.EPOCH));
    }

    private static VolumeMetadata creation() {
        List<Member> members = new ArrayList<>();
        for (int index = 0; index < Membership.COPIES; index++) {
            members.add(new Member(new Address("node" + index), "zone" + index / 2));
        }
        return new VolumeMetadata(
                SampleRedo.VOLUME,
                1,
                new Geometry(1000),
                new VolumeEpoch(0, 0),
                1 << 20,
                TimelineTree.INITIAL,
                List.of(Membership.initial(members)));
    }

    private List<Batch> batches(int count) {
        SampleRedo redo = new SampleRedo();
        List<Batch> batches = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            long start = tail;
            // A record that begins its page needs nothing before it.
            tail = redo.record(start, random.nextInt(4), 0, true, random);
            batches.add(redo.batch(1, start, start));
        }
        return batches;
    }

    private void send(Endpoint endpoint, List<Batch> batches) {
        for (Batch batch : batches) {
            endpoint.send(SELF, batch.bytes());
            client.tasks().sleep(1_000_000);
        }
        client.tasks().sleep(PAUSE);
    }

    private ReadPage read(long page) {
        return new ReadPage(SampleRedo.VOLUME, SampleRedo.EPOCH, 1, page, tail, tail);
    }

    @Test
    void openingThatFailsGivesEverythingBack() {
        world.run(() -> {
            process.files().create("volumes/7", 20, WriteMode.BUFFERED).close();
            assertThatThrownBy(() -> node().open()).isInstanceOf(MalformedException.class);
            process.files().delete("volumes/7");
            Endpoint squatter = process.network().bind(SELF, writer);
            assertThatThrownBy(() -> node().open()).isInstanceOf(NetworkException.class);
            squatter.close();
            host.disk().failWriteAfter(0);
            assertThatThrownBy(() -> node().open()).hasMessageContaining("failed");
            host.disk().repair();
            StorageNode node = node();
            node.open();
            assertThat(node.status().state()).isEqualTo("serving");
            node.close();
            node().open();
        });
        assertThat(world.escapes()).isEmpty();
    }

    @Test
    void aFullDiskRefusesBatchesUntilThereIsRoom() {
        world.run(() -> {
            StorageNode node = node();
            node.open();
            Endpoint endpoint = bind();
            create(endpoint);
            send(endpoint, batches(50));
            long before = writer.acknowledged;
            assertThat(before).isEqualTo(tail);
            host.disk().capacity(host.disk().usedBytes() + 1000);
            client.tasks().sleep(PAUSE);
            List<Batch> more = batches(20);
            send(endpoint, more);
            assertThat(writer.acknowledged).isEqualTo(before);
            assertThat(node.status().state()).contains("nearly full");
            assertThat(node.status().serving()).isTrue();
            host.disk().repair();
            client.tasks().sleep(PAUSE);
            send(endpoint, more);
            assertThat(writer.acknowledged).isEqualTo(tail);
            assertThat(call(endpoint, read(1))).isInstanceOf(PageImage.class);
        });
        assertThat(world.escapes()).isEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void aFailedWriteMakesTheNodeStepAsideOnce() {
        world.run(() -> {
            StorageNode node = node();
            node.open();
            Endpoint endpoint = bind();
            create(endpoint);
            send(endpoint, batches(10));
            long before = writer.acknowledged;
            assertThat(before).isEqualTo(tail);
            host.disk().failWriteAfter(0);
            List<Batch> lost = batches(5);
            send(endpoint, lost);
            send(endpoint, lost);
            assertThat(writer.acknowledged).isEqualTo(before);
            assertThat(failures).hasSize(1);
            assertThat(node.failure()).contains(failures.getFirst());
            assertThat(node.status().serving()).isFalse();
            assertThat(call(endpoint, read(1)))
                    .isInstanceOfSatisfying(
                            ReadRefused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(ReadRefused.Reason.UNAVAILABLE));
            assertThatThrownBy(() -> call(endpoint, install())).hasMessageContaining("stepped aside");
        });
        assertThat(world.escapes()).isEmpty();
    }

    /** A volume with layers, of which some bytes have rotted. */
    private Endpoint rotten(StorageNode node) {
        node.open();
        Endpoint endpoint = bind();
        create(endpoint);
        send(endpoint, batches(400));
        assertThat(node.status().layerBytes()).isPositive();
        for (int count = 0; count < 300; count++) {
            assertThat(host.disk().rot("layer-")).isTrue();
        }
        return endpoint;
    }

    private ReadRefused.Reason firstRefusal(Endpoint endpoint) {
        for (long page = 0; page < 4; page++) {
            for (long lsn = 100; lsn < tail; lsn += 200) {
                StorageMessage answer =
                        call(endpoint, new ReadPage(SampleRedo.VOLUME, SampleRedo.EPOCH, 1, page, lsn, lsn));
                if (answer instanceof ReadRefused refused && refused.reason() != ReadRefused.Reason.COLLECTED) {
                    return refused.reason();
                }
            }
        }
        throw new AssertionError("rot was not found");
    }

    @Test
    void aDamagedSegmentAbstainsAcrossRestarts() {
        world.run(() -> {
            StorageNode node = node();
            Endpoint endpoint = rotten(node);
            assertThat(firstRefusal(endpoint)).isEqualTo(ReadRefused.Reason.DAMAGED);
            assertThat(node.status().state()).contains("is being mended");
            // A start reads the layers' indexes, which have rotted too.
            host.crash();
            process = host.start();
            StorageNode found = node();
            found.open();
            assertThat(found.status().state()).contains("abstains");
            assertThat(found.status().segments()).isEmpty();
            host.crash();
            process = host.start();
            StorageNode again = node();
            again.open();
            assertThat(again.status().state()).contains("abstains");
            assertThat(call(endpoint, read(0)))
                    .isInstanceOfSatisfying(
                            ReadRefused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(ReadRefused.Reason.DAMAGED));
        });
        assertThat(failures).isEmpty();
        assertThat(world.escapes()).isEmpty();
    }

    @Test
    void damageThatCannotBeMarkedMakesTheNodeStepAside() {
        world.run(() -> {
            StorageNode node = node();
            Endpoint endpoint = rotten(node);
            assertThat(firstRefusal(endpoint)).isEqualTo(ReadRefused.Reason.DAMAGED);
            host.crash();
            process = host.start();
            StorageNode found = node();
            found.open();
            assertThat(found.status().state()).contains("abstains");
            host.disk().failSyncAfter(0);
            process.tasks().sleep(1_000_000_000);
            assertThat(failures).hasSize(1);
            assertThat(found.status().serving()).isFalse();
        });
        assertThat(world.escapes()).isEmpty();
    }

    @Test
    void settingsHaveBounds() {
        StorageSettings tiny = StorageSettings.tiny();
        assertThat(tiny.readWait()).isPositive();
        assertThatThrownBy(() -> new StorageSettings(
                        tiny.journal(),
                        tiny.gossip(),
                        tiny.materialize(),
                        tiny.repair(),
                        tiny.scrub(),
                        0,
                        4 << 20,
                        SegmentLimits.tiny(16 << 20),
                        Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StorageSettings(
                        tiny.journal(),
                        tiny.gossip(),
                        tiny.materialize(),
                        tiny.repair(),
                        tiny.scrub(),
                        1,
                        1,
                        SegmentLimits.tiny(16 << 20),
                        Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StorageSettings(
                        tiny.journal(),
                        tiny.gossip(),
                        tiny.materialize(),
                        tiny.repair(),
                        tiny.scrub(),
                        1,
                        4 << 20,
                        SegmentLimits.tiny(1),
                        Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StorageSettings(
                        tiny.journal(),
                        tiny.gossip(),
                        tiny.materialize(),
                        tiny.repair(),
                        tiny.scrub(),
                        1,
                        4 << 20,
                        SegmentLimits.tiny(16 << 20),
                        Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(StorageSettings.standard().journal().writeBytes()).isGreaterThan(Batch.MAX_BYTES);
    }
}
