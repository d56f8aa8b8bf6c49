package org.borealisdb.controlplane.node;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.borealisdb.controlplane.failover.FailoverSettings;
import org.borealisdb.controlplane.fleet.FleetLink;
import org.borealisdb.controlplane.fleet.FleetMessages;
import org.borealisdb.controlplane.fleet.FleetRole;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.InstanceState;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.controlplane.fleet.WriterRegistry;
import org.borealisdb.controlplane.store.MemberStatus;
import org.borealisdb.controlplane.store.MetadataGroup;
import org.borealisdb.controlplane.store.MetadataMember;
import org.borealisdb.controlplane.store.RaftMetadataLog;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.SharedAddress;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.simulation.net.LinkQuality;

/** Three nodes of a control plane, which keep the metadata log, and three instances that do at once what was decided, in a simulated world. */
final class FleetSimulation {
    static final long MILLISECOND = 1_000_000;
    static final Address ONE = new Address("one");
    static final Address TWO = new Address("two");
    static final Address THREE = new Address("three");
    static final List<Address> INSTANCES = List.of(ONE, TWO, THREE);
    static final List<Address> NODES =
            List.of(new Address("control-1"), new Address("control-2"), new Address("control-3"));
    private static final MetadataGroup GROUP = new MetadataGroup("region", NODES);
    private static final long SECOND = 1_000 * MILLISECOND;

    private final SimulatedWorld world;
    private final Map<Address, Node> nodes = new LinkedHashMap<>();
    /** How long ago readers have heard of the writer, as they say. */
    private long heardMillis;

    private Optional<WriterRegistry> registry = Optional.empty();

    private record Node(MetadataMember member, ControlPlaneNode node) {}

    private static final class NoHandler implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {}

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            return ByteBuffer.allocate(0);
        }
    }

    FleetSimulation(long seed) {
        this.world = new SimulatedWorld(seed, 20_000_000, 600 * SECOND);
    }

    /** Has everything begin, the first instance writing, and then does {@code test}. */
    void run(Runnable test) {
        world.run(() -> {
            NODES.forEach(this::startNode);
            SimulatedHost.LiveProcess judge = world.host("judge").start();
            Endpoint endpoint = judge.network().bind(new Address("judge"), new NoHandler());
            registry = Optional.of(new WriterRegistry(
                    new RaftMetadataLog(endpoint, GROUP, judge.tasks(), judge.clock(), judge.random())));
            registry.orElseThrow().decide(WriterRecord.first(ONE.name(), 0));
            INSTANCES.forEach(this::startInstance);
            pass(5_000);
            test.run();
        });
        world.checkNothingEscaped();
    }

    void startNode(Address node) {
        SimulatedHost.LiveProcess process = world.host(node.name()).start();
        SharedAddress shared = new SharedAddress(process.network(), node);
        MetadataMember.found(process.files(), GROUP, node, process.random());
        MetadataMember member = MetadataMember.open(
                process.files(),
                shared.part(magic -> !FleetMessages.isBeat(magic)),
                GROUP,
                node,
                process.tasks(),
                process.clock(),
                process.random());
        ControlPlaneNode watches = new ControlPlaneNode(
                node,
                NODES.stream().filter(each -> !each.equals(node)).toList(),
                process.tasks(),
                process.clock(),
                shared.part(FleetMessages::isBeat),
                process.random(),
                process.metrics(),
                member.log(),
                FailoverSettings.standard(),
                () -> member.status().role() == MemberStatus.Role.LEADER,
                FleetListener.NOBODY);
        watches.open();
        nodes.put(node, new Node(member, watches));
    }

    void startInstance(Address instance) {
        SimulatedHost.LiveProcess process = world.host(instance.name()).start();
        Endpoint endpoint = process.network().bind(instance, new NoHandler());
        WriterRecord[] known = {WriterRecord.first(ONE.name(), 0)};
        for (Address node : NODES) {
            FleetLink link = new FleetLink(endpoint, node, process.tasks());
            process.tasks().start("beat-" + node, TaskKind.PROTOCOL, () -> {
                while (true) {
                    link.ask(Optional.of(report(instance, known[0])))
                            .flatMap(view -> view.writer())
                            .filter(record -> record.term() > known[0].term())
                            .ifPresent(record -> known[0] = record);
                }
            });
        }
    }

    private InstanceReport report(Address instance, WriterRecord record) {
        boolean writes = record.writer().equals(instance.name());
        return new InstanceReport(
                instance.name(),
                "a",
                HostPort.loopback(1),
                HostPort.loopback(2),
                writes ? FleetRole.WRITER : FleetRole.READER,
                InstanceState.RUNNING,
                record.term(),
                1,
                1,
                0,
                writes ? "" : record.writer(),
                writes ? 0 : heardMillis,
                0,
                0,
                0,
                0,
                "");
    }

    /** Readers hear nothing of the writer any more, whether it lives or not. */
    void readersAreCutOff() {
        heardMillis = 5_000;
    }

    void crash(Address process) {
        world.host(process.name()).crash();
        nodes.remove(process);
    }

    /** Nothing passes between these any more, either way. */
    void cut(Address one, List<Address> others) {
        for (Address other : others) {
            world.network().cut(one, other);
            world.network().cut(other, one);
        }
    }

    /** Every message takes a while, so that what comes is not new any more. */
    void slowDown() {
        world.network().quality(new LinkQuality(100 * MILLISECOND, 200 * MILLISECOND, 0, 0, 0));
    }

    void healAll() {
        world.network().healAll();
    }

    void pass(long millis) {
        world.scheduler().sleep(millis * MILLISECOND);
    }

    /** What was decided last, as the log says. */
    WriterRecord record() {
        return registry.orElseThrow().current().orElseThrow();
    }

    ControlPlaneNode node(Address address) {
        return Optional.ofNullable(nodes.get(address)).orElseThrow().node();
    }

    /** The node that decides, which is waited for. */
    Address leader() {
        await(() -> leading().isPresent());
        return leading().orElseThrow();
    }

    private Optional<Address> leading() {
        return nodes.entrySet().stream()
                .filter(each -> each.getValue().member().status().role() == MemberStatus.Role.LEADER)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    static List<Address> without(List<Address> all, Address one) {
        return all.stream().filter(each -> !each.equals(one)).toList();
    }

    /** How many milliseconds it takes until something is so, which must be within half a minute. */
    long await(BooleanSupplier condition) {
        long began = world.scheduler().now();
        while (!condition.getAsBoolean()) {
            if (world.scheduler().now() - began > 30 * SECOND) {
                throw new AssertionError("not within half a minute");
            }
            pass(10);
        }
        return (world.scheduler().now() - began) / MILLISECOND;
    }
}
