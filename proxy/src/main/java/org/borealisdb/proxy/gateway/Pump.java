package org.borealisdb.proxy.gateway;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.StreamConnection;

/**
 * Moves bytes one way until either side has enough. What one side does not take is not read from the other, so that a slow client slows its
 * own session at the instance and nobody else. Belongs to one task.
 */
final class Pump {
    /** Why it stopped. */
    enum Ending {
        /** The side that is read from has nothing more. */
        INPUT_ENDED,
        /** The side that is read from broke, or was closed here. */
        INPUT_BROKEN,
        /** The side that is written to broke, was closed here, or took nothing for too long. */
        OUTPUT_BROKEN
    }

    private final RelayBuffers buffers;
    private final StreamConnection from;
    private final StreamConnection to;
    private final long writeTimeoutNanos;
    private final Consumer<ByteBuffer> look;
    private final LongAdder moved;

    /** A pump that shows each piece to {@code look} before it is written, and counts its bytes in {@code moved}. */
    Pump(
            RelayBuffers buffers,
            StreamConnection from,
            StreamConnection to,
            long writeTimeoutNanos,
            Consumer<ByteBuffer> look,
            LongAdder moved) {
        this.buffers = buffers;
        this.from = from;
        this.to = to;
        this.writeTimeoutNanos = writeTimeoutNanos;
        this.look = look;
        this.moved = moved;
    }

    /** Moves what was read already, and then everything that comes. */
    Ending run(ByteBuffer first) {
        if (first.hasRemaining() && !pass(first)) {
            return Ending.OUTPUT_BROKEN;
        }
        ByteBuffer buffer = buffers.takeSmall();
        try {
            while (true) {
                buffer.clear();
                int count = from.read(buffer, StreamConnection.NO_TIMEOUT);
                if (count < 0) {
                    return Ending.INPUT_ENDED;
                }
                if (!pass(buffer.flip())) {
                    return Ending.OUTPUT_BROKEN;
                }
                buffer = fitting(buffer, count);
            }
        } catch (OperationException broken) {
            return Ending.INPUT_BROKEN;
        } finally {
            buffers.give(buffer);
        }
    }

    private boolean pass(ByteBuffer bytes) {
        int count = bytes.remaining();
        look.accept(bytes);
        try {
            to.write(bytes, writeTimeoutNanos);
        } catch (OperationException broken) {
            return false;
        }
        moved.add(count);
        return true;
    }

    /** A full small buffer is a sign that much comes, a large one with little in it that it was all. */
    private ByteBuffer fitting(ByteBuffer buffer, int count) {
        boolean large = buffer.capacity() > RelayBuffers.SMALL_BYTES;
        if (!large && count == RelayBuffers.SMALL_BYTES) {
            return buffers.exchangeForLarge(buffer);
        }
        return large && count <= RelayBuffers.SMALL_BYTES ? buffers.exchangeForSmall(buffer) : buffer;
    }
}
