package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.real.net.LinkLimits;
import org.borealisdb.runtime.real.net.NodeDirectory;
import org.borealisdb.runtime.real.net.SocketNetwork;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import picocli.CommandLine.ExitCode;

/** One role in this process, until a signal ends it or it cannot go on. */
final class RunningRole {
    private final Address node;
    private final PrintWriter out;
    private final Lifetime lifetime = new Lifetime();
    private final RealWorld world = RealWorld.create(lifetime::taskFailed);

    /** Opens a role; the answer closes it. */
    @FunctionalInterface
    interface Opening {
        AutoCloseable open(RealWorld world, Network network, Lifetime lifetime) throws Exception;
    }

    RunningRole(Address node, PrintWriter out) {
        this.node = node;
        this.out = out;
    }

    int run(RegionPlan plan, Opening opening) throws Exception {
        try {
            return runToEnd(plan, opening);
        } finally {
            lifetime.finished();
        }
    }

    private int runToEnd(RegionPlan plan, Opening opening) throws Exception {
        try (RealWorld running = world) {
            Network network = network(plan, running);
            try (AutoCloseable _ = opening.open(running, network, lifetime)) {
                out.println(
                        node + " is ready, process " + ProcessHandle.current().pid() + ".");
                out.flush();
                lifetime.awaitEnd();
                if (!lifetime.failure().isEmpty()) {
                    Lifetime.halt(lifetime.failure());
                }
            }
        }
        lifetime.closed();
        return ExitCode.OK;
    }

    private static Network network(RegionPlan plan, RealWorld world) throws IOException {
        Map<Address, HostPort> places = new HashMap<>();
        plan.storageNodes().forEach(place -> places.put(place.address(), place.place()));
        plan.instances().forEach(place -> places.put(place.address(), place.place()));
        return new SocketNetwork(
                NodeDirectory.of(places),
                RegionOption.key(plan),
                LinkLimits.standard(),
                world.tasks(),
                world.clock(),
                world.random(),
                world.metrics());
    }
}
