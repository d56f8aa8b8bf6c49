package org.borealisdb.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.microraft.QueryPolicy;
import io.microraft.model.log.LogEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedRandom;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.simulation.file.SimulatedFileStore;
import org.borealisdb.simulation.net.LinkQuality;
import org.borealisdb.simulation.task.SimulatedTasks;

/**
 * A group of three members in a simulated world, clients that read and change a few keys, and faults: members killed with torn disks and started again, links cut, a leader cut off, a network that loses, doubles and reorders,
 * syncs that fail. At the end all is well again, the group must work, what clients were told must be linearizable, and the logs of all members must be the same as far as they are committed.
 */
final class MetadataSimulation {
    private static final int KEYS = 4;
    private static final int CLIENTS = 3;
    private static final long SECOND = 1_000_000_000;
    private static final MemberLimits LIMITS = new MemberLimits(16, 8, 3_000);

    private final long seed;
    private final SimulatedWorld world;
    private final LateNetwork late;
    private final SplittableRandom random;
    private final MetadataGroup group;
    private final History history = new History();
    private final Map<Address, MetadataMember> members = new LinkedHashMap<>();
    private final List<Task> clients = new ArrayList<>();
    private final List<Address> failed = new ArrayList<>();

    private int faults = 20;
    private QueryPolicy reads = QueryPolicy.LINEARIZABLE;
    private UnaryOperator<FileStore> files = UnaryOperator.identity();
    private boolean disksLost;
    private boolean over;
    private int changesMade;
    private int disksReplaced;

    MetadataSimulation(long seed) {
        this(seed, 3);
    }

    MetadataSimulation(long seed, int size) {
        this.seed = seed;
        this.world = new SimulatedWorld(seed, 8_000_000, 600 * SECOND);
        this.late = new LateNetwork(world);
        this.random = world.newRandom();
        List<Address> addresses = new ArrayList<>();
        for (int number = 1; number <= size; number++) {
            addresses.add(new Address("control-" + number));
        }
        this.group = new MetadataGroup("region-1", addresses);
    }

    MetadataSimulation faults(int count) {
        faults = count;
        return this;
    }

    /** Members also lose their disks, one at a time, and are readmitted. */
    MetadataSimulation losingDisks() {
        disksLost = true;
        return this;
    }

    MetadataSimulation reads(QueryPolicy policy) {
        reads = policy;
        return this;
    }

    MetadataSimulation files(UnaryOperator<FileStore> wrapping) {
        files = wrapping;
        return this;
    }

    History history() {
        return history;
    }

    SimulatedWorld world() {
        return world;
    }

    MetadataGroup group() {
        return group;
    }

    Optional<MetadataMember> member(Address address) {
        return Optional.ofNullable(members.get(address));
    }

    SimulatedHost host(Address member) {
        return world.host(member.name());
    }

    /** The simulation with faults, and everything that must hold after it. */
    void run() {
        world.run(() -> {
            foundAll();
            for (int number = 1; number <= CLIENTS; number++) {
                startClient(number);
            }
            for (int count = 0; count < faults; count++) {
                long longest = random.nextInt(12) == 0 ? 15 * SECOND : random.nextBoolean() ? SECOND : SECOND * 2;
                world.scheduler().sleep(random.nextLong(SECOND / 50, longest));
                fault();
            }
            repairAll();
            over = true;
            clients.forEach(Task::join);
            checkAll();
        });
        assertThat(world.escapes()).as("escaped from tasks, seed %s", seed).isEmpty();
        history.check();
    }

    /** Leaders that hear late how it was before, and are asked all the time what they know, while others follow another leader. */
    void runLateLeaders() {
        world.run(() -> {
            foundAll();
            startClient(1);
            for (int round = 0; round < 4; round++) {
                world.scheduler().sleep(3 * SECOND);
                leader().ifPresent(leader -> {
                    startReaders(leader);
                    hearLateAndSayNothing(leader);
                });
            }
            repairAll();
            over = true;
            clients.forEach(Task::join);
            checkAll();
        });
        assertThat(world.escapes()).as("escaped from tasks, seed %s", seed).isEmpty();
        history.check();
    }

