package org.borealisdb.runtime.net;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Requests that one task has under way at the same time, whose answers it takes as they come; those that come after {@link #close} are dropped. Used by the task that began it. Whether requests
 * overlap is the transport's affair: within a process they are carried out one after the other by the task that asks.
 */
public interface Inquiry extends AutoCloseable {
    /**
     * What became of one request.
     *
     * @param answer  empty if none came
     * @param failure why not
     */
    record Reply(Address from, Optional<ByteBuffer> answer, String failure) {
        static Reply answered(Address from, ByteBuffer answer) {
            return new Reply(from, Optional.of(answer), "");
        }

        static Reply failed(Address from, String failure) {
            return new Reply(from, Optional.empty(), failure);
        }
    }

    /** Sends a request, as {@link Endpoint#call} would. */
    void ask(Address to, ByteBuffer request);

    /** Requests whose replies were not taken yet. */
    int pending();

    /** Waits for the next reply for at most {@code timeoutNanos}; empty if there is none by then. Each request is replied to when its own time is over at the latest. */
    Optional<Reply> next(long timeoutNanos);

    @Override
    void close();
}
