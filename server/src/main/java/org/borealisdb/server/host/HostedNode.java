package org.borealisdb.server.host;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.server.role.HostPlace;
import org.borealisdb.server.role.RegionPlan;

/**
 * A node that an agent runs.
 *
 * @param name  its name in the region
 * @param role  what {@code borealis run} calls what it does
 * @param order nodes of a lower one are stopped before those of a higher one
 * @param more  arguments beside the region's file and the name
 */
record HostedNode(String name, String role, int order, List<String> more) {
    private static final String INSTANCE = "instance";
    /** Instances first, as long as everything is there that they end in order with; storage last. */
    private static final int INSTANCES = 0;

    private static final int GATEWAYS = 1;
    private static final int CONTROL_PLANE = 2;
    private static final int STORAGE = 3;

    HostedNode {
        more = List.copyOf(more);
    }

    /** An instance that is not in the region's file. */
    static HostedNode added(String name, List<String> arguments) {
        return new HostedNode(name, INSTANCE, INSTANCES, arguments);
    }

    /** Those that the region's file has on a machine. */
    static List<HostedNode> of(RegionPlan plan, HostPlace host) {
        Stream<HostedNode> storage = plan.storageNodes().stream()
                .filter(node -> host.has(node.zone(), node.place()))
                .map(node -> inFile(node.address(), "storage-node", STORAGE));
        Stream<HostedNode> control = plan.services().controlPlane().stream()
                .filter(node -> host.has(node.zone(), node.place()))
                .map(node -> inFile(node.address(), "control-plane", CONTROL_PLANE));
        Stream<HostedNode> gateways = plan.services().gateways().stream()
                .filter(each -> host.has(each.node().zone(), each.node().place()))
                .map(each -> inFile(each.node().address(), "gateway", GATEWAYS));
        Stream<HostedNode> instances = plan.instances().stream()
                .filter(node -> host.has(node.zone(), node.place()))
                .map(node -> inFile(node.address(), INSTANCE, INSTANCES));
        return Stream.of(storage, control, gateways, instances)
                .flatMap(nodes -> nodes)
                .toList();
    }

    private static HostedNode inFile(Address address, String role, int order) {
        return new HostedNode(address.name(), role, order, List.of());
    }

    /** Whether it is one. */
    boolean isInstance() {
        return role.equals(INSTANCE);
    }

    /** Arguments of {@code borealis} that run it. */
    List<String> arguments(String regionFile) {
        List<String> arguments = new ArrayList<>(List.of("run", role, "--region", regionFile, "--name", name));
        arguments.addAll(more);
        return arguments;
    }
}
