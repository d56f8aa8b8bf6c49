package org.borealisdb.runtime.real.datagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.borealisdb.runtime.net.Datagram;
import org.borealisdb.runtime.net.DatagramPort;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamClosedException;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packets between two ports of this machine. */
@Timeout(60)
class SocketDatagramsTest {
    private final SocketDatagrams datagrams = new SocketDatagrams();

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPacketComesWithItsSenderAndCanBeAnswered() {
        try (DatagramPort server = datagrams.bind(HostPort.loopback(0));
                DatagramPort client = datagrams.bind(HostPort.loopback(0))) {
            client.send(bytes("a question"), server.place());
            Datagram question = server.receive(100);
            assertThat(question.sender()).isEqualTo(client.place());
            assertThat(question.content()).isEqualTo(bytes("a question"));
            server.send(bytes("an answer"), question.sender());
            assertThat(client.receive(100).content()).isEqualTo(bytes("an answer"));
        }
    }

    @Test
    void whatIsTooLongIsCutAndAnEmptyPacketIsOne() {
        try (DatagramPort server = datagrams.bind(HostPort.loopback(0));
                DatagramPort client = datagrams.bind(HostPort.loopback(0))) {
            client.send(bytes("a question"), server.place());
            client.send(bytes(""), server.place());
            assertThat(server.receive(3).content()).isEqualTo(bytes("a q"));
            assertThat(server.receive(3).content().remaining()).isZero();
        }
    }

    @Test
    void closingEndsAReceiveUnderWay() {
        RealTasks tasks = new RealTasks((_, failure) -> {
            throw new AssertionError(failure);
        });
        DatagramPort port = datagrams.bind(HostPort.loopback(0));
        AtomicBoolean closed = new AtomicBoolean();
        Task receiving = tasks.start("receiving", TaskKind.PROTOCOL, () -> {
            try {
                port.receive(100);
            } catch (StreamClosedException expected) {
                closed.set(true);
            }
        });
        port.close();
        receiving.join();
        assertThat(closed).isTrue();
        port.close();
        assertThatThrownBy(() -> port.receive(100)).isInstanceOf(StreamClosedException.class);
        tasks.close();
    }

    @Test
    void aPlaceIsTakenOnce() {
        try (DatagramPort port = datagrams.bind(HostPort.loopback(0))) {
            assertThatThrownBy(() -> datagrams.bind(port.place()))
                    .isInstanceOf(NetworkException.class)
                    .hasMessageContaining(port.place().toString());
        }
        assertThatThrownBy(() -> datagrams.bind(new HostPort("no-such-host.invalid", 0)))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("no such host");
    }
}
