package org.borealisdb.server.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.borealisdb.server.demo.ProcessNode.Kind;

/** Which nodes a {@link RegionOfProcesses} has. Each has six storage nodes in three zones, and a spare one in the first. */
public record ProcessLayout(List<ProcessNode> nodes) {
    private static final String MEMORY = "memory";
    private static final String INSTANCE_MEMORY = "64MB";

    /** The node of the control plane in a {@link #managed} region. */
    public static final String CONTROL_PLANE = "control-1";

    /** Those of a {@link #replicated} region, one in each zone. */
    public static final List<String> CONTROL_PLANES = List.of("control-1", "control-2", "control-3");

    /** Its gateway. */
    public static final String GATEWAY = "gateway-1";

    /** The other one of a {@link #redundant} region. */
    public static final String SECOND_GATEWAY = "gateway-2";

    /** Its instances, one in each zone; the first begins as the writer. */
    public static final List<String> INSTANCES = List.of("instance-1", "instance-2", "instance-3");

    /** The agents of a {@link #hosted} region, one in each zone. */
    public static final List<String> HOSTS = List.of("host-a", "host-b", "host-c");

    /** Ports of a gateway for endpoints, in a region {@link #withEndpoints}. */
    public static final int ENDPOINT_PORTS = 4;

    private static final String ENDPOINT_ADDRESSES = "endpoint-addresses";

    /** Ports of a machine for instances that are added. */
    private static final int INSTANCE_PORTS = 20;

    public ProcessLayout {
        nodes = List.copyOf(nodes);
    }

    /** Instances that do what the file says: a writer, another that takes over when it is started, and a reader. */
    public static ProcessLayout byRole() {
        List<ProcessNode> nodes = storage();
        nodes.add(ProcessNode.of(RegionOfProcesses.WRITER, Kind.INSTANCE, "a"));
        nodes.add(ProcessNode.of(RegionOfProcesses.RIVAL, Kind.INSTANCE, "a"));
        nodes.add(ProcessNode.of(RegionOfProcesses.READER, Kind.INSTANCE, "a").with("role", "reader"));
        return new ProcessLayout(nodes);
    }

    /** Three instances that do what a control plane decides, and a gateway that follows. */
    public static ProcessLayout managed() {
        List<ProcessNode> nodes = storage();
        List<String> zones = List.of("a", "b", "c");
        for (int i = 0; i < INSTANCES.size(); i++) {
            nodes.add(ProcessNode.of(INSTANCES.get(i), Kind.INSTANCE, zones.get(i)));
        }
        nodes.add(ProcessNode.of(CONTROL_PLANE, Kind.CONTROL_PLANE, "b"));
        nodes.add(ProcessNode.of(GATEWAY, Kind.GATEWAY, "c"));
        return new ProcessLayout(nodes);
    }

    /** The same with three nodes of the control plane, which keep the metadata log together. */
    public static ProcessLayout replicated() {
        List<ProcessNode> nodes = new ArrayList<>(managed().nodes());
        nodes.removeIf(node -> node.kind() == Kind.CONTROL_PLANE);
        List<String> zones = List.of("a", "b", "c");
        for (int i = 0; i < CONTROL_PLANES.size(); i++) {
            String name = CONTROL_PLANES.get(i);
            nodes.add(ProcessNode.of(name, Kind.CONTROL_PLANE, zones.get(i)).with("folder", name));
        }
        return new ProcessLayout(nodes);
    }

    /** The same with a second gateway in another zone: there is nothing of which the loss of one, or of a zone, stops clients. */
    public static ProcessLayout redundant() {
        List<ProcessNode> nodes = new ArrayList<>(replicated().nodes());
        nodes.add(ProcessNode.of(SECOND_GATEWAY, Kind.GATEWAY, "a"));
        return new ProcessLayout(nodes);
    }

    /** Two instances, a control plane that keeps the metadata log, and two gateways for all endpoints: the first has ports for them, the second addresses, and it answers names. */
    public static ProcessLayout withEndpoints() {
        List<ProcessNode> nodes = storage();
        nodes.add(ProcessNode.of(INSTANCES.getFirst(), Kind.INSTANCE, "a"));
        nodes.add(ProcessNode.of(INSTANCES.get(1), Kind.INSTANCE, "b"));
        nodes.add(ProcessNode.of(CONTROL_PLANE, Kind.CONTROL_PLANE, "c").with("folder", CONTROL_PLANE));
        int first = RegionOfProcesses.freePorts(ENDPOINT_PORTS);
        nodes.add(ProcessNode.of(GATEWAY, Kind.GATEWAY, "a")
                .with("endpoint-ports", first + "-" + (first + ENDPOINT_PORTS - 1)));
        nodes.add(ProcessNode.of(SECOND_GATEWAY, Kind.GATEWAY, "b")
                .with(ENDPOINT_ADDRESSES, "127.0.54.2-127.0.54.9")
                .with("dns", RegionOfProcesses.freePort()));
        return new ProcessLayout(nodes);
    }

