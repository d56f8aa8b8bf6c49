package org.borealisdb.proxy.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is published is seen, in order, by those who wait; and what contradicts itself is no topology. */
@Timeout(60)
class TopologyTest {
    private static final long LONG_NANOS = 50_000_000_000L;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final RealTasks tasks = new RealTasks((_, failure) -> failures.add(failure));
    private final Topology topology = new Topology(tasks, new RealClock(), view(5));

    @AfterEach
    void nothingFailed() {
        tasks.close();
        assertThat(failures).isEmpty();
    }

    private static TopologyView view(long version) {
        return new TopologyView("main", version, List.of());
    }

    @Test
    void whoeverWaitsSeesWhatIsPublished() {
        AtomicLong seen = new AtomicLong();
        Task waiting = tasks.start(
                "waiting",
                TaskKind.SESSION,
                () -> seen.set(topology.awaitNewer(5, LONG_NANOS).version()));
        assertThat(topology.publish(view(6))).isTrue();
        waiting.join();
        assertThat(seen.get()).isEqualTo(6);
        assertThat(topology.current().version()).isEqualTo(6);
    }

    @Test
    void whoeverKnowsLessDoesNotWait() {
        assertThat(topology.awaitNewer(4, LONG_NANOS).version()).isEqualTo(5);
    }

    @Test
    void waitingEndsWithoutAChange() {
        assertThat(topology.awaitNewer(5, 1_000_000).version()).isEqualTo(5);
        assertThat(topology.awaitNewer(5, 0).version()).isEqualTo(5);
    }

    @Test
    void whatIsNotNewerChangesNothing() {
        Instance reader = new Instance("r", HostPort.loopback(5432), InstanceRole.READER, true, 1);
        assertThat(topology.publish(new TopologyView("main", 5, List.of(reader))))
                .isFalse();
        assertThat(topology.publish(new TopologyView("main", 4, List.of(reader))))
                .isFalse();
        assertThat(topology.current().instances()).isEmpty();
    }

    @Test
    void anotherClustersViewIsRefused() {
        assertThatThrownBy(() -> topology.publish(new TopologyView("other", 6, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other")
                .hasMessageContaining("main");
    }

    @Test
    void contradictionsAreRefused() {
        Instance writer = new Instance("a", HostPort.loopback(5432), InstanceRole.WRITER, true, 0);
        Instance second = new Instance("b", HostPort.loopback(5433), InstanceRole.WRITER, false, 0);
        assertThatThrownBy(() -> new TopologyView("main", 1, List.of(writer, second)))
                .hasMessageContaining("2 writers");
        assertThatThrownBy(() -> new TopologyView("main", 1, List.of(writer, writer)))
                .hasMessageContaining("two instances named a");
        List<Instance> many = new ArrayList<>();
        for (int i = 0; i <= TopologyView.MAXIMUM_INSTANCES; i++) {
            many.add(new Instance("r" + i, HostPort.loopback(5432), InstanceRole.READER, true, 0));
        }
        assertThatThrownBy(() -> new TopologyView("main", 1, many)).hasMessageContaining("at most");
        assertThatThrownBy(() -> new TopologyView(" ", 1, List.of())).hasMessageContaining("needs a name");
    }

    @Test
    void instancesAndEndpointsNeedWhatTheyAreMadeOf() {
        HostPort place = HostPort.loopback(5432);
        assertThatThrownBy(() -> new Instance("", place, InstanceRole.READER, true, 0))
                .hasMessageContaining("name");
        assertThatThrownBy(() -> new Instance("a", HostPort.loopback(0), InstanceRole.READER, true, 0))
                .hasMessageContaining("port");
        assertThatThrownBy(() -> new Instance("a", place, InstanceRole.READER, true, 16))
                .hasMessageContaining("tier 16");
        assertThatThrownBy(() -> new Endpoint.OfCluster("")).hasMessageContaining("name");
        assertThatThrownBy(() -> new Membership.Listed(List.of())).hasMessageContaining("must name an instance");
        assertThatThrownBy(() -> new Membership.AllBut(java.util.Collections.nCopies(33, "a")))
                .hasMessageContaining("longer than 32");
    }
}
