package org.borealisdb.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.proxy.gateway.ByteChannel.Message;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.Streams;
import org.borealisdb.wire.postgres.message.StartupPacket;

/** A client of the PostgreSQL protocol that sends what it is told and sees what comes back. */
final class TestClient implements AutoCloseable {
    private static final long CONNECT_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int PROTOCOL = 3 << 16;

    private final ByteChannel channel;
    private int number;

    TestClient(Streams streams, HostPort place) {
        this.channel = new ByteChannel(streams.connect(place, CONNECT_NANOS));
    }

    ByteChannel channel() {
        return channel;
    }

    /** Which session of its instance it has. */
    int number() {
        return number;
    }

    TestClient sendStartup() {
        channel.write(ByteChannel.packet(PROTOCOL, "user\0tester\0\0".getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** Begins a session, which must succeed. */
    TestClient started() {
        sendStartup();
        return ready();
    }

    /** Reads on to the first time that the server is ready. */
    TestClient ready() {
        for (Message message : answers()) {
            if (message.type() == 'K') {
                number = message.content().getInt(0);
            }
        }
        assertThat(number).as("the number of a session").isNotZero();
        return this;
    }

    /** Asks for encryption, and returns the one byte that is answered. */
    char askForEncryption() {
        channel.write(ByteChannel.packet(StartupPacket.SSL_CODE, new byte[0]));
        return (char) channel.read(1).orElseThrow().get();
    }

    void sendCancel(int session) {
        channel.write(ByteChannel.packet(
                StartupPacket.CANCEL_CODE,
                ByteBuffer.allocate(8).putInt(session).putInt(4711).array()));
    }

    TestClient send(String query) {
        channel.write('Q', query + "\0");
        return this;
    }

    /** The name of the instance that serves it. */
    String instance() {
        send("name");
        List<Message> answers = answers();
        assertThat(answers).extracting(Message::type).containsExactly('D', 'C', 'Z');
        return answers.getFirst().text();
    }

    /** Messages up to and with the next ReadyForQuery, or to the end of the stream. */
    List<Message> answers() {
        List<Message> messages = new ArrayList<>();
        for (Optional<Message> next = channel.readMessage(); next.isPresent(); next = channel.readMessage()) {
            messages.add(next.get());
            if (next.get().type() == 'Z') {
                break;
            }
        }
        return messages;
    }

    /** The error that is the last thing it hears. */
    Message lastError() {
        List<Message> answers = answers();
        assertThat(answers).as("answers before the end").isNotEmpty();
        Message last = answers.getLast();
        assertThat(last.type()).as("last message %s", last).isEqualTo('E');
        assertEnded();
        return last;
    }

    /** Nothing comes any more. */
    void assertEnded() {
        assertThat(channel.read(1)).as("after the end").isEmpty();
    }

    /** Reads whatever comes, to the end. */
    void awaitEnd() {
        while (channel.read(1).isPresent()) {
            // Nothing to keep.
        }
    }

    @Override
    public void close() {
        channel.stream().close();
    }
}
