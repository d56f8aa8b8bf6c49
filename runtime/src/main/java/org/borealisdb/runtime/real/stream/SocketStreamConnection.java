package org.borealisdb.runtime.real.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.net.StreamConnection;
import org.borealisdb.runtime.net.StreamTimeoutException;
import org.borealisdb.runtime.time.Clock;

/** One socket. The watcher may end a wait at any moment; {@link Deadline} decides whether the wait or the watcher was first. */
final class SocketStreamConnection implements StreamConnection {
    /** The largest piece that goes to the kernel at once: bounds the direct memory that the JDK keeps for each thread. */
    private static final int MAXIMUM_PIECE = 64 << 10;

    private static final System.Logger LOG = System.getLogger(SocketStreamConnection.class.getName());

    private final SocketStreams streams;
    private final SocketChannel channel;
    private final HostPort peer;
    private final Clock clock;
    private final Deadline reading = new Deadline();
    private final Deadline writing = new Deadline();
    private volatile boolean inputClosed;

    SocketStreamConnection(SocketStreams streams, SocketChannel channel, HostPort peer, Clock clock) {
        this.streams = streams;
        this.channel = channel;
        this.peer = peer;
        this.clock = clock;
    }

    void connect(SocketAddress address, long timeoutNanos) throws IOException {
        begin(writing, timeoutNanos);
        try {
            channel.connect(address);
        } catch (ClosedChannelException closed) {
            if (writing.end()) {
                throw new SocketException("no answer within the time-out");
            }
            throw closed;
        }
        writing.end();
    }

    @Override
    public HostPort peer() {
        return peer;
    }

    @Override
    public HostPort local() {
        try {
            if (channel.getLocalAddress() instanceof InetSocketAddress address) {
                return new HostPort(address.getAddress().getHostAddress(), address.getPort());
            }
            throw new NetworkException("the connection with " + peer + " is not connected");
        } catch (IOException closed) {
            throw new NetworkException("the connection with " + peer + " was closed", closed);
        }
    }

    @Override
    public int read(ByteBuffer target, long timeoutNanos) {
        if (!target.hasRemaining()) {
            throw new IllegalArgumentException("no room to read into");
        }
        if (timeoutNanos == NO_TIMEOUT) {
            return read(target);
        }
        begin(reading, timeoutNanos);
        int count;
        boolean overdue;
        try {
            count = read(target);
        } finally {
            overdue = reading.end();
        }
        if (overdue) {
            throw new StreamTimeoutException("nothing came from " + peer + " in time");
        }
        return count;
    }

    private int read(ByteBuffer target) {
        if (inputClosed) {
            return -1;
        }
        int limit = target.limit();
        if (target.remaining() > MAXIMUM_PIECE) {
            target.limit(target.position() + MAXIMUM_PIECE);
        }
        try {
            return channel.read(target);
        } catch (IOException failure) {
            if (inputClosed && channel.isOpen()) {
                return -1;
            }
            throw broken("reading from", failure);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public void write(ByteBuffer source, long timeoutNanos) {
        begin(writing, timeoutNanos);
        int limit = source.limit();
        boolean overdue = false;
        try {
            while (source.position() < limit) {
                source.limit(Math.min(limit, source.position() + MAXIMUM_PIECE));
                channel.write(source);
            }
        } catch (IOException failure) {
            overdue = writing.end();
            if (!overdue) {
                throw broken("writing to", failure);
            }
        } finally {
            source.limit(limit);
            overdue |= writing.end();
        }
        if (overdue) {
            throw new StreamTimeoutException(peer + " took nothing in time");
        }
    }

    private void begin(Deadline deadline, long timeoutNanos) {
        if (timeoutNanos != NO_TIMEOUT) {
            deadline.begin(clock.nanoTime() + timeoutNanos);
        }
    }

    private NetworkException broken(String doing, IOException failure) {
        String reason = failure instanceof ClosedChannelException ? "closed on this side" : failure.getMessage();
        return new NetworkException(doing + " " + peer + " failed: " + reason, failure);
    }

    /** Called by the watcher. */
    void endOverdue(long now) {
        if (reading.expire(now)) {
            closeInput();
        }
        if (writing.expire(now)) {
            close();
        }
    }

    @Override
    public void closeInput() {
        inputClosed = true;
        try {
            channel.shutdownInput();
        } catch (IOException | java.nio.channels.NotYetConnectedException alreadyOver) {
            LOG.log(System.Logger.Level.DEBUG, "the input from {0} had ended already", peer);
        }
    }

    @Override
    public void closeOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException | java.nio.channels.NotYetConnectedException alreadyOver) {
            LOG.log(System.Logger.Level.DEBUG, "the output to {0} had ended already", peer);
        }
    }

    @Override
    public void close() {
        streams.forget(this);
        try {
            channel.close();
        } catch (IOException failure) {
            // The descriptor is gone either way; what failed is telling the peer, who finds out by himself.
            LOG.log(System.Logger.Level.DEBUG, "closing the connection of " + peer + " failed", failure);
        }
    }

    @Override
    public String toString() {
        return "connection of " + peer;
    }

    /** When a wait is overdue. The waiting task begins and ends it, the watcher expires it. */
    private static final class Deadline {
        private static final long NONE = 0;
        private static final long EXPIRED = 1;

        private final AtomicLong until = new AtomicLong(NONE);

        void begin(long nanos) {
            // The two marks are times too; a deadline that happens to fall on one is moved by two nanoseconds.
            until.setRelease(nanos == NONE || nanos == EXPIRED ? nanos + 2 : nanos);
        }

        /** True if the watcher was first. */
        boolean end() {
            // Only the waiting task leaves NONE, so nothing can come between when it finds it.
            return until.getPlain() != NONE && until.getAndSet(NONE) == EXPIRED;
        }

        boolean expire(long now) {
            long current = until.get();
            return current != NONE && current != EXPIRED && now - current >= 0 && until.compareAndSet(current, EXPIRED);
        }
    }
}
