package org.borealisdb.runtime.real.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.real.RealTasks;
import org.junit.jupiter.api.Test;

/** Nodes of one process. */
class LocalNetworkTest {
    private static final Address A = new Address("a");
    private static final Address B = new Address("b");

    private final RealTasks tasks = new RealTasks((_, _) -> {});
    private final Metrics metrics = new Metrics();
    private final LocalNetwork network = new LocalNetwork(metrics);
    private final Mailbox mailbox = new Mailbox(tasks);

    @Test
    void sendsAndCallsReachTheHandlerDirectly() {
        Endpoint a = network.bind(A, new Mailbox(tasks));
        Endpoint b = network.bind(B, mailbox);
        a.send(B, Mailbox.bytes("one"));
        assertThat(mailbox.soon()).isEqualTo("a:one");
        assertThat(Mailbox.text(a.call(B, Mailbox.bytes("q"), 1))).isEqualTo("answer q");
        assertThatThrownBy(() -> network.bind(B, mailbox)).isInstanceOf(NetworkException.class);
        assertThat(network.reaches(B)).isTrue();
        b.close();
        assertThat(network.reaches(B)).isFalse();
        a.send(B, Mailbox.bytes("lost"));
        assertThat(metrics.values()).containsEntry("net.local.lost", 1L);
        assertThatThrownBy(() -> a.call(B, Mailbox.bytes("q"), 1)).isInstanceOf(NetworkException.class);
        network.bind(B, mailbox);
    }

    @Test
    void whatAHandlerThrowsNeverReachesASender() {
        Endpoint a = network.bind(A, new Mailbox(tasks));
        network.bind(B, mailbox);
        a.send(B, Mailbox.bytes("throw"));
        assertThat(metrics.values()).containsEntry("net.local.handler_failures", 1L);
        assertThatThrownBy(() -> a.call(B, Mailbox.bytes("throw"), 1))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("refused on purpose");
    }
}
