package org.borealisdb.runtime.net;

/** Byte streams between clients and this process. Safe for use by all tasks. */
public interface Streams {
    /**
     * Listens for clients.
     *
     * @throws NetworkException if the place is taken or not ours; the message names it
     */
    StreamListener listen(HostPort place);

    /**
     * Connects to a listener.
     *
     * @throws NetworkException if that fails or takes longer than {@code timeoutNanos}
     */
    StreamConnection connect(HostPort place, long timeoutNanos);
}
