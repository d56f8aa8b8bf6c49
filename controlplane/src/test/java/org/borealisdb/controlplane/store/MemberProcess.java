package org.borealisdb.controlplane.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.real.net.LinkLimits;
import org.borealisdb.runtime.real.net.NodeDirectory;
import org.borealisdb.runtime.real.net.RegionKey;
import org.borealisdb.runtime.real.net.SocketEndpoint;
import org.borealisdb.runtime.real.net.SocketNetwork;

/** A member in a process of its own, over sockets: arguments are the folder that all share, and its name. Ports are the system's choice; each process leaves its own in a file. */
final class MemberProcess {
    static final MetadataGroup GROUP = new MetadataGroup(
            "real", List.of(new Address("control-1"), new Address("control-2"), new Address("control-3")));

    private MemberProcess() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Address self = new Address(arguments[1]);
        RealTasks tasks = new RealTasks((_, cause) -> {
            throw new IllegalStateException(cause);
        });
        SocketNetwork sockets = network(folder, tasks);
        Network network = (address, handler) -> {
            SocketEndpoint endpoint = sockets.bind(address, handler);
            leavePort(folder, address, endpoint.port().orElseThrow());
            return endpoint;
        };
        RealFileStore files = new RealFileStore(folder.resolve(self.name()));
        RealRandom random = new RealRandom();
        MetadataMember.found(files, GROUP, self, random);
        MetadataMember.open(files, network, GROUP, self, tasks, new RealClock(), random)
                .join();
    }

    static SocketNetwork network(Path folder, RealTasks tasks) {
        NodeDirectory directory = new NodeDirectory() {
            @Override
            public Optional<HostPort> locate(Address node) {
                return port(folder, node).map(HostPort::loopback);
            }

            @Override
            public Optional<HostPort> listen(Address self) {
                return Optional.of(HostPort.loopback(0));
            }
        };
        return new SocketNetwork(
                directory,
                new RegionKey(ByteBuffer.allocate(RegionKey.BYTES).array()),
                LinkLimits.standard(),
                tasks,
                new RealClock(),
                new RealRandom(),
                new Metrics());
    }

    private static void leavePort(Path folder, Address self, int port) {
        try {
            Path next = folder.resolve(self.name() + ".port.next");
            Files.writeString(next, Integer.toString(port), StandardCharsets.UTF_8);
            Files.move(next, portFile(folder, self), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Integer> port(Path folder, Address node) {
        try {
            return Files.exists(portFile(folder, node))
                    ? Optional.of(Integer.parseInt(Files.readString(portFile(folder, node), StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path portFile(Path folder, Address node) {
        return folder.resolve(node.name() + ".port");
    }
}
