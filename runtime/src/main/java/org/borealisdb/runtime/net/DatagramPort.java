package org.borealisdb.runtime.net;

import java.nio.ByteBuffer;

/** A place that packets come to and go from. */
public interface DatagramPort extends AutoCloseable {
    /** Where packets arrive, with the port that the system chose. */
    HostPort place();

    /**
     * Waits for the next packet. One task at a time.
     *
     * @param maximumBytes what a packet has beyond is lost
     * @throws NetworkException if receiving failed, and more may come
     * @throws StreamClosedException if the port was closed
     */
    Datagram receive(int maximumBytes);

    /**
     * Sends everything between position and limit of {@code content} as one packet, which may be lost.
     *
     * @throws NetworkException if it cannot even be sent
     */
    void send(ByteBuffer content, HostPort receiver);

    /** Ends a {@link #receive} under way and all later ones. Any task may call it, any number of times. */
    @Override
    void close();
}
