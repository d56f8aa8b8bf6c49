package org.borealisdb.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;

/** Six fake storage nodes, a metadata log and hosts for writers, in one simulated world. */
final class FakeRegion {
    static final long MILLISECOND = 1_000_000;
    static final long SECOND = 1000 * MILLISECOND;

    final SimulatedWorld world;
    final FlakyMetadataLog metadataLog;
    final List<FakeStorageNode> nodes = new ArrayList<>();

    FakeRegion(long seed) {
        this(seed, 0);
    }

    /** The same with so many nodes more, which hold nothing at first, in the zones one after the other. */
    FakeRegion(long seed, int spares) {
        world = new SimulatedWorld(seed, 30_000_000, 3000 * SECOND);
        metadataLog = new FlakyMetadataLog(world.newRandom());
        for (int index = 0; index < 6 + spares; index++) {
            Address address = TestVolumes.node(index);
            nodes.add(new FakeStorageNode(world.host(address.name()), address));
        }
    }

    /** Runs a test in a region whose nodes run. */
    void run(Runnable test) {
        world.run(() -> {
            nodes.forEach(FakeStorageNode::start);
            test.run();
        });
        assertThat(world.escapes()).isEmpty();
    }

    static VolumeSettings settings() {
        return VolumeSettings.standard("zone0", _ -> TestVolumes.members())
                .withSizes(TestVolumes.LIMIT, 32 << 10, 4 << 10, 8 << 10)
                .withTimeouts(200 * MILLISECOND, 5 * SECOND, 20 * SECOND, 500 * MILLISECOND);
    }

    /** Starts a process on {@code host} with a client in it. */
    Writer writer(String host) {
        return writer(host, settings());
    }

    /** The same with other settings. */
    Writer writer(String host, VolumeSettings settings) {
        return new Writer(world.host(host), settings);
    }

    /** Lets all running nodes exchange all they have. */
    void gossip() {
        for (FakeStorageNode node : nodes) {
            for (FakeStorageNode peer : nodes) {
                if (node != peer && node.running() && peer.running()) {
                    node.gossipFrom(peer);
                }
            }
        }
    }

    void sleep(long nanos) {
        world.scheduler().sleep(nanos);
    }

    /** A process with a volume client. */
    final class Writer {
        final SimulatedHost host;
        final SimulatedHost.LiveProcess process;
        final VolumeClient client;

        Writer(SimulatedHost host, VolumeSettings settings) {
            this.host = host;
            this.process = host.start();
            this.client = new VolumeClient(
                    new Address(host.name()),
                    process.tasks(),
                    process.clock(),
                    process.network(),
                    process.random(),
                    process.metrics(),
                    metadataLog.of(process.tasks(), world.scheduler()),
                    settings);
        }

        void create() {
            client.create(TestVolumes.VOLUME, TestVolumes.GEOMETRY, TestVolumes.members());
        }

        Volume open() {
            return client.open(TestVolumes.VOLUME);
        }
    }

    /** Appends one mini-transaction that sets all {@code pages} to {@code value}; answers its CPL. */
    static long append(Volume volume, long value, long... pages) {
        RecordWriter records = TestVolumes.initialise(value, pages);
        volume.admit(records.length());
        return volume.append(records.memory(), records.length()) + records.length();
    }

    /** The value that a page has at VDL; empty if it was never written. */
    static Optional<Long> read(Volume volume, long page) {
        MemorySegment target = MemorySegment.ofArray(new byte[Page.BYTES + 8]);
        return volume.readPage(page, target, 8)
                ? Optional.of(target.get(Page.LONG, 8 + Page.HEADER_BYTES))
                : Optional.empty();
    }
}
