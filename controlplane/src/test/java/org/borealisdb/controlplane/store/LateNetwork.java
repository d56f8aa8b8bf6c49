package org.borealisdb.controlplane.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;

/** Lets messages on chosen links come late, each by as much as the others, so that a member hears at length what was true before. Calls are not late. */
final class LateNetwork {
    private final SimulatedWorld world;
    private final Map<String, Long> delays = new HashMap<>();

    LateNetwork(SimulatedWorld world) {
        this.world = world;
    }

    void delay(Address from, Address to, long nanos) {
        delays.put(from + ">" + to, nanos);
    }

    void healAll() {
        delays.clear();
    }

    /** The network as {@code process} sees it. */
    Network of(SimulatedHost.LiveProcess process) {
        return (self, handler) -> new LateEndpoint(process, process.network().bind(self, handler));
    }

    private final class LateEndpoint implements Endpoint {
        private final SimulatedHost.LiveProcess process;
        private final Endpoint endpoint;

        LateEndpoint(SimulatedHost.LiveProcess process, Endpoint endpoint) {
            this.process = process;
            this.endpoint = endpoint;
        }

        @Override
        public Address self() {
            return endpoint.self();
        }

        @Override
        public void send(Address to, ByteBuffer message) {
            Long delay = delays.get(self() + ">" + to);
            if (delay == null) {
                endpoint.send(to, message);
                return;
            }
            world.scheduler().at(world.scheduler().now() + delay, () -> {
                if (!process.dead()) {
                    endpoint.send(to, message);
                }
            });
        }

        @Override
        public ByteBuffer call(Address to, ByteBuffer request, long timeoutNanos) {
            return endpoint.call(to, request, timeoutNanos);
        }

        @Override
        public void close() {
            endpoint.close();
        }
    }
}
