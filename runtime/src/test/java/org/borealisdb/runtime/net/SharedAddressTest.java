package org.borealisdb.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.runtime.error.OperationException;
import org.junit.jupiter.api.Test;

/** Several parts of a process at one address. */
class SharedAddressTest {
    private static final Address SELF = new Address("control-1");
    private static final Address PEER = new Address("control-2");

    /** Keeps the handler that is bound, and what is sent. */
    private static final class Wire implements Network {
        private final List<MessageHandler> bound = new ArrayList<>();
        private final List<Address> sent = new ArrayList<>();
        private int closed;

        @Override
        public Endpoint bind(Address self, MessageHandler handler) {
            bound.add(handler);
            return new Endpoint() {
                @Override
                public Address self() {
                    return self;
                }

                @Override
                public void send(Address to, ByteBuffer message) {
                    sent.add(to);
                }

                @Override
                public ByteBuffer call(Address to, ByteBuffer request, long timeoutNanos) {
                    return request;
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }

    /** Answers with its own number. */
    private record Numbered(int number, List<Integer> received) implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {
            received.add(number);
        }

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            return ByteBuffer.allocate(4).putInt(0, number);
        }
    }

    private static ByteBuffer message(int magic) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0, magic);
    }

    @Test
    void eachPartGetsItsOwn() {
        Wire wire = new Wire();
        SharedAddress shared = new SharedAddress(wire, SELF);
        MessageHandler all = wire.bound.getFirst();
        assertThatThrownBy(() -> all.answer(PEER, message(1))).isInstanceOf(OperationException.class);
        List<Integer> received = new ArrayList<>();
        Endpoint one = shared.part(magic -> magic == 1).bind(SELF, new Numbered(1, received));
        Endpoint others = shared.part(magic -> magic != 1 && magic != 7).bind(SELF, new Numbered(2, received));
        assertThat(wire.bound).hasSize(1);
        assertThat(all.answer(PEER, message(1)).getInt()).isEqualTo(1);
        assertThat(all.answer(PEER, message(5)).getInt()).isEqualTo(2);
        all.receive(PEER, message(5));
        all.receive(PEER, message(1));
        all.receive(PEER, message(7));
        all.receive(PEER, ByteBuffer.allocate(3));
        assertThat(received).containsExactly(2, 1);
        assertThatThrownBy(() -> all.answer(PEER, ByteBuffer.allocate(3))).isInstanceOf(OperationException.class);

        one.send(PEER, message(1));
        assertThat(wire.sent).containsExactly(PEER);
        assertThat(others.self()).isEqualTo(SELF);
        one.close();
        assertThatThrownBy(() -> all.answer(PEER, message(1))).isInstanceOf(OperationException.class);
        assertThat(all.answer(PEER, message(5)).getInt()).isEqualTo(2);
        assertThat(wire.closed).isZero();
        shared.close();
        assertThat(wire.closed).isEqualTo(1);
        assertThatThrownBy(() -> shared.part(magic -> true).bind(PEER, new Numbered(3, received)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
