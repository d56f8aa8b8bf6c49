package org.borealisdb.runtime.real.net;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Inquiry;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.time.Clock;

/** Calls of one task that are under way over several links. */
final class SocketInquiry implements Inquiry {
    private final Clock clock;
    private final Parker parker;
    private final long timeoutNanos;
    private final Function<Address, PeerLink> links;
    private final List<Request> requests = new ArrayList<>(2);

    /** A request; one that could not be sent has no link. */
    private record Request(Address to, Optional<PeerLink> link, long correlation, PendingCall call, long deadline) {}

    /**
     * For the calling task.
     *
     * @param links        answers the link to a node, or throws {@link NetworkException}
     * @param timeoutNanos how long each request may take
     */
    SocketInquiry(LinkEnvironment environment, long timeoutNanos, Function<Address, PeerLink> links) {
        this.clock = environment.clock();
        this.parker = environment.tasks().parker();
        this.timeoutNanos = timeoutNanos;
        this.links = links;
    }

    @Override
    public void ask(Address to, ByteBuffer request) {
        PendingCall call = new PendingCall(parker);
        long deadline = clock.nanoTime() + timeoutNanos;
        try {
            MessageLength.check(request);
            PeerLink link = links.apply(to);
            requests.add(new Request(to, Optional.of(link), link.begin(call, request), call, deadline));
        } catch (NetworkException e) {
            call.end(new CallOutcome.Failed(String.valueOf(e.getMessage()), e.nobodyListens()));
            requests.add(new Request(to, Optional.empty(), 0, call, deadline));
        }
    }

    @Override
    public int pending() {
        return requests.size();
    }

    @Override
    public Optional<Reply> next(long waitNanos) {
        long start = clock.nanoTime();
        while (!requests.isEmpty()) {
            Optional<Reply> reply = take();
            if (reply.isPresent()) {
                return reply;
            }
            long now = clock.nanoTime();
            long left = waitNanos - (now - start);
            if (left <= 0) {
                return Optional.empty();
            }
            for (Request request : requests) {
                left = Math.min(left, request.deadline() - now);
            }
            parker.park(Math.max(1, left));
        }
        return Optional.empty();
    }

    /** The reply to a request that has ended. */
    private Optional<Reply> take() {
        for (Iterator<Request> each = requests.iterator(); each.hasNext(); ) {
            Request request = each.next();
            Optional<CallOutcome> outcome = request.call().outcome();
            boolean late = outcome.isEmpty() && clock.nanoTime() - request.deadline() >= 0;
            if (outcome.isPresent() || late) {
                each.remove();
                if (late) {
                    request.link().ifPresent(link -> link.timedOut(request.correlation()));
                }
                return Optional.of(reply(request, outcome));
            }
        }
        return Optional.empty();
    }

    private Reply reply(Request request, Optional<CallOutcome> outcome) {
        if (outcome.isEmpty()) {
            return new Reply(
                    request.to(),
                    Optional.empty(),
                    "node " + request.to() + " did not answer within " + timeoutNanos / 1_000_000 + " ms");
        }
        return switch (outcome.get()) {
            case CallOutcome.Answered answered -> new Reply(request.to(), Optional.of(answered.answer()), "");
            case CallOutcome.Failed failed -> new Reply(request.to(), Optional.empty(), failed.reason());
        };
    }

    @Override
    public void close() {
        requests.forEach(request -> request.link().ifPresent(link -> link.forget(request.correlation())));
        requests.clear();
    }
}
