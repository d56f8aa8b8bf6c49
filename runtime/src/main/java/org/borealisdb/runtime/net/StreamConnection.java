package org.borealisdb.runtime.net;

import java.nio.ByteBuffer;

/**
 * A stream of bytes in both directions. One task reads and one task (the same, as a rule) writes; {@link #closeInput()} and
 * {@link #close()} may be called by any task, any number of times, to end the waiting of others.
 */
public interface StreamConnection extends AutoCloseable {
    /** Stands for no time-out. */
    long NO_TIMEOUT = 0;

    /** The other side. */
    HostPort peer();

    /**
     * This side, by the address that the other side reached.
     *
     * @throws NetworkException if the connection was closed
     */
    HostPort local();

    /**
     * Waits for bytes and reads at least one, at most as many as {@code target} has room for, which must be some.
     *
     * @param timeoutNanos how long to wait at most, to some tenths of a second; {@link #NO_TIMEOUT} for ever
     * @return the number of bytes, or -1 at the end of the input
     * @throws StreamTimeoutException if the time is over; then the input has ended, and only writing is left
     * @throws NetworkException if the connection broke or was closed
     */
    int read(ByteBuffer target, long timeoutNanos);

    /**
     * Writes everything between position and limit of {@code source}, waiting for the other side to take it.
     *
     * @param timeoutNanos how long the whole of it may take, as in {@link #read}
     * @throws StreamTimeoutException if the time is over; then the connection is closed
     * @throws NetworkException if the connection broke or was closed
     */
    void write(ByteBuffer source, long timeoutNanos);

    /** Ends the input: a read under way and all later ones answer -1. Writing goes on. */
    void closeInput();

    /** Ends the output: the other side reads what was written before, and then the end. Reading goes on; nothing may be written any more. */
    void closeOutput();

    /** Ends everything; reads and writes under way fail. What was written before is still delivered. */
    @Override
    void close();
}
