package org.borealisdb.runtime.real.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.TaskKind;
import org.jspecify.annotations.Nullable;

/**
 * One node's way to one peer: a bounded queue, a task that connects and writes what has gathered, and for each connection a task that
 * reads the answers. A frame for an idle connection is written by whoever sends it, if that cannot wait ({@link WriteCredit}): it saves
 * waking the task. While the link is down and the pause before the next attempt lasts, messages are dropped and calls fail at once.
 *
 * <p>A connection that breaks takes with it what waits in the queue and the calls under way: their requests may have been carried out
 * or not. One that was short-lived counts as a failed attempt, so that a peer which accepts and breaks is not hammered.
 */
final class PeerLink {
    private static final System.Logger LOG = System.getLogger(PeerLink.class.getName());

    /** How much one gathered write takes from the queue at most, so that pings and new connections are not held up. */
    private static final int WRITE_BYTES = 1 << 20;

    /** How often the task looks whether a sender still writes while a ping is due. */
    private static final long WRITE_WAIT_NANOS = 1_000_000;

    /** What a frame costs in memory beside its body. */
    private static final int FRAME_OVERHEAD_BYTES = 128;

    private final Address self;
    private final Address peer;
    private final LinkEnvironment environment;
    private final ConnectionWatch watch;

    /** Guards all that follows. Nothing waits under it, except for its condition. */
    private final Lock lock;

    private final Condition changed;
    private final ArrayDeque<Frame> queue = new ArrayDeque<>();
    private long queuedBytes;
    private final Map<Long, PendingCall> calls = new LinkedHashMap<>();
    private long lastCorrelation;
    private @Nullable FrameChannel connection;
    private WriteCredit credit = new WriteCredit();
    /** Somebody writes to the connection: the link's task, or a sender. */
    private boolean writing;

    private long lastPingAt;
    private boolean everConnected;
    private int failures;
    private long retryAt;
    private String lastFailure = "not tried yet";
    /** The last attempt to connect was refused by the peer's machine. */
    private boolean nobodyListens;

    private boolean closed;

    PeerLink(Address self, Address peer, LinkEnvironment environment, ConnectionWatch watch) {
        this.self = self;
        this.peer = peer;
        this.environment = environment;
        this.watch = watch;
        this.lock = environment.tasks().lock("link " + self + ">" + peer);
        this.changed = lock.condition();
    }

    void start() {
        environment.tasks().start("link " + self + ">" + peer, TaskKind.PROTOCOL, this::write);
    }

    /** Queues a message, or drops it. */
    void send(ByteBuffer message) {
        Frame frame = new Frame(FrameType.MESSAGE, 0, message.slice());
        Optional<FrameChannel> idle;
        lock.lock();
        try {
            if (closed || pausing()) {
                environment.counters().droppedUnreachable().increment();
                return;
            }
            if (!room(frame)) {
                environment.counters().droppedFull().increment();
                return;
            }
            idle = enqueueUnlessIdle(frame);
        } finally {
            lock.unlock();
        }
        idle.ifPresent(open -> write(open, new ArrayList<>(List.of(frame))));
    }

    /** The connection, if this frame may be written at once, in the turn that is taken: nothing is before it, and nothing waits. If not, it joins the queue. Under the lock. */
    private Optional<FrameChannel> enqueueUnlessIdle(Frame frame) {
        FrameChannel open = connection;
        if (open == null || writing || !queue.isEmpty() || !credit.covers(frame)) {
            add(frame);
            return Optional.empty();
        }
        writing = true;
        return Optional.of(open);
    }

    /** Writes, in the turn that was taken, and ends the turn. */
    private void write(FrameChannel to, List<Frame> frames) {
        try {
            account(to, frames);
            to.write(frames);
        } catch (IOException failure) {
            broken(to, failure);
        } finally {
            endTurn();
        }
    }

