package org.borealisdb.runtime.net;

import java.nio.ByteBuffer;

/** One node's access to the network. Safe for use by all tasks. */
public interface Endpoint extends AutoCloseable {
    /** Longest message, in bytes. Both sides refuse longer ones. */
    int MAX_MESSAGE_BYTES = 16 << 20;

    Address self();

    /**
     * Sends the bytes between position and limit of {@code message} (which are not consumed and must never change again), if
     * possible: it never waits, and the message is lost when the peer is unreachable or the bounded queue towards it is full.
     */
    void send(Address to, ByteBuffer message);

    /**
     * Sends a request and waits for its answer. A time-out or a broken link says nothing on whether the request was carried out.
     *
     * @throws NetworkException if the peer cannot be reached, the link breaks, the time is over or the peer refuses to answer
     */
    ByteBuffer call(Address to, ByteBuffer request, long timeoutNanos);

    /**
     * Begins an inquiry with a request to {@code first}, for a task that may want to ask others too before that is answered. Costs no more than {@link #call} if it does not.
     *
     * @param timeoutNanos how long each of its requests may take
     */
    default Inquiry inquire(Address first, ByteBuffer request, long timeoutNanos) {
        CallsInTurn calls = new CallsInTurn(this, timeoutNanos);
        calls.ask(first, request);
        return calls;
    }

    /** Stops to listen, breaks all links, fails the calls under way. */
    @Override
    void close();
}
