package org.borealisdb.runtime.real.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.NetworkException;

/**
 * A connection that a peer opened: authenticates it, then gives its messages to the handler on the reading task, in order, and its
 * requests to the workers. Whatever goes wrong ends this connection and nothing else.
 */
final class AcceptedLink {
    private static final System.Logger LOG = System.getLogger(AcceptedLink.class.getName());

    /** Longest reason for a refused request, in characters. */
    private static final int MAX_REASON_LENGTH = 1_000;

    private final Address self;
    private final FrameChannel channel;
    private final String remote;
    private final MessageHandler handler;
    private final RequestWorkers workers;
    private final LinkEnvironment environment;

    /** @param remote where the peer is, for the log */
    AcceptedLink(
            Address self,
            FrameChannel channel,
            String remote,
            MessageHandler handler,
            RequestWorkers workers,
            LinkEnvironment environment) {
        this.self = self;
        this.channel = channel;
        this.remote = remote;
        this.handler = handler;
        this.workers = workers;
        this.environment = environment;
    }

    /** Who opened the connection; empty, and the connection of no use, if it could not prove that it belongs to the region. */
    Optional<Address> authenticate() {
        try {
            Handshake.Peer peer = environment.handshake().accept(channel, self);
            peer.place().ifPresent(place -> environment.directory().learn(peer.address(), place));
            return Optional.of(peer.address());
        } catch (IOException | NetworkException | MalformedException failure) {
            environment.counters().refusals().increment();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "node {0} refused a connection from {1}: {2}",
                    self,
                    remote,
                    failure.getMessage());
            return Optional.empty();
        }
    }

    /** Works on what {@code peer} sends until the connection ends. */
    void serve(Address peer) {
        try {
            while (true) {
                take(peer, channel.read(Endpoint.MAX_MESSAGE_BYTES));
            }
        } catch (IOException _) {
            // The usual end: the peer stopped, or one of us closed. The peer notices by itself.
            environment.counters().breaks().increment();
        } catch (MalformedException malformed) {
            environment.counters().malformed().increment();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "node {0} breaks the link from {1}: {2}",
                    self,
                    peer,
                    malformed.getMessage());
        } catch (RuntimeException failure) {
            environment.counters().breaks().increment();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "node " + self + " failed on a message from " + peer + " and breaks the link",
                    failure);
        }
    }

    private void take(Address peer, Frame frame) throws IOException {
        switch (frame.type()) {
            case MESSAGE -> handler.receive(peer, frame.body().asReadOnlyBuffer());
            case REQUEST -> {
                if (!workers.submit(() -> answer(peer, frame))) {
                    environment.counters().requestsRefused().increment();
                    channel.write(List.of(refusal(frame, "node " + self + " has too many requests to work on")));
                }
            }
            case PING -> channel.write(List.of(Frame.empty(FrameType.PONG)));
            case HELLO, CHALLENGE, PROOF, ANSWER, ERROR, PONG ->
                throw new MalformedException("frame " + frame.type() + " from the opening side");
        }
    }

    /** Runs on a worker. */
    private void answer(Address peer, Frame request) {
        Frame answer;
        try {
            ByteBuffer body = handler.answer(peer, request.body().asReadOnlyBuffer());
            MessageLength.check(body);
            answer = new Frame(FrameType.ANSWER, request.correlation(), body.slice());
        } catch (RuntimeException failure) {
            // The caller is told, and handles it; here it is of interest only when looking for a mistake.
            LOG.log(System.Logger.Level.DEBUG, "node " + self + " refused a request from " + peer, failure);
            answer = refusal(request, reason(failure));
        }
        try {
            channel.write(List.of(answer));
        } catch (IOException _) {
            // The caller hears of the broken link from its own side.
            channel.close();
        }
    }

    private static String reason(RuntimeException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static Frame refusal(Frame request, String reason) {
        String bounded = reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH));
        return new Frame(
                FrameType.ERROR, request.correlation(), ByteBuffer.wrap(bounded.getBytes(StandardCharsets.UTF_8)));
    }
}