    /** Clients that ask this member alone. */
    private void startReaders(Address member) {
        for (int number = 1; number <= 3; number++) {
            String name = "reader-" + number + "-of-" + member + "-" + history.size();
            var process = world.host(name).start();
            Endpoint endpoint = process.network().bind(new Address(name), new NoHandler());
            SplittableRandom choices = world.newRandom();
            clients.add(process.tasks().start(name, TaskKind.SESSION, () -> {
                while (!over) {
                    String key = "key-" + choices.nextInt(KEYS);
                    long begun = world.scheduler().now();
                    ByteBuffer request = StoreRequest.encode(group.name(), new StoreRequest.Read(key));
                    try {
                        if (StoreAnswer.decode(endpoint.call(member, request, 2 * SECOND))
                                instanceof StoreAnswer.Value(long version, ByteBuffer bytes)) {
                            history.add(new History.Read(
                                    name,
                                    key,
                                    version,
                                    text(bytes),
                                    begun,
                                    world.scheduler().now()));
                        }
                    } catch (OperationException e) {
                        assertThat(e.retryable()).as("%s", e).isTrue();
                    }
                    world.scheduler().sleep(choices.nextLong(SECOND / 5));
                }
            }));
        }
    }

    void foundAll() {
        for (Address member : group.members()) {
            var process = host(member).start();
            MetadataMember.found(files.apply(process.files()), group, member, process.random());
            open(member, process);
        }
    }

    /** Starts the process of a member, if it is not running. */
    void start(Address member) {
        if (!host(member).running()) {
            open(member, host(member).start());
        }
    }

    private void open(Address member, SimulatedHost.LiveProcess process) {
        process.tasks()
                .start(
                        "start",
                        TaskKind.SESSION,
                        () -> members.put(
                                member,
                                MetadataMember.open(
                                        files.apply(process.files()),
                                        late.of(process),
                                        group,
                                        member,
                                        process.tasks(),
                                        process.clock(),
                                        process.random(),
                                        LIMITS,
                                        reads)));
    }

    void crash(Address member) {
        members.remove(member);
        host(member).crash();
    }

    /** A log in a process of its own. */
    RaftMetadataLog client(String name) {
        var process = world.host(name).start();
        Endpoint endpoint = process.network().bind(new Address(name), new NoHandler());
        return new RaftMetadataLog(endpoint, group, process.tasks(), process.clock(), process.random());
    }

    private void startClient(int number) {
        String name = "client-" + number;
        var process = world.host(name).start();
        Endpoint endpoint = process.network().bind(new Address(name), new NoHandler());
        RaftMetadataLog log = new RaftMetadataLog(endpoint, group, process.tasks(), process.clock(), process.random());
        for (int task = 1; task <= 2; task++) {
            String title = name + "/" + task;
            SplittableRandom choices = world.newRandom();
            clients.add(process.tasks().start(title, TaskKind.SESSION, () -> work(log, title, choices)));
        }
    }

    private void work(RaftMetadataLog log, String title, SplittableRandom choices) {
        Map<String, Long> versions = new TreeMap<>();
        while (!over) {
            world.scheduler().sleep(choices.nextLong(SECOND / 20));
            String key = "key-" + choices.nextInt(KEYS);
            if (choices.nextInt(3) == 0 || !versions.containsKey(key)) {
                read(log, title, key).ifPresent(version -> versions.put(key, version));
            } else {
                change(log, title, key, versions, choices.nextInt(500));
            }
        }
    }

    private Optional<Long> read(RaftMetadataLog log, String title, String key) {
        long begun = world.scheduler().now();
        try {
            Optional<MetadataValue> found = log.read(key);
            long version = found.map(MetadataValue::version).orElse(0L);
            history.add(new History.Read(
                    title,
                    key,
                    version,
                    found.map(each -> text(each.bytes())).orElse(""),
                    begun,
                    world.scheduler().now()));
            return Optional.of(version);
        } catch (OperationException e) {
            return Optional.empty();
        }
    }

