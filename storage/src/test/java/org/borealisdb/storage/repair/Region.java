package org.borealisdb.storage.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.redo.message.Acknowledgement;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.BatchBuilder;
import org.borealisdb.redo.message.Heartbeat;
import org.borealisdb.redo.message.Install;
import org.borealisdb.redo.message.Installed;
import org.borealisdb.redo.message.PageImage;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.message.SegmentRepair;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.Slot;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.node.NodeReport;
import org.borealisdb.storage.node.NodeStores;
import org.borealisdb.storage.node.StorageNode;
import org.borealisdb.storage.node.StorageNodeListener;
import org.borealisdb.storage.node.StorageSettings;
import org.borealisdb.storage.seal.SealListener;
import org.borealisdb.storage.seal.TestKeys;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.storage.share.SharedLayers;

/**
 * Six storage nodes, a seventh to replace one of them, a writer, and a model that has every version of every page. The writer loses some of what it sends, so nodes lag and gossip.
 * Whatever a node tells or serves is compared: it never tells an SCL below {@link #mustHave}, and no page is ever another one than the model's. Everything but the construction is
 * called inside {@link SimulatedWorld#run}.
 */
final class Region {
    static final VolumeId VOLUME = new VolumeId(7);
    static final VolumeEpoch EPOCH = new VolumeEpoch(1, 99);
    static final int SPARE = Membership.COPIES;
    private static final int NODES = Membership.COPIES + 1;
    static final int PAGES = 40;
    private static final long MILLISECOND = 1_000_000;

    final SimulatedWorld world;
    final List<String> stepped = new ArrayList<>();
    final List<String> wrong = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    private final Random random;
    private final Optional<SharedLayers> shared;
    private final SimulatedHost.LiveProcess client;
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final List<SimulatedHost.LiveProcess> processes = new ArrayList<>();
    private final List<StorageNode> nodes = new ArrayList<>();
    private final long[] acknowledged = new long[NODES];
    /** What the node must never tell less than, since others may rely on it. */
    private final long[] mustHave = new long[NODES];
    /** For each page its versions by LSN. */
    private final TreeMap<Long, TreeMap<Long, byte[]>> versions = new TreeMap<>();

    private final List<Endpoint> endpoints = new ArrayList<>();
    /** How often each node has rejected the writer. */
    private final int[] rejections = new int[NODES];

    private VolumeMetadata metadata;
    private long tail;
    private long vdl;
    private long lowestReadLsn;
    /** A page that is not written to any more. */
    private long spared = -1;

    Region(long seed) {
        this(seed, SegmentMix.SIX_FULL);
    }

    Region(long seed, SegmentMix mix) {
        this(seed, mix, false);
    }

    /** A region whose nodes take each other's layers if they {@code share}. */
    Region(long seed, SegmentMix mix, boolean share) {
        this.shared = share ? Optional.of(new SharedLayers()) : Optional.empty();
        System.out.println("seed " + seed);
        metadata = initial(mix);
        world = new SimulatedWorld(seed, 200_000_000, 3_600_000_000_000L);
        random = new Random(seed);
        client = world.host("writer").start();
        for (int node = 0; node < NODES; node++) {
            hosts.add(world.host("node" + node));
            processes.add(hosts.get(node).start());
            nodes.add(node(node));
        }
    }

    static Address address(int node) {
        return new Address("node" + node);
    }

    private static int index(Address node) {
        return Integer.parseInt(node.name().substring("node".length()));
    }

    private static Member member(int node) {
        return new Member(address(node), "zone" + node % 3);
    }

    private static VolumeMetadata initial(SegmentMix mix) {
        List<Member> members = new ArrayList<>();
        for (int node = 0; node < Membership.COPIES; node++) {
            members.add(member(node));
        }
        return new VolumeMetadata(
                VOLUME,
                1,
                new Geometry(1000),
                new VolumeEpoch(0, 0),
                1 << 20,
                TimelineTree.INITIAL,
                List.of(Membership.initial(members, mix)),
                List.of(TestKeys.WRAPPED));
    }

