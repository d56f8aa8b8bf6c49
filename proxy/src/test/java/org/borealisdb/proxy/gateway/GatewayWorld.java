package org.borealisdb.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointPlace;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.InstanceRole;
import org.borealisdb.proxy.endpoint.Topology;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.real.stream.SocketStreams;

/** A cluster of fake instances with a gateway before it. At its end nothing may be left of either. */
final class GatewayWorld implements AutoCloseable {
    /** What waits for a time-out to happen waits for this long. */
    static final Duration SHORT = Duration.ofMillis(300);

    /** What must not time out has this long. */
    static final Duration LONG = Duration.ofMinutes(2);

    static final GatewayLimits PATIENT = new GatewayLimits(
            10_000, LONG, LONG, LONG, LONG, Duration.ofMillis(50), LONG, LONG, Duration.ofSeconds(20));

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final RealClock clock = new RealClock();
    final RealTasks tasks = new RealTasks((_, failure) -> failures.add(failure));
    final SocketStreams streams = new SocketStreams(tasks, clock);
    final Metrics metrics = new Metrics();
    private final Map<String, FakeInstance> fakes = new LinkedHashMap<>();
    private final Map<String, Instance> members = new LinkedHashMap<>();
    private final List<TestClient> clients = new ArrayList<>();
    final Topology topology = new Topology(tasks, clock, new TopologyView("main", 1, List.of()));
    final Gateway gateway;

    GatewayWorld(GatewayLimits limits) {
        this.gateway = new Gateway(tasks, clock, streams, topology, limits, metrics);
    }

    /** Adds a running instance, not published yet. */
    FakeInstance add(String name, InstanceRole role) {
        FakeInstance fake = new FakeInstance(tasks, streams, name);
        fakes.put(name, fake);
        members.put(name, new Instance(name, fake.place(), role, true, 1));
        return fake;
    }

    /** Adds an instance that nobody can connect to. */
    void addUnreachable(String name, InstanceRole role) {
        add(name, role).close();
    }

    FakeInstance fake(String name) {
        FakeInstance fake = fakes.get(name);
        if (fake == null) {
            throw new AssertionError("no instance " + name);
        }
        return fake;
    }

    void set(String name, InstanceRole role, boolean healthy) {
        members.put(name, new Instance(name, fake(name).place(), role, healthy, 1));
    }

    void remove(String name) {
        members.remove(name);
    }

    void publish() {
        assertThat(topology.publish(
                        new TopologyView("main", topology.current().version() + 1, List.copyOf(members.values()))))
                .isTrue();
    }

    HostPort open(Endpoint endpoint) {
        return gateway.open(new EndpointPlace(endpoint, HostPort.loopback(0)));
    }

    TestClient connect(HostPort place) {
        TestClient client = new TestClient(streams, place);
        clients.add(client);
        return client;
    }

    long count(String counter) {
        return metrics.values().getOrDefault(counter, 0L);
    }

    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** The clients leave, and then nothing may be left. */
    @Override
    public void close() {
        clients.forEach(TestClient::close);
        eventually("no client is left", () -> gateway.connections() == 0);
        assertThat(gateway.admitted()).as("sessions").isZero();
        assertThat(gateway.buffersLent()).as("buffers").isZero();
        for (FakeInstance fake : fakes.values()) {
            eventually("no connection to an instance is left", () -> fake.connections() == 0);
        }
        assertThat(streams.openConnections()).as("sockets").isZero();
        gateway.close();
        fakes.values().forEach(FakeInstance::close);
        streams.close();
        tasks.close();
        assertThat(failures).isEmpty();
    }
}
