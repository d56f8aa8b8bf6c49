package org.borealisdb.runtime.real.net;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * A connection as a stream of frames each way. One task reads; any task may write (the frames of one call stay together) or close,
 * which ends what the others do with an {@link IOException}. Frames are copied through one direct buffer each way, so that many small
 * ones travel in one system call and the JDK keeps no buffers of its own for them.
 */
final class FrameChannel implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final SocketChannel channel;
    private final Clock clock;
    private final LinkCounters counters;
    private final long openedAt;
    private volatile long lastReceivedAt;
    private volatile boolean authenticated;

    /** What was received and not read yet, between position and limit. Of the reading task. */
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);

    /** Held while writing; its holder waits for nothing but the connection. */
    private final Lock writing;

    /** What was put and not sent yet, before the position. Guarded by {@link #writing}. */
    private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES);

    FrameChannel(SocketChannel channel, Tasks tasks, Clock clock, LinkCounters counters) {
        this.channel = channel;
        this.clock = clock;
        this.counters = counters;
        this.writing = tasks.lock("connection output");
        this.openedAt = clock.nanoTime();
        this.lastReceivedAt = openedAt;
    }

    /** From now on the connection lasts as long as something arrives on it. */
    void authenticated() {
        authenticated = true;
    }

    long openedAt() {
        return openedAt;
    }

    /** True if the peer took too long to authenticate, or has been silent for too long since. */
    boolean overdue(long now, LinkLimits limits) {
        return authenticated
                ? overdue(now - lastReceivedAt, limits.silence())
                : overdue(now - openedAt, limits.connectTimeout());
    }

    private static boolean overdue(long nanos, Duration allowed) {
        return nanos > allowed.toNanos();
    }

    /**
     * Waits for the next frame.
     *
     * @throws MalformedException if what arrives is none, or longer than {@code maximumLength}
     * @throws EOFException if the peer closed the connection
     */
    Frame read(int maximumLength) throws IOException {
        receive(FrameHeader.BYTES);
        FrameHeader header = FrameHeader.decode(input, maximumLength);
        ByteBuffer body = ByteBuffer.wrap(new byte[header.length()]);
        while (body.hasRemaining()) {
            receive(1);
            int piece = Math.min(body.remaining(), input.remaining());
            body.put(input.slice(input.position(), piece));
            input.position(input.position() + piece);
        }
        counters.framesReceived().increment();
        counters.bytesReceived().add(FrameHeader.BYTES + header.length());
        return header.with(body.flip());
    }

    /** Sends {@code frames}, waiting for the peer to take them. */
    void write(List<Frame> frames) throws IOException {
        writing.lock();
        try {
            for (Frame frame : frames) {
                put(frame);
                counters.bytesSent().add(frame.bytes());
            }
            flush();
            counters.framesSent().add(frames.size());
            counters.writes().increment();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // Nothing of ours is lost: what was not sent counts as lost anyway.
            counters.closeFailures().increment();
        }
    }

    /** Has at least {@code bytes} in {@link #input}. */
    private void receive(int bytes) throws IOException {
        if (input.remaining() >= bytes) {
            return;
        }
        input.compact();
        while (input.position() < bytes) {
            if (channel.read(input) < 0) {
                throw new EOFException("the peer closed the connection");
            }
            lastReceivedAt = clock.nanoTime();
        }
        input.flip();
    }

    private void put(Frame frame) throws IOException {
        if (output.remaining() < FrameHeader.BYTES) {
            flush();
        }
        FrameHeader.encode(frame, output);
        ByteBuffer body = frame.body().duplicate();
        while (body.hasRemaining()) {
            if (!output.hasRemaining()) {
                flush();
            }
            int piece = Math.min(body.remaining(), output.remaining());
            output.put(body.slice(body.position(), piece));
            body.position(body.position() + piece);
        }
    }

    private void flush() throws IOException {
        output.flip();
        while (output.hasRemaining()) {
            channel.write(output);
        }
        output.clear();
    }
}