    private StorageNode node(int index) {
        SimulatedHost.LiveProcess process = processes.get(index);
        return new StorageNode(
                address(index),
                "zone" + index % 3,
                process.tasks(),
                process.clock(),
                process.files(),
                new VolumeKeys(new TestKeys(), process.random(), SealListener.NONE),
                new NodeStores(Optional.empty(), NodeStores.none().restoredFrom(), shared.orElseGet(SharedLayers::new)),
                process.network(),
                process.random(),
                process.metrics(),
                StorageSettings.tiny(),
                new StorageNodeListener() {
                    @Override
                    public void steppedAside(String reason) {
                        stepped.add("node" + index + ": " + reason);
                    }

                    @Override
                    public void degraded(String what) {
                        heard.add("node" + index + ": " + what);
                    }
                });
    }

    private final class Writer implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {
            StorageMessage decoded = StorageMessages.decode(message);
            if (decoded instanceof Rejection) {
                rejections[index(from)]++;
            }
            if (decoded instanceof Acknowledgement acknowledgement) {
                int node = index(from);
                told(node, acknowledgement.segments());
            }
        }

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            throw new NetworkException("nobody calls a writer");
        }
    }

    /** What counts is told under the membership that the writer knows; all of it must be true. */
    private void told(int node, List<SegmentProgress> segments) {
        for (SegmentProgress progress : segments) {
            if (progress.group() != 0) {
                continue;
            }
            if (progress.scl() < mustHave[node]) {
                wrong.add("node" + node + " told SCL " + progress.scl() + ", but has helped to make " + mustHave[node]
                        + " durable");
            }
            if (progress.membershipEpoch() == metadata.group(0).epoch()) {
                acknowledged[node] = Math.max(acknowledged[node], progress.scl());
            }
        }
    }

    /** Opens all nodes and creates the volume. */
    void open() {
        nodes.get(SPARE).open();
        openWithoutSpare();
    }

    /** Opens the six nodes that have the volume from the beginning, creates it, and opens it for the writer. */
    void openWithoutSpare() {
        nodes.subList(0, SPARE).forEach(StorageNode::open);
        endpoints.add(client.network().bind(new Address("writer"), new Writer()));
        install(metadata, List.of(0, 1, 2, 3, 4, 5));
        install(metadata.withEpoch(EPOCH), List.of(0, 1, 2, 3, 4, 5));
    }

    private void install(VolumeMetadata next, List<Integer> on) {
        if (next.group(0).epoch() > metadata.group(0).epoch()) {
            // As the writer does: what was told under the membership before counts no more.
            Arrays.fill(acknowledged, 0);
        }
        metadata = next;
        for (int node : on) {
            assertThat(call(node, new Install(next))).isInstanceOf(Installed.class);
        }
    }

    /** Tells {@code node} of the volume. */
    void tell(int node) {
        install(metadata, List.of(node));
    }

    /** Adds a group on the same members, which nobody writes to. */
    void addGroup() {
        install(
                metadata.withGroups(List.of(Membership.initial(metadata.group(0).members(), metadata.mix()))),
                List.of(0, 1, 2, 3, 4, 5));
    }

    /** Two members have changed places, by decisions of which only the last reaches anybody: as if each had been replaced, and come back as the other's replacement. */
    void exchange(int one, int other) {
        Membership known = metadata.group(0);
        List<Slot> slots = new ArrayList<>(known.slots());
        slots.set(one, known.slots().get(other));
        slots.set(other, known.slots().get(one));
        Membership next = new Membership(known.epoch() + 1, slots, known.voters(), Optional.empty(), known.mix());
        install(metadata.withMemberships(List.of(next)), List.of(0, 1, 2, 3, 4, 5));
    }

    /**
     * What the healer does: renews the membership of each group of which a member says that it does not know how much it acknowledged. Everything that counted before must
     * come back with that member.
     */
    void heal() {
        List<Membership> next = new ArrayList<>(metadata.groups());
        List<Integer> up = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            if (!metadata.group(0).contains(address(node))
                    || !hosts.get(node).running()
                    || !status(node).serving()) {
                continue;
            }
            up.add(node);
            for (SegmentRepair repair : status(node).repairs()) {
                Membership known = metadata.group(repair.group());
                if (repair.forgotUnder() >= known.epoch()) {
                    next.set(repair.group(), known.renewed());
                    forgets(node);
                }
            }
        }
        if (!next.equals(metadata.groups())) {
            install(metadata.withMemberships(next), up);
        }
    }

    /** Waits until {@code node} says that it has forgotten, and renews the membership. */
    void awaitRenewal(int node) {
        int before = metadata.group(0).epoch();
        for (int tries = 0; tries < 200 && metadata.group(0).epoch() == before; tries++) {
            heartbeat();
            heal();
        }
        assertThat(metadata.group(0).epoch())
                .as("membership epoch; node%d: %s", node, status(node))
                .isEqualTo(before + 1);
    }

    /** An endpoint of the test's own in place of the spare node. */
    Endpoint actAsSpare() {
        return client.network().bind(address(SPARE), new Writer());
    }

    /** Lets the spare node, which the test acts as, replace {@code slot}'s. */
    void replaceByTest(int slot) {
        install(metadata.withMemberships(List.of(metadata.group(0).replacing(slot, member(SPARE)))), List.of(0, 1));
    }

    /** What {@code page} is as of {@code lsn}; empty if it was not written yet. */
    byte[] version(long page, long lsn) {
        Map.Entry<Long, byte[]> version =
                versions.getOrDefault(page, new TreeMap<>()).floorEntry(lsn);
        return version == null ? new byte[0] : version.getValue();
    }

    /** Lets the spare node replace {@code slot}'s: both are members until {@link #settle}. */
    void replace(int slot) {
        install(
                metadata.withMemberships(List.of(metadata.group(0).replacing(slot, member(SPARE)))),
                List.of(0, 1, SPARE));
    }

    /** The spare node is the only member of {@code slot}. */
    void settle(int slot) {
        install(metadata.withMemberships(List.of(metadata.group(0).settled(slot))), List.of(2, 3, SPARE));
    }

    StorageMessage call(int node, StorageMessage request) {
        return StorageMessages.decode(
                endpoints.getFirst().call(address(node), StorageMessages.encode(request), 5_000 * MILLISECOND));
    }

    void pause(long milliseconds) {
        client.tasks().sleep(milliseconds * MILLISECOND);
    }

    void pauseMicroseconds(long microseconds) {
        client.tasks().sleep(microseconds * 1000);
    }

    VolumeMetadata metadata() {
        return metadata;
    }

    NodeReport status(int node) {
        return nodes.get(node).status();
    }

    SimulatedHost host(int node) {
        return hosts.get(node);
    }

    long vdl() {
        return vdl;
    }

    long tail() {
        return tail;
    }

    List<String> files(int node) {
        return processes.get(node).files().list("volume-7/group-0");
    }

    int rejections(int node) {
        return rejections[node];
    }

    /** The highest SCL that {@code node} has acknowledged. */
    long acknowledged(int node) {
        return acknowledged[node];
    }

    /** Sends one batch to {@code node} alone, as a writer that knows the membership of epoch {@code membershipEpoch}. */
    void writeUnder(int membershipEpoch, int node) {
        RecordWriter writer = new RecordWriter(1 << 16);
        long start = tail;
        record(writer, start);
        writer.finish();
        tail = start + writer.length();
        BatchBuilder builder = new BatchBuilder();
        builder.add(writer.memory(), 0, writer.length(), start);
        Batch batch = builder.build(VOLUME, 0, 1, EPOCH, membershipEpoch, start, vdl, lowestReadLsn);
        endpoints.getFirst().send(address(node), batch.bytes());
        pause(50);
    }

    /** The writer sends {@code count} batches, and collects what is older than {@code kept} bytes of log below VDL. */
    void write(int count, long kept) {
        RecordWriter writer = new RecordWriter(1 << 16);
        BatchBuilder builder = new BatchBuilder();
        for (int index = 0; index < count; index++) {
            writer.clear();
            long start = tail;
            int records = 1 + random.nextInt(4);
            for (int record = 0; record < records; record++) {
                record(writer, start);
            }
            writer.finish();
            tail = start + writer.length();
            lowestReadLsn = Math.max(lowestReadLsn, vdl - kept);
            builder.add(writer.memory(), 0, writer.length(), start);
            Batch batch = builder.build(VOLUME, 0, 1, EPOCH, metadata.group(0).epoch(), start, vdl, lowestReadLsn);
            for (int node = 0; node < NODES; node++) {
                if (random.nextInt(10) > 0 && metadata.group(0).contains(address(node))) {
                    endpoints.getFirst().send(address(node), batch.bytes());
                }
            }
            client.tasks().sleep(MILLISECOND);
            durable();
        }
    }

    /**
     * A batch of which {@code victims} get another content than all others, under right checksums: what only a mistake can do. The model has that of the others; its page.
     */
    long writeTwoContents(List<Integer> victims) {
        long page = random.nextInt(PAGES);
        spared = page;
        long start = tail;
        byte[] bytes = new byte[40];
        random.nextBytes(bytes);
        RecordWriter writer = new RecordWriter(1 << 16);
        byte[] other = bytes.clone();
        other[7] ^= 1;
        record(writer, start, page, other);
        writer.finish();
        Batch wrong = batch(writer, start);
        versions.getOrDefault(page, new TreeMap<>()).pollLastEntry();
        writer.clear();
        record(writer, start, page, bytes);
        writer.finish();
        Batch right = batch(writer, start);
        tail = start + writer.length();
        for (int node = 0; node < Membership.COPIES; node++) {
            endpoints.getFirst().send(address(node), (victims.contains(node) ? wrong : right).bytes());
        }
        pause(50);
        durable();
        return page;
    }

    private Batch batch(RecordWriter writer, long start) {
        BatchBuilder builder = new BatchBuilder();
        builder.add(writer.memory(), 0, writer.length(), start);
        return builder.build(VOLUME, 0, 1, EPOCH, metadata.group(0).epoch(), start, vdl, lowestReadLsn);
    }

    private void record(RecordWriter writer, long start, long page, byte[] bytes) {
        TreeMap<Long, byte[]> history = versions.computeIfAbsent(page, _ -> new TreeMap<>());
        byte[] image = history.isEmpty()
                ? new byte[Page.BYTES]
                : history.lastEntry().getValue().clone();
        MemorySegment memory = MemorySegment.ofArray(image);
        long previous = Page.lsn(memory, 0);
        int at = writer.length();
        writer.begin(page, previous, previous == 0 ? RedoRecord.INIT : 0);
        writer.set(Page.HEADER_BYTES + 100, MemorySegment.ofArray(bytes), 0, bytes.length);
        writer.end();
        PageApplier.apply(memory, 0, writer.memory(), at, start + writer.length());
        history.put(start + writer.length(), image);
    }

    private void record(RecordWriter writer, long start) {
        long drawn = random.nextInt(PAGES);
        long page = drawn == spared ? (drawn + 1) % PAGES : drawn;
        TreeMap<Long, byte[]> history = versions.computeIfAbsent(page, _ -> new TreeMap<>());
        byte[] image = history.isEmpty()
                ? new byte[Page.BYTES]
                : history.lastEntry().getValue().clone();
        MemorySegment memory = MemorySegment.ofArray(image);
        long previous = Page.lsn(memory, 0);
        boolean begins = previous == 0 || random.nextInt(40) == 0;
        int at = writer.length();
        writer.begin(page, begins ? 0 : previous, begins ? RedoRecord.INIT : 0);
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        writer.set(Page.HEADER_BYTES + random.nextInt(8000), MemorySegment.ofArray(bytes), 0, bytes.length);
        writer.end();
        PageApplier.apply(memory, 0, writer.memory(), at, start + writer.length());
        history.put(start + writer.length(), image);
    }

    /** VDL is what four slots have acknowledged. */
    private void durable() {
        for (Long lsn : List.of(
                acknowledged[0], acknowledged[1], acknowledged[2], acknowledged[3], acknowledged[4], acknowledged[5])) {
            boolean quorum = metadata.group(0).reached(Quorum.WRITE, node -> acknowledged[index(node)] >= lsn);
            vdl = quorum ? Math.max(vdl, lsn) : vdl;
        }
    }

    /** Tells all nodes VDL, and hears how far they are. */
    void heartbeat() {
        Heartbeat message = new Heartbeat(VOLUME, EPOCH, 1, 1, vdl, lowestReadLsn, List.of(vdl));
        for (int node = 0; node < NODES; node++) {
            endpoints.getFirst().send(address(node), StorageMessages.encode(message));
        }
        pause(20);
        durable();
    }

    /** Waits until {@code node} votes and has everything, telling VDL and healing all the while. */
    void awaitWhole(int node) {
        for (int tries = 0; tries < 600; tries++) {
            heartbeat();
            heal();
            NodeReport report = status(node);
            told(node, report.segments());
            if (!report.segments().isEmpty()
                    && report.segments().getFirst().scl() == tail
                    && report.state().equals("serving")) {
                return;
            }
            pause(30);
        }
        throw new AssertionError("node" + node + " never became whole: " + status(node) + "; heard " + heard + "; "
                + world.metrics().values().tailMap("storage.repair"));
    }

    /** The node may have forgotten something: from now on it must not tell less than what is durable now. What it has told counts on. */
    void forgets(int node) {
        mustHave[node] = Math.max(mustHave[node], vdl);
    }

    /** The node has lost something, but knows how far it had come: it must not tell less than that. */
    void remembers(int node) {
        mustHave[node] = Math.max(mustHave[node], acknowledged[node]);
    }

    void crash(int node) {
        hosts.get(node).crash();
    }

    /** Starts a node that has crashed. */
    void start(int node) {
        processes.set(node, hosts.get(node).start());
        nodes.set(node, node(node));
        nodes.get(node).open();
    }

    /** Starts a node whose segment's folder is gone. */
    void startWithoutFolder(int node) {
        processes.set(node, hosts.get(node).start());
        for (String name : files(node)) {
            processes.get(node).files().delete("volume-7/group-0/" + name);
        }
        nodes.set(node, node(node));
        nodes.get(node).open();
    }

    /** Starts a node that has a new disk. */
    void startWithoutDisk(int node) {
        hosts.get(node).disk().wipe();
        start(node);
    }

    /** Reads all pages as of {@code lsn}: each is the model's, or, unless {@code all} must be served, refused. How many were served. */
    int compare(int node, long lsn, boolean all) {
        int served = 0;
        for (Map.Entry<Long, TreeMap<Long, byte[]>> page : versions.entrySet()) {
            StorageMessage answer = call(node, new ReadPage(VOLUME, EPOCH, 1, page.getKey(), lsn, lsn));
            if (answer instanceof PageImage image) {
                byte[] found = new byte[image.image().remaining()];
                image.image().duplicate().get(found);
                assertThat(found)
                        .as("node%d: page %d at LSN %d", node, page.getKey(), lsn)
                        .isEqualTo(version(page.getKey(), lsn));
                served++;
            } else {
                assertThat(answer).isInstanceOf(ReadRefused.class);
                assertThat(all)
                        .as("node%d refused page %d at LSN %d: %s", node, page.getKey(), lsn, answer)
                        .isFalse();
            }
        }
        return served;
    }

    /** True if {@code node} serves {@code page} as of VDL; then it is the model's. */
    boolean serves(int node, long page) {
        StorageMessage answer = call(node, new ReadPage(VOLUME, EPOCH, 1, page, vdl, vdl));
        if (answer instanceof PageImage image) {
            byte[] found = new byte[image.image().remaining()];
            image.image().duplicate().get(found);
            assertThat(found).as("node%d: page %d", node, page).isEqualTo(version(page, vdl));
            return true;
        }
        return false;
    }

    /** Waits until {@code metric} has been counted {@code more} times since {@code before}. */
    void awaitCount(String metric, long before, long more) {
        for (int tries = 0; tries < 400 && counted(metric) < before + more; tries++) {
            heartbeat();
            pause(20);
        }
        assertThat(counted(metric)).as("%s; heard %s", metric, heard).isGreaterThanOrEqualTo(before + more);
    }

    /** Waits until {@code count} nodes have a page that they do not serve, for its content differs. */
    void awaitDiffering(int count) {
        for (int tries = 0; tries < 400 && differing() < count; tries++) {
            heartbeat();
            pause(20);
        }
        assertThat(differing()).as("heard %s", heard).isEqualTo(count);
    }

    private long differing() {
        long differing = 0;
        for (int node = 0; node < Membership.COPIES; node++) {
            differing += status(node).scrub().differingPages();
        }
        return differing;
    }

    /** Reads all pages at some LSNs that must be servable. */
    void compareAll(int node) {
        compare(node, vdl, true);
        for (int count = 0; count < 4; count++) {
            long lsn = vdl - (long) (random.nextDouble() * (vdl - lowestReadLsn));
            compare(node, lsn, false);
        }
    }

    /** Fails if anything went wrong that nobody saw. */
    void check() {
        world.checkNothingEscaped();
        assertThat(wrong).isEmpty();
        assertThat(stepped).isEmpty();
        assertThat(world.metrics().values()).doesNotContainKey("storage.node.faults");
    }

    long counted(String metric) {
        return world.metrics().values().getOrDefault(metric, 0L);
    }
}