    private void change(RaftMetadataLog log, String title, String key, Map<String, Long> versions, int padding) {
        long expected = versions.getOrDefault(key, 0L);
        String value = title + " change " + changesMade++ + " ".repeat(padding);
        long begun = world.scheduler().now();
        History.Outcome outcome = History.Outcome.UNKNOWN;
        try {
            outcome = log.compareAndSet(key, expected, value.getBytes(StandardCharsets.UTF_8))
                    ? History.Outcome.STORED
                    : History.Outcome.REFUSED;
        } catch (OperationException e) {
            assertThat(e.getMessage()).contains("in the metadata log within");
            if (e.retryable()) {
                outcome = History.Outcome.NOT_DONE;
            }
        }
        if (outcome == History.Outcome.STORED) {
            versions.put(key, expected + 1);
        } else {
            versions.remove(key);
        }
        history.add(new History.Change(
                title, key, expected, value, begun, world.scheduler().now(), outcome));
    }

    private void fault() {
        Address victim = group.members().get(random.nextInt(group.members().size()));
        if (disksLost && random.nextInt(4) == 0) {
            loseDisk(victim);
            return;
        }
        switch (random.nextInt(11)) {
            case 10 -> leader().ifPresent(this::hearLateAndSayNothing);
            case 0, 1, 2 -> crash(random.nextBoolean() ? leader().orElse(victim) : victim);
            case 3, 4 -> group.members().forEach(this::start);
            case 5 -> cutOff(leader().orElse(victim));
            case 6 -> {
                Address other =
                        group.members().get(random.nextInt(group.members().size()));
                world.network().cut(victim, other);
            }
            case 7 -> world.network().healAll();
            case 8 -> world.network().quality(quality());
            default -> {
                host(victim).disk().failSyncAfter(random.nextInt(4));
                failed.add(victim);
            }
        }
        failed.removeIf(member -> {
            Optional<MetadataMember> stopped =
                    member(member).filter(each -> each.status().role() == MemberStatus.Role.STOPPED);
            stopped.ifPresent(_ -> {
                crash(member);
                host(member).disk().repair();
            });
            return stopped.isPresent();
        });
    }

    /** Gives a member an empty disk and readmits it, unless another one is not a full member: then nobody would know for sure what both may have known. */
    private void loseDisk(Address member) {
        for (Address each : group.members()) {
            Optional<MemberIdentity> identity = MemberIdentity.read(disk(each));
            if (identity.filter(its -> its.stage() == MemberIdentity.Stage.MEMBER)
                    .isEmpty()) {
                return;
            }
        }
        crash(member);
        host(member).disk().wipe();
        host(member).disk().repair();
        SimulatedHost.LiveProcess process = host(member).start();
        MetadataMember.readmit(files.apply(process.files()), group, member, process.random());
        open(member, process);
        disksReplaced++;
    }

    int disksReplaced() {
        return disksReplaced;
    }

    /** What is on a member's disk, whatever runs there. */
    private FileStore disk(Address member) {
        return files.apply(new SimulatedFileStore(
                host(member).disk(), new SimulatedTasks(world.scheduler(), "judge", (_, _) -> {}), ""));
    }

    private LinkQuality quality() {
        return switch (random.nextInt(4)) {
            case 0 -> LinkQuality.GOOD;
            // Messages that come after the next election.
            case 1 -> new LinkQuality(20_000, 40_000_000, 0, 100, 300);
            default ->
                new LinkQuality(
                        20_000,
                        random.nextLong(100_000, 30_000_000),
                        random.nextInt(100),
                        random.nextInt(100),
                        random.nextInt(60));
        };
    }

