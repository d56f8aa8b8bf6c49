package org.borealisdb.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.BatchBuilder;
import org.borealisdb.redo.message.Install;
import org.borealisdb.redo.message.Installed;
import org.borealisdb.redo.message.PageImage;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.seal.SealListener;
import org.borealisdb.storage.seal.TestKeys;
import org.borealisdb.storage.seal.VolumeKeys;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Six nodes on a simulated region, driven by hand: what was sent to some reaches all, survives crashes, and folds as the model does. */
class StorageNodeTest {
    private static final VolumeId VOLUME = new VolumeId(7);
    private static final VolumeEpoch EPOCH = new VolumeEpoch(1, 99);
    private static final int PAGES = 10;
    private static final int BATCHES = 400;

    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final TreeMap<Long, byte[]> model = new TreeMap<>();
    private final List<StorageNode> nodes = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void copiesConvergeAndSurviveCrashes(long seed) {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        SimulatedWorld world = new SimulatedWorld(seed, 20_000_000, 600_000_000_000L);
        for (int index = 0; index < Membership.COPIES; index++) {
            hosts.add(world.host("node" + index));
            nodes.add(start(index));
        }
        SimulatedHost.LiveProcess client = world.host("writer").start();
        world.run(() -> {
            nodes.forEach(StorageNode::open);
            drive(client, random);
        });
        assertThat(world.escapes()).isEmpty();
        assertThat(world.metrics().values())
                .containsKeys("storage.materialize.folded", "storage.journal.recycled", "storage.gossip.fetched");
    }

    private StorageNode start(int index) {
        SimulatedHost.LiveProcess process = hosts.get(index).start();
        return new StorageNode(
                new Address("node" + index),
                "zone" + index / 2,
                process.tasks(),
                process.clock(),
                process.files(),
                new VolumeKeys(new TestKeys(), process.random(), SealListener.NONE),
                process.network(),
                process.random(),
                process.metrics(),
                StorageSettings.tiny(),
                reason -> {
                    throw new AssertionError("stepped aside: " + reason);
                });
    }

    private static VolumeMetadata creation() {
        List<Member> members = new ArrayList<>();
        for (int index = 0; index < Membership.COPIES; index++) {
            members.add(new Member(new Address("node" + index), "zone" + index / 2));
        }
        return new VolumeMetadata(
                VOLUME,
                1,
                new Geometry(1000),
                new VolumeEpoch(0, 0),
                1 << 20,
                TimelineTree.INITIAL,
                List.of(Membership.initial(members)));
    }

    private void drive(SimulatedHost.LiveProcess client, Random random) {
        Endpoint endpoint = client.network().bind(new Address("writer"), new Silent());
        for (int index = 0; index < Membership.COPIES; index++) {
            assertThat(call(endpoint, index, new Install(creation()))).isInstanceOf(Installed.class);
        }
        VolumeMetadata opened = creation().withEpoch(EPOCH);
        for (int index = 0; index < Membership.COPIES; index++) {
            assertThat(call(endpoint, index, new Install(opened))).isInstanceOf(Installed.class);
        }
        List<Batch> all = batches(random);
        for (int from = 0; from < all.size(); from += 20) {
            List<Batch> some = new ArrayList<>(all.subList(from, Math.min(all.size(), from + 20)));
            Collections.shuffle(some, random);
            for (Batch batch : some) {
                for (int index = 0; index < Membership.COPIES; index++) {
                    if (index == 0 || random.nextInt(4) > 0) {
                        endpoint.send(new Address("node" + index), batch.bytes());
                    }
                }
            }
            client.tasks().sleep(30_000_000);
            if (from % 100 == 60) {
                int victim = 1 + random.nextInt(Membership.COPIES - 1);
                hosts.get(victim).crash();
                nodes.set(victim, start(victim));
                nodes.get(victim).open();
            }
        }
        long tail = all.getLast().lastGroupLsn();
        for (int index = 0; index < Membership.COPIES; index++) {
            for (int tries = 0; tries < 200 && scl(nodes.get(index)) < tail; tries++) {
                client.tasks().sleep(50_000_000);
            }
            assertThat(nodes.get(index).status().state()).isEqualTo("serving");
            for (long page = 0; page < PAGES; page++) {
                StorageMessage answer = call(endpoint, index, new ReadPage(VOLUME, EPOCH, 1, page, tail, tail));
                assertThat(answer).as("node %s page %s", index, page).isInstanceOf(PageImage.class);
                byte[] image = new byte[Page.BYTES];
                ((PageImage) answer).image().duplicate().get(image);
                assertThat(image).isEqualTo(model.get(page));
            }
        }
    }

    private static long scl(StorageNode node) {
        var segments = node.status().segments();
        return segments.isEmpty() ? 0 : segments.getFirst().scl();
    }

    private static StorageMessage call(Endpoint endpoint, int index, StorageMessage request) {
        return StorageMessages.decode(
                endpoint.call(new Address("node" + index), StorageMessages.encode(request), 5_000_000_000L));
    }

    /** Batches of one mini-transaction each; the model gets what they make of the pages. */
    private List<Batch> batches(Random random) {
        List<Batch> batches = new ArrayList<>();
        RecordWriter writer = new RecordWriter(1 << 16);
        BatchBuilder builder = new BatchBuilder();
        long lsn = 0;
        for (int count = 0; count < BATCHES; count++) {
            writer.clear();
            long start = lsn;
            for (int record = 0; record < 3; record++) {
                long page = random.nextInt(PAGES);
                byte[] image = model.computeIfAbsent(page, _ -> new byte[Page.BYTES]);
                MemorySegment memory = MemorySegment.ofArray(image);
                long previous = Page.lsn(memory, 0);
                int at = writer.length();
                writer.begin(page, previous, previous == 0 ? RedoRecord.INIT : 0);
                byte[] bytes = new byte[1 + random.nextInt(300)];
                random.nextBytes(bytes);
                writer.set(Page.HEADER_BYTES + random.nextInt(8000), MemorySegment.ofArray(bytes), 0, bytes.length);
                writer.end();
                PageApplier.apply(memory, 0, writer.memory(), at, start + writer.length());
            }
            writer.finish();
            lsn = start + writer.length();
            builder.add(writer.memory(), 0, writer.length(), start);
            batches.add(builder.build(VOLUME, 0, 1, EPOCH, 1, start, start, 0));
        }
        return batches;
    }

    /** Ignores acknowledgements. */
    private static final class Silent implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {}

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            throw new IllegalStateException("nobody calls a writer");
        }
    }
}
