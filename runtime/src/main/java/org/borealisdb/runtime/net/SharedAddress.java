package org.borealisdb.runtime.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntPredicate;
import org.borealisdb.runtime.error.OperationException;

/**
 * One address for several parts of a process. Each gets what begins with a magic of its own, the first four bytes of a message, little-endian. A part sees a {@link Network} in which it is bound as ever; what none of them
 * knows is dropped, or refused. Parts are bound by one task.
 */
public final class SharedAddress implements AutoCloseable {
    private static final int MAGIC_BYTES = 4;

    private final Address self;
    private final Endpoint endpoint;
    private final List<Part> parts = new CopyOnWriteArrayList<>();

    private record Part(IntPredicate magics, MessageHandler handler) {}

    /**
     * An address without parts.
     *
     * @throws NetworkException if it cannot be listened on
     */
    public SharedAddress(Network network, Address self) {
        this.self = self;
        this.endpoint = network.bind(self, new Switch());
    }

    /** The network of a part that gets messages with these magics. */
    public Network part(IntPredicate magics) {
        return (address, handler) -> {
            if (!address.equals(self)) {
                throw new IllegalArgumentException("a part of " + self + " cannot be " + address);
            }
            Part part = new Part(magics, handler);
            parts.add(part);
            return new PartEndpoint(part);
        };
    }

    private MessageHandler handler(ByteBuffer message) {
        if (message.remaining() >= MAGIC_BYTES) {
            int magic = message.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt();
            for (Part part : parts) {
                if (part.magics().test(magic)) {
                    return part.handler();
                }
            }
        }
        return NOBODY;
    }

    private static final MessageHandler NOBODY = new MessageHandler() {
        @Override
        public void receive(Address from, ByteBuffer message) {}

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            throw new OperationException("nobody here answers that", true);
        }
    };

    private final class Switch implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {
            handler(message).receive(from, message);
        }

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            return handler(request).answer(from, request);
        }
    }

    /** What a part sends and calls by. Closed, it gets no more; the address goes on. */
    private final class PartEndpoint implements Endpoint {
        private final Part part;

        PartEndpoint(Part part) {
            this.part = part;
        }

        @Override
        public Address self() {
            return self;
        }

        @Override
        public void send(Address to, ByteBuffer message) {
            endpoint.send(to, message);
        }

        @Override
        public ByteBuffer call(Address to, ByteBuffer request, long timeoutNanos) {
            return endpoint.call(to, request, timeoutNanos);
        }

        @Override
        public void close() {
            parts.remove(part);
        }
    }

    /** Listens no more, for any part. */
    @Override
    public void close() {
        endpoint.close();
    }
}
