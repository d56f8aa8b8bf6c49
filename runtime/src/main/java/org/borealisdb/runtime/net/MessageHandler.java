package org.borealisdb.runtime.net;

import java.nio.ByteBuffer;

/** Takes what arrives at an {@link Endpoint}. Buffers are read-only views in big-endian default order: set the order you need. */
public interface MessageHandler {
    /**
     * Takes a one-way message. Runs on the transport's task, or on the sender's own within a process, so it must neither wait nor
     * work for long: queue what takes time. Anything thrown breaks the link.
     */
    void receive(Address from, ByteBuffer message);

    /**
     * Answers a call. Runs on a task of its own (within a process: on the caller's), and may wait. What it throws reaches the caller
     * as a {@link NetworkException}.
     */
    ByteBuffer answer(Address from, ByteBuffer request);
}