    /** Counts what is about to be written, and has its reading confirmed if credit runs low. */
    private void account(FrameChannel to, List<Frame> frames) {
        lock.lock();
        try {
            if (connection != to) {
                return;
            }
            frames.forEach(credit::writing);
            if (credit.wantsPing()) {
                Frame ping = Frame.empty(FrameType.PING);
                frames.add(ping);
                credit.writing(ping);
                lastPingAt = environment.clock().nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    private void endTurn() {
        lock.lock();
        try {
            writing = false;
            if (!queue.isEmpty()) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends a request and waits for what comes of it. */
    ByteBuffer call(ByteBuffer request, long timeoutNanos) {
        PendingCall call = new PendingCall(environment.tasks());
        long correlation = begin(call, request);
        Optional<CallOutcome> outcome = call.await(environment.clock(), timeoutNanos);
        if (outcome.isEmpty()) {
            timedOut(correlation);
            throw new NetworkException(
                    "node " + peer + " did not answer " + self + " within " + timeoutNanos / 1_000_000 + " ms");
        }
        return switch (outcome.get()) {
            case CallOutcome.Answered answered -> answered.answer();
            case CallOutcome.Failed failed ->
                throw new NetworkException("node " + peer + ": " + failed.reason(), failed.nobodyListens());
        };
    }

    /** Breaks the link for good. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            reset("node " + self + " has left the network");
            if (connection != null) {
                connection.close();
                connection = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a request; {@code call} is told how it ends.
     *
     * @return what {@link #forget} knows it by
     * @throws NetworkException if it can't be sent
     */
    long begin(PendingCall call, ByteBuffer request) {
        Frame frame;
        Optional<FrameChannel> idle;
        lock.lock();
        try {
            if (closed) {
                throw new NetworkException("node " + self + " has left the network");
            }
            if (pausing()) {
                throw new NetworkException(
                        "node " + peer + " cannot be reached from " + self + ": " + lastFailure, nobodyListens);
            }
            frame = new Frame(FrameType.REQUEST, lastCorrelation + 1, request.slice());
            if (calls.size() >= environment.limits().pendingCalls() || !room(frame)) {
                throw new NetworkException("too much is waiting for node " + peer + " at " + self);
            }
            lastCorrelation = frame.correlation();
            calls.put(frame.correlation(), call);
            idle = enqueueUnlessIdle(frame);
        } finally {
            lock.unlock();
        }
        idle.ifPresent(open -> write(open, new ArrayList<>(List.of(frame))));
        return frame.correlation();
    }

    void timedOut(long correlation) {
        forget(correlation);
        environment.counters().callTimeouts().increment();
    }

    /** Nobody waits for that answer any more: it will be dropped. */
    void forget(long correlation) {
        lock.lock();
        try {
            calls.remove(correlation);
        } finally {
            lock.unlock();
        }
    }

    /** True while the link is down and it is too early for another attempt. Under the lock. */
    private boolean pausing() {
        return connection == null && failures > 0 && environment.clock().nanoTime() - retryAt < 0;
    }

    private boolean room(Frame frame) {
        return queue.isEmpty()
                || (queue.size() < environment.limits().queuedFrames()
                        && queuedBytes + cost(frame) <= environment.limits().queuedBytes());
    }

    private void add(Frame frame) {
        if (queue.isEmpty()) {
            changed.signal();
        }
        queue.addLast(frame);
        queuedBytes += cost(frame);
    }

    private static long cost(Frame frame) {
        return (long) frame.bytes() + FRAME_OVERHEAD_BYTES;
    }

    /** The body of the writing task. */
    private void write() {
        List<Frame> batch = new ArrayList<>();
        while (gather(batch)) {
            if (batch.isEmpty()) {
                endTurn();
                continue;
            }
            Optional<FrameChannel> open = connected();
            if (open.isPresent()) {
                write(open.get(), batch);
            } else {
                environment.counters().droppedUnreachable().add(batch.size());
                endTurn();
            }
            batch.clear();
        }
    }

    /** Waits for frames to send, or for a ping to be due, and moves them to {@code batch}, taking the turn; false once closed. */
    private boolean gather(List<Frame> batch) {
        long pingInterval = environment.limits().pingInterval().toNanos();
        lock.lock();
        try {
            while (!closed && (writing || queue.isEmpty())) {
                if (connection == null) {
                    changed.await();
                } else if (!changed.await(untilPing(pingInterval)) && !writing) {
                    break;
                }
            }
            if (closed) {
                return false;
            }
            writing = true;
            long now = environment.clock().nanoTime();
            if (connection != null && now - lastPingAt >= pingInterval) {
                batch.add(Frame.empty(FrameType.PING));
                lastPingAt = now;
            }
            for (long bytes = 0; bytes < WRITE_BYTES && !queue.isEmpty(); ) {
                Frame frame = queue.removeFirst();
                queuedBytes -= cost(frame);
                bytes += frame.bytes();
                batch.add(frame);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Time until the next ping is due; while a sender writes, at least a moment. Under the lock. */
    private long untilPing(long pingInterval) {
        long left = pingInterval - (environment.clock().nanoTime() - lastPingAt);
        return writing ? Math.max(left, WRITE_WAIT_NANOS) : left;
    }

    /** The connection, opened if there is none; empty if that fails. */
    private Optional<FrameChannel> connected() {
        lock.lock();
        try {
            if (connection != null) {
                return Optional.of(connection);
            }
        } finally {
            lock.unlock();
        }
        try {
            return open();
        } catch (IOException | NetworkException | MalformedException failure) {
            environment.counters().connectFailures().increment();
            unreachable(failure);
            return Optional.empty();
        }
    }

    private Optional<FrameChannel> open() throws IOException {
        HostPort place = environment
                .directory()
                .locate(peer)
                .orElseThrow(() -> new NetworkException("node " + peer + " is not in the region's directory"));
        InetSocketAddress address = new InetSocketAddress(place.host(), place.port());
        if (address.isUnresolved()) {
            throw new NetworkException("host " + place.host() + " of node " + peer + " is unknown");
        }
        SocketChannel socket = SocketChannel.open();
        FrameChannel opening =
                new FrameChannel(socket, environment.tasks(), environment.clock(), environment.counters());
        boolean usable = false;
        // Watched from the start: neither a peer that accepts and says nothing nor one that never reads blocks this
        // task for ever.
        if (!watch.add(opening)) {
            return Optional.empty();
        }
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_SNDBUF, WriteCredit.SEND_BUFFER_BYTES);
            socket.connect(address);
            environment
                    .handshake()
                    .open(opening, self, peer, environment.directory().announced(self));
            usable = use(opening);
        } finally {
            if (!usable) {
                watch.remove(opening);
            }
        }
        return usable ? Optional.of(opening) : Optional.empty();
    }

    private boolean use(FrameChannel opened) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            if (failures > 0) {
                LOG.log(System.Logger.Level.INFO, "node {0} reaches node {1} again", self, peer);
            }
            environment.counters().connects().increment();
            if (everConnected) {
                environment.counters().reconnects().increment();
            }
            everConnected = true;
            nobodyListens = false;
            connection = opened;
            credit = new WriteCredit();
            lastPingAt = environment.clock().nanoTime();
        } finally {
            lock.unlock();
        }
        environment.tasks().start("answers " + peer + ">" + self, TaskKind.PROTOCOL, () -> readAnswers(opened));
        return true;
    }

    private void readAnswers(FrameChannel from) {
        try {
            while (true) {
                Frame frame = from.read(Endpoint.MAX_MESSAGE_BYTES);
                switch (frame.type()) {
                    case ANSWER ->
                        end(frame, new CallOutcome.Answered(frame.body().asReadOnlyBuffer()));
                    case ERROR -> end(frame, new CallOutcome.Failed(text(frame.body()), false));
                    case PONG -> confirmed(from);
                    case HELLO, CHALLENGE, PROOF, MESSAGE, REQUEST, PING ->
                        throw new MalformedException("frame " + frame.type() + " from the accepting side");
                }
            }
        } catch (MalformedException malformed) {
            environment.counters().malformed().increment();
            broken(from, malformed);
        } catch (IOException failure) {
            broken(from, failure);
        }
    }

    private void confirmed(FrameChannel by) {
        lock.lock();
        try {
            if (connection == by) {
                credit.answered();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(Frame frame, CallOutcome outcome) {
        lock.lock();
        try {
            PendingCall call = calls.remove(frame.correlation());
            if (call != null) {
                call.end(outcome);
            }
        } finally {
            lock.unlock();
        }
    }

    private static String text(ByteBuffer body) {
        return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    }

    /** Ends a connection that can't be used any more, if it has not ended yet. */
    private void broken(FrameChannel which, Exception cause) {
        watch.remove(which);
        lock.lock();
        try {
            if (connection != which) {
                return;
            }
            connection = null;
            environment.counters().breaks().increment();
            long lived = environment.clock().nanoTime() - which.openedAt();
            if (lived >= environment.limits().longestBackOff().toNanos()) {
                failures = 0;
            }
            fail(cause, "the link broke: " + reason(cause));
        } finally {
            lock.unlock();
        }
    }

    private void unreachable(Exception cause) {
        lock.lock();
        try {
            fail(cause, "it cannot be reached from " + self + ": " + reason(cause));
        } finally {
            lock.unlock();
        }
    }

    /** Notes a failure, empties the queue and sets the time of the next attempt. Under the lock. */
    private void fail(Exception cause, String message) {
        if (failures == 0 && !closed) {
            LOG.log(System.Logger.Level.WARNING, "node {0} lost node {1}: {2}", self, peer, reason(cause));
        }
        LinkLimits limits = environment.limits();
        // Doubling stops at 2^20: beyond any longest pause that makes sense, and it can't overflow.
        long pause = Math.min(
                limits.longestBackOff().toNanos(), limits.firstBackOff().toNanos() << Math.min(failures, 20));
        long jittered = pause / 2 + environment.random().nextInt((int) Math.min(Integer.MAX_VALUE, pause / 2 + 1));
        failures++;
        retryAt = environment.clock().nanoTime() + jittered;
        lastFailure = reason(cause);
        nobodyListens = cause instanceof ConnectException;
        reset(message);
    }

    /** Fails the calls under way and drops what waits. Under the lock. */
    private void reset(String message) {
        calls.values().forEach(call -> call.end(new CallOutcome.Failed(message, nobodyListens)));
        calls.clear();
        environment.counters().droppedUnreachable().add(queue.size());
        queue.clear();
        queuedBytes = 0;
    }

    private static String reason(Exception cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
