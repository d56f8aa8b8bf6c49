package org.borealisdb.server.demo;

import java.io.IOException;

/** A session of a client. Used by one thread; any may close it. */
public interface ClientSession extends AutoCloseable {
    /** Sends statements, and waits for the answer as long as it takes. */
    Answer execute(String statements);

    @Override
    void close();

    /** Opens sessions. */
    @FunctionalInterface
    interface Factory {
        /** A session with the instance at a port of loopback; whether it can be had may be seen only at the first statement. */
        ClientSession open(int port) throws IOException;
    }
}
