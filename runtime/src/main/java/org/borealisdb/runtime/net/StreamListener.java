package org.borealisdb.runtime.net;

/** Takes connections that clients make. */
public interface StreamListener extends AutoCloseable {
    /** Where it listens, with the port that the system chose. */
    HostPort place();

    /**
     * Waits for the next client. One task at a time.
     *
     * @throws NetworkException if this connection failed, and others may follow
     * @throws StreamClosedException if the listener was closed
     */
    StreamConnection accept();

    /** Stops to listen and ends an {@link #accept} under way. Any task may call it, any number of times. */
    @Override
    void close();
}