    /** One instance, a control plane and a gateway, which agents of three machines run; these could run more instances. */
    public static ProcessLayout hosted() {
        List<ProcessNode> nodes = storage();
        nodes.add(ProcessNode.of(INSTANCES.getFirst(), Kind.INSTANCE, "a"));
        nodes.add(ProcessNode.of(CONTROL_PLANE, Kind.CONTROL_PLANE, "b"));
        nodes.add(ProcessNode.of(GATEWAY, Kind.GATEWAY, "c"));
        HOSTS.forEach(host -> nodes.add(ProcessNode.of(host, Kind.HOST, host.substring(host.length() - 1))));
        return new ProcessLayout(nodes);
    }

    /** The same, with a page cache of that size for each instance. */
    public ProcessLayout withMemory(String size) {
        return new ProcessLayout(nodes.stream()
                .map(node -> node.kind() == Kind.INSTANCE ? node.with(MEMORY, size) : node)
                .toList());
    }

    private static List<ProcessNode> storage() {
        List<ProcessNode> nodes = new ArrayList<>();
        for (String node : RegionOfProcesses.STORAGE) {
            nodes.add(storage(node));
        }
        nodes.add(storage(RegionOfProcesses.SPARE));
        return nodes;
    }

    private static ProcessNode storage(String node) {
        return ProcessNode.of(node, Kind.STORAGE, RegionOfProcesses.zone(node)).with("folder", node);
    }

    /** Whether the control plane keeps the metadata log. */
    boolean keepsLog() {
        return nodes.stream()
                .anyMatch(node ->
                        node.kind() == Kind.CONTROL_PLANE && node.settings().contains("folder"));
    }

    /** A node by its name. */
    ProcessNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The same, with a place for each node that clients connect to. */
    Placed place(IntSupplier freePort) {
        Map<String, Integer> clients = new LinkedHashMap<>();
        Map<String, Integer> readers = new LinkedHashMap<>();
        Map<String, Integer> ports = new LinkedHashMap<>();
        List<ProcessNode> placedNodes = new ArrayList<>();
        for (ProcessNode node : nodes) {
            int own = freePort.getAsInt();
            ports.put(node.name(), own);
            ProcessNode placed =
                    node.kind() == Kind.HOST ? node.with("instance-ports", own + "-" + (own + INSTANCE_PORTS)) : node;
            if (node.kind() == Kind.INSTANCE) {
                int port = freePort.getAsInt();
                clients.put(node.name(), port);
                placed = placed.with("client-port", port);
                if (!placed.has(MEMORY)) {
                    placed = placed.with(MEMORY, INSTANCE_MEMORY);
                }
            } else if (node.kind() == Kind.GATEWAY) {
                int writers = freePort.getAsInt();
                clients.put(node.name(), writers);
                placed = placed.with("writer-port", writers);
                if (!node.settings().contains(ENDPOINT_ADDRESSES)) {
                    int readersPort = freePort.getAsInt();
                    readers.put(node.name(), readersPort);
                    placed = placed.with("reader-port", readersPort);
                }
            }
            placedNodes.add(placed);
        }
        return new Placed(placedNodes, ports, clients, readers);
    }

    /**
     * Where everything is.
     *
     * @param nodes   all, with what the region's file says of them but for their ports
     * @param ports   where other nodes reach each
     * @param clients where clients connect to an instance, or by a gateway to the writer
     * @param readers where they connect by a gateway to readers, if that is at a port of its own
     */
    record Placed(
            List<ProcessNode> nodes,
            Map<String, Integer> ports,
            Map<String, Integer> clients,
            Map<String, Integer> readers) {
        /**
         * The lists of nodes, as the region's file has them.
         *
         * @param port where each is to be reached
         */
        String text(ToIntFunction<String> port) {
            Map<Kind, StringBuilder> lists = new LinkedHashMap<>();
            for (ProcessNode node : nodes) {
                ProcessNode placed = node.kind() == Kind.HOST ? node : node.with("port", port.applyAsInt(node.name()));
                lists.computeIfAbsent(node.kind(), kind -> new StringBuilder(kind.list() + ":\n"))
                        .append("  - {name: ")
                        .append(node.name())
                        .append(", zone: ")
                        .append(node.zone())
                        .append(placed.settings())
                        .append("}\n");
            }
            return String.join("", lists.values());
        }

        int port(String node) {
            return Optional.ofNullable(ports.get(node)).orElseThrow();
        }

        int clients(String node) {
            return Optional.ofNullable(clients.get(node)).orElseThrow();
        }

        int readers(String node) {
            return Optional.ofNullable(readers.get(node)).orElseThrow();
        }
    }
}
