package org.borealisdb.runtime.real.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.junit.jupiter.api.Test;

/** Whom a directory knows, and what it learns. */
class KnownNodesTest {
    private static final Address KNOWN = new Address("storage-a1");
    private static final Address NEW = new Address("reader-1");

    private final KnownNodes nodes = new KnownNodes(Map.of(KNOWN, HostPort.loopback(1)));

    @Test
    void placesThatAreFixedStay() {
        nodes.learn(KNOWN, HostPort.loopback(2));
        assertThat(nodes.locate(KNOWN)).contains(HostPort.loopback(1));
    }

    @Test
    void othersAreWhereTheyWereLast() {
        assertThat(nodes.locate(NEW)).isEmpty();
        nodes.learn(NEW, HostPort.loopback(0));
        assertThat(nodes.locate(NEW)).isEmpty();
        nodes.learn(NEW, HostPort.loopback(3));
        nodes.learn(NEW, HostPort.loopback(4));
        assertThat(nodes.locate(NEW)).contains(HostPort.loopback(4));
    }

    @Test
    void itDoesNotLearnWithoutEnd() {
        for (int i = 0; i < 5_000; i++) {
            nodes.learn(new Address("node-" + i), HostPort.loopback(5));
        }
        assertThat(nodes.locate(new Address("node-0"))).isPresent();
        assertThat(nodes.locate(new Address("node-4999"))).isEmpty();
    }
}
