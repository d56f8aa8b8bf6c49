package org.borealisdb.runtime.real.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.net.StreamListener;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ending one direction of a stream. */
@Timeout(60)
class SocketStreamsTest {
    private static final long LONG_NANOS = 50_000_000_000L;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final RealTasks tasks = new RealTasks((_, failure) -> failures.add(failure));
    private final SocketStreams streams = new SocketStreams(tasks, new RealClock());

    @AfterEach
    void nothingIsLeft() {
        assertThat(streams.openConnections()).isZero();
        streams.close();
        tasks.close();
        assertThat(failures).isEmpty();
    }

    @Test
    void theOutputEndsAndTheInputGoesOn() {
        try (StreamListener listener = streams.listen(HostPort.loopback(0));
                StreamConnection client = streams.connect(listener.place(), LONG_NANOS);
                StreamConnection server = listener.accept()) {
            client.write(ByteBuffer.wrap(new byte[] {1, 2}), LONG_NANOS);
            client.closeOutput();
            client.closeOutput();
            ByteBuffer read = ByteBuffer.allocate(10);
            while (server.read(read, LONG_NANOS) >= 0) {
                assertThat(read.position()).isLessThanOrEqualTo(2);
            }
            assertThat(read.position()).isEqualTo(2);
            server.write(ByteBuffer.wrap(new byte[] {3}), LONG_NANOS);
            assertThat(client.read(read, LONG_NANOS)).isEqualTo(1);
            assertThatThrownBy(() -> client.write(ByteBuffer.wrap(new byte[] {4}), LONG_NANOS))
                    .isInstanceOf(NetworkException.class);
        }
    }

    @Test
    void theOutputOfAClosedStreamHasEnded() {
        try (StreamListener listener = streams.listen(HostPort.loopback(0));
                StreamConnection client = streams.connect(listener.place(), LONG_NANOS)) {
            StreamConnection server = listener.accept();
            server.close();
            server.closeOutput();
            assertThat(client.read(ByteBuffer.allocate(1), LONG_NANOS)).isNegative();
        }
    }
}
