package org.borealisdb.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.redo.message.Acknowledgement;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.Gossip;
import org.borealisdb.redo.message.Heartbeat;
import org.borealisdb.redo.message.Install;
import org.borealisdb.redo.message.PageImage;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.file.StoredFile;
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

/**
 * One storage node in a simulated world, a writer that sends it log of two protection groups, and what the writer knows: which log was acknowledged, and what
 * each page must be. Everything but the construction is called inside {@link SimulatedWorld#run}.
 */
final class OneNode {
    static final Address SELF = new Address("node0");
    static final int PAGES = 6;
    private static final int PAGES_PER_GROUP = 1000;
    private static final long PAUSE = 300_000_000;

    final SimulatedWorld world;
    final SimulatedHost host;
    final List<String> failures = new ArrayList<>();
    final List<String> complaints = new ArrayList<>();
    private final SimulatedHost.LiveProcess client;
    private final Random random;
    private final long[] acknowledged = new long[2];
    private final long[] tails = new long[2];
    /** For each page, the LSNs of its records; negative where it was freed. */
    private final TreeMap<Long, List<Long>> history = new TreeMap<>();

    private final List<Batch> unacknowledged = new ArrayList<>();
    /** The five other nodes, which have whatever was acknowledged. */
    private final List<Endpoint> peers = new ArrayList<>();

    private SimulatedHost.LiveProcess process;
    private Endpoint endpoint = new NoEndpoint();
    private long lastLsn;

    OneNode(long seed) {
        world = new SimulatedWorld(seed, 50_000_000, 3_600_000_000_000L);
        host = world.host("node0");
        client = world.host("writer").start();
        process = host.start();
        random = new Random(seed);
    }

    /** Stands in until the world runs. */
    private static final class NoEndpoint implements Endpoint {
        @Override
        public Address self() {
            return SELF;
        }

        @Override
        public void send(Address to, ByteBuffer message) {
            throw new IllegalStateException("not connected");
        }

        @Override
        public ByteBuffer call(Address to, ByteBuffer request, long timeoutNanos) {
            throw new IllegalStateException("not connected");
        }

        @Override
        public void close() {
            throw new IllegalStateException("not connected");
        }
    }

