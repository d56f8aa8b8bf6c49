package org.borealisdb.tests.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.node.StorageNode;
import org.borealisdb.storage.node.StorageSettings;

/** Six storage nodes in three zones, with tiny files so that everything that happens to large ones happens within seconds. */
final class SimulatedRegion {
    private final SimulatedWorld world;
    private final List<Member> members = new ArrayList<>();
    private final Map<Address, StorageNode> nodes = new TreeMap<>();
    private final StorageSettings settings;

    SimulatedRegion(SimulatedWorld world, StorageSettings settings) {
        this.world = world;
        for (int index = 0; index < Membership.COPIES; index++) {
            String zone = String.valueOf((char) ('a' + index / 2));
            members.add(new Member(new Address("storage-" + zone + (index % 2 + 1)), zone));
        }
        this.settings = settings;
    }

    List<Member> members() {
        return members;
    }

    Address address(int index) {
        return members.get(index).node();
    }

    SimulatedHost host(Address node) {
        return world.host(node.name());
    }

    /** Starts the node's process, unless it runs. */
    void start(Address address) {
        SimulatedHost host = host(address);
        if (host.running()) {
            return;
        }
        nodes.remove(address);
        SimulatedHost.LiveProcess process = host.start();
        Member member = members.stream()
                .filter(each -> each.node().equals(address))
                .findFirst()
                .orElseThrow();
        process.tasks().start("open", TaskKind.PROTOCOL, () -> {
            StorageNode node = new StorageNode(
                    address,
                    member.zone(),
                    process.tasks(),
                    process.clock(),
                    process.files(),
                    process.network(),
                    process.random(),
                    process.metrics(),
                    settings,
                    _ -> world.metrics().count("node.steppedAside"));
            try {
                node.open();
                nodes.put(address, node);
            } catch (OperationException e) {
                world.metrics().count("node.couldNotOpen");
            }
        });
    }

    void startAll() {
        for (Member member : members) {
            start(member.node());
        }
    }

    /** True if the node's process is there and has not stepped aside. */
    boolean healthy(Address address) {
        StorageNode node = nodes.get(address);
        return host(address).running() && node != null && node.failure().isEmpty();
    }

    /** How all nodes are, for a person. */
    String describe() {
        StringBuilder out = new StringBuilder();
        for (Member member : members) {
            StorageNode node = nodes.get(member.node());
            out.append("\n  ").append(member.node()).append(": ");
            out.append(!host(member.node()).running() ? "down" : node == null ? "opening" : node.status());
        }
        return out.toString();
    }

    void crash(Address address) {
        host(address).crash();
    }

    ByteSize used(Address address) {
        return new ByteSize(host(address).disk().usedBytes());
    }
}
