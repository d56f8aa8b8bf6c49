package org.borealisdb.runtime.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** An inquiry by plain calls: each is over when {@link #ask} returns. */
final class CallsInTurn implements Inquiry {
    private final Endpoint endpoint;
    private final long timeoutNanos;
    private final Deque<Reply> replies = new ArrayDeque<>(2);

    CallsInTurn(Endpoint endpoint, long timeoutNanos) {
        this.endpoint = endpoint;
        this.timeoutNanos = timeoutNanos;
    }

    @Override
    public void ask(Address to, ByteBuffer request) {
        try {
            replies.add(Reply.answered(to, endpoint.call(to, request, timeoutNanos)));
        } catch (NetworkException e) {
            replies.add(Reply.failed(to, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public int pending() {
        return replies.size();
    }

    @Override
    public Optional<Reply> next(long waitNanos) {
        return Optional.ofNullable(replies.poll());
    }

    @Override
    public void close() {
        replies.clear();
    }
}