    private final class Writer implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {
            if (StorageMessages.decode(message) instanceof Acknowledgement acknowledgement) {
                acknowledgement
                        .segments()
                        .forEach(progress -> acknowledged[progress.group()] =
                                Math.max(acknowledged[progress.group()], progress.scl()));
            }
        }

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            throw new IllegalStateException("nobody is to call " + SELF + "'s surroundings");
        }
    }

    /** Hears nothing and knows nothing. */
    private static final class Peer implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {}

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            throw new NetworkException("a peer without log");
        }
    }

    /** Opens the node in the process that lives now. */
    StorageNode open() {
        StorageNode node = new StorageNode(
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
                new StorageNodeListener() {
                    @Override
                    public void steppedAside(String reason) {
                        failures.add(reason);
                    }

                    @Override
                    public void degraded(String what) {
                        complaints.add(what);
                    }
                });
        node.open();
        return node;
    }

    /** Opens the node and formats the volume on it. */
    StorageNode openFirst() {
        StorageNode node = open();
        endpoint = client.network().bind(new Address("writer"), new Writer());
        call(creation());
        call(install());
        for (int index = 1; index < Membership.COPIES; index++) {
            Address peer = new Address("node" + index);
            peers.add(world.host(peer.name()).start().network().bind(peer, new Peer()));
        }
        return node;
    }

    /** Kills the node's process and starts another one, in which nothing is open yet. */
    void crash() {
        host.crash();
        process = host.start();
    }

    List<String> files(String folder) {
        return process.files().list(folder);
    }

    StorageMessage call(StorageMessage request) {
        return StorageMessages.decode(endpoint.call(SELF, StorageMessages.encode(request), 5_000_000_000L));
    }

    void sendBytes(ByteBuffer message) {
        endpoint.send(SELF, message);
    }

    void callBytes(ByteBuffer request) {
        endpoint.call(SELF, request, 5_000_000_000L);
    }

    void send(StorageMessage message) {
        endpoint.send(SELF, StorageMessages.encode(message));
    }

    void pause() {
        client.tasks().sleep(PAUSE);
    }

    /** How the volume was made: its segments are new, for nobody ever opened it. */
    private static Install creation() {
        return new Install(metadata());
    }

    /** The volume's first opening. */
    static Install install() {
        return new Install(metadata().withEpoch(SampleRedo.EPOCH));
    }

    private static VolumeMetadata metadata() {
        List<Member> members = new ArrayList<>();
        for (int index = 0; index < Membership.COPIES; index++) {
            members.add(new Member(new Address("node" + index), "zone" + index / 2));
        }
        Membership membership = Membership.initial(members);
        return new VolumeMetadata(
                SampleRedo.VOLUME,
                1,
                new Geometry(PAGES_PER_GROUP),
                new VolumeEpoch(0, 0),
                1 << 20,
                TimelineTree.INITIAL,
                List.of(membership, membership),
                List.of(TestKeys.WRAPPED));
    }

    /** Makes and sends {@code count} batches of {@code group}, saying that all before is durable and read no more; waits until the node had time for them. */
    void write(int group, int count) {
        for (int batch = 0; batch < count; batch++) {
            SampleRedo redo = new SampleRedo();
            long previous = tails[group];
            long start = lastLsn;
            long page = (long) group * PAGES_PER_GROUP + random.nextInt(PAGES);
            List<Long> records = history.computeIfAbsent(page, _ -> new ArrayList<>());
            boolean initialises = records.isEmpty() || records.getLast() < 0 || random.nextInt(10) == 0;
            lastLsn = redo.record(start, page, initialises ? 0 : records.getLast(), true, random);
            records.add(lastLsn);
            tails[group] = lastLsn;
            Batch made = redo.batch(group, previous, start, start);
            endpoint.send(SELF, made.bytes());
            unacknowledged.add(made);
            client.tasks().sleep(1_000_000);
            if (batch % 50 == 0) {
                gossip();
            }
        }
        gossip();
        pause();
    }

    /** Frees all pages of group 0, in a batch for each, saying that all before is durable and read no more. */
    void freeAll() {
        for (long page = 0; page < PAGES; page++) {
            SampleRedo redo = new SampleRedo();
            long start = lastLsn;
            lastLsn = redo.free(start, page);
            history.computeIfAbsent(page, _ -> new ArrayList<>()).add(-lastLsn);
            Batch made = redo.batch(0, tails[0], start, start);
            tails[0] = lastLsn;
            endpoint.send(SELF, made.bytes());
            unacknowledged.add(made);
            client.tasks().sleep(1_000_000);
        }
        gossip();
        pause();
    }

    /** Bytes of the layers of a group. */
    long layerBytes(int group) {
        String folder = "volume-" + SampleRedo.VOLUME.value() + "/group-" + group;
        return files(folder).stream()
                .filter(name -> name.contains("layer"))
                .mapToLong(name -> {
                    try (StoredFile file = process.files().open(folder + "/" + name, WriteMode.BUFFERED)) {
                        return file.size();
                    }
                })
                .sum();
    }

    /** Makes and sends {@code count} batches of five records, most of them of the first page, saying that all before is durable and may still be read. */
    void writeHistory(int count) {
        for (int batch = 0; batch < count; batch++) {
            SampleRedo redo = new SampleRedo();
            long start = lastLsn;
            for (int record = 0; record < 5; record++) {
                long page = random.nextInt(10) > 0 ? 0 : random.nextInt(PAGES);
                List<Long> records = history.computeIfAbsent(page, _ -> new ArrayList<>());
                lastLsn = redo.record(lastLsn, page, records.isEmpty() ? 0 : records.getLast(), true, random);
                records.add(lastLsn);
            }
            endpoint.send(SELF, redo.batch(0, tails[0], start, 0).bytes());
            tails[0] = lastLsn;
            client.tasks().sleep(1_000_000);
            if (batch % 50 == 0) {
                gossip();
            }
        }
        gossip();
        pause();
    }

    /** Reads {@code count} random versions of random pages and compares. */
    void compareHistory(int count) {
        for (int read = 0; read < count; read++) {
            long page = random.nextInt(PAGES);
            long readLsn = 1 + (long) (random.nextDouble() * acknowledged[0]);
            StorageMessage answer = call(new ReadPage(SampleRedo.VOLUME, SampleRedo.EPOCH, 1, page, readLsn, readLsn));
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            PageImage.class,
                            image -> assertThat(
                                            image.present() ? Page.lsn(MemorySegment.ofBuffer(image.image()), 0) : 0)
                                    .as("page %d at LSN %d", page, readLsn)
                                    .isEqualTo(versionOf(page, readLsn)));
        }
    }

    private long versionOf(long page, long readLsn) {
        long newest = 0;
        for (long lsn : history.getOrDefault(page, List.of())) {
            newest = Math.abs(lsn) <= readLsn ? lsn : newest;
        }
        return Math.max(0, newest);
    }

    /** Sends again what was not acknowledged, as a writer does. */
    void resend() {
        unacknowledged.removeIf(batch -> batch.lastGroupLsn() <= acknowledged[batch.group()]);
        for (Batch batch : unacknowledged) {
            endpoint.send(SELF, batch.bytes());
            client.tasks().sleep(1_000_000);
        }
        pause();
    }

    /** The other nodes tell that they have everything acknowledged, so that none of it is kept for them. */
    private void gossip() {
        List<SegmentProgress> progress = new ArrayList<>();
        for (int group = 0; group < acknowledged.length; group++) {
            progress.add(new SegmentProgress(SampleRedo.VOLUME, group, 1, 1, acknowledged[group]));
        }
        ByteBuffer message = StorageMessages.encode(
                new Gossip(SampleRedo.VOLUME, install().metadata().revision(), 0, progress));
        peers.forEach(peer -> peer.send(SELF, message.duplicate()));
    }

    /** Says that everything acknowledged is durable. */
    void heartbeat() {
        send(new Heartbeat(
                SampleRedo.VOLUME,
                SampleRedo.EPOCH,
                1,
                1,
                Math.max(acknowledged[0], acknowledged[1]),
                0,
                List.of(acknowledged[0], acknowledged[1])));
        pause();
    }

    long acknowledged(int group) {
        return acknowledged[group];
    }

    long tail(int group) {
        return tails[group];
    }

    /** Reads every page of {@code group} as of what was acknowledged and compares; the answer that is no page, if there is one. */
    Optional<StorageMessage> compare(int group) {
        for (long number = 0; number < PAGES; number++) {
            long page = (long) group * PAGES_PER_GROUP + number;
            long readLsn = acknowledged[group];
            StorageMessage answer = call(new ReadPage(SampleRedo.VOLUME, SampleRedo.EPOCH, 1, page, readLsn, readLsn));
            if (!(answer instanceof PageImage image)) {
                return Optional.of(answer);
            }
            long expected = versionOf(page, readLsn);
            long found = image.present() ? Page.lsn(MemorySegment.ofBuffer(image.image()), 0) : 0;
            assertThat(found).as("page %d at LSN %d", page, readLsn).isEqualTo(expected);
        }
        return Optional.empty();
    }
}