    /** For some seconds a leader hears how it was before, while the others, which hear it no more, follow another. */
    private void hearLateAndSayNothing(Address member) {
        // Step by step, or it would take them for lost.
        long longest = random.nextLong(SECOND, 4 * SECOND);
        for (long delay = SECOND / 5; delay < longest; delay += SECOND / 4) {
            for (Address other : group.others(member)) {
                late.delay(other, member, delay);
            }
            world.scheduler().sleep(SECOND / 3);
        }
        group.others(member).forEach(other -> world.network().cut(member, other));
        world.scheduler().sleep(random.nextLong(SECOND, 2 * SECOND + longest));
        late.healAll();
        group.others(member).forEach(other -> world.network().heal(member, other));
    }

    /** Cuts a member off from the other members, one way or both, and perhaps from clients. */
    private void cutOff(Address member) {
        int how = random.nextInt(4);
        for (Address other : group.others(member)) {
            if (how != 0) {
                world.network().cut(member, other);
            }
            if (how != 1) {
                world.network().cut(other, member);
            }
        }
    }

    Optional<Address> leader() {
        return members.values().stream()
                .map(MetadataMember::status)
                .filter(status -> status.role() == MemberStatus.Role.LEADER)
                .map(MemberStatus::member)
                .findFirst();
    }

    private void repairAll() {
        world.network().healAll();
        late.healAll();
        world.network().quality(LinkQuality.GOOD);
        for (Address member : group.members()) {
            host(member).disk().repair();
            if (member(member)
                    .filter(each -> each.status().role() != MemberStatus.Role.STOPPED)
                    .isEmpty()) {
                crash(member);
            }
            start(member);
        }
    }

    private void checkAll() {
        RaftMetadataLog log = client("judge");
        for (int key = 0; key < KEYS; key++) {
            assertThat(read(log, "judge", "key-" + key))
                    .as("a repaired group answers; %s; escaped: %s", statuses(), world.escapes())
                    .isPresent();
        }
        assertThat(log.compareAndSet("last", 0, new byte[] {1})).isTrue();
        assertThat(log.keys("l")).containsExactly("last");
        awaitCaughtUp();
        checkLogs();
    }

    /** Waits until all members work, and know the same to be committed. */
    void awaitCaughtUp() {
        long deadline = world.scheduler().now() + 30 * SECOND;
        while (!caughtUp()) {
            if (world.scheduler().now() > deadline) {
                throw new AssertionError("members do not catch up: " + statuses());
            }
            world.scheduler().sleep(SECOND / 10);
        }
    }

    private boolean caughtUp() {
        List<MemberStatus> working = statuses().stream()
                .filter(status ->
                        status.role() == MemberStatus.Role.FOLLOWER || status.role() == MemberStatus.Role.LEADER)
                .toList();
        return working.size() == group.members().size()
                && working.stream().map(MemberStatus::commitIndex).distinct().count() == 1
                && working.getFirst().commitIndex() > 0;
    }

    private List<MemberStatus> statuses() {
        return members.values().stream().map(MetadataMember::status).toList();
    }

    /** Compares what the members have on disk. */
    private void checkLogs() {
        Map<Long, String> committed = new TreeMap<>();
        for (Address member : group.members()) {
            MetadataMember open = member(member).orElseThrow();
            long commitIndex = open.status().commitIndex();
            open.close();
            try (RaftJournal journal = RaftJournal.open(
                    disk(member),
                    group,
                    new MemberEndpoint(member),
                    new RaftValues(group),
                    new SimulatedRandom(random.split()))) {
                for (LogEntry entry : journal.restored().getLogEntries()) {
                    if (entry.getIndex() <= commitIndex) {
                        String text = entry.getTerm() + " " + entry.getOperation();
                        String other = committed.putIfAbsent(entry.getIndex(), text);
                        assertThat(other == null || other.equals(text))
                                .as("entry %s of %s: %s, elsewhere %s", entry.getIndex(), member, text, other)
                                .isTrue();
                    }
                }
            }
        }
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /** Of a client, whom nobody asks. */
    static final class NoHandler implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {
            throw new IllegalStateException("a message from " + from);
        }

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            throw new IllegalStateException("a request from " + from);
        }
    }
}
