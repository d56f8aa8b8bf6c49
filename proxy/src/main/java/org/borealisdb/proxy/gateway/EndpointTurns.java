package org.borealisdb.proxy.gateway;

import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.proxy.endpoint.Endpoint;

/** An endpoint as it is now, and whose turn it is. Safe for use by all tasks. */
final class EndpointTurns {
    private final AtomicLong turn = new AtomicLong();
    private volatile Endpoint endpoint;

    EndpointTurns(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    void change(Endpoint next) {
        endpoint = next;
    }

    long nextTurn() {
        return turn.getAndIncrement();
    }
}
