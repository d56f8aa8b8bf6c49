package org.borealisdb.runtime.net;

/** Connects the nodes of a region. */
public interface Network {
    /**
     * Makes this process reachable as {@code self}: from now on {@code handler} gets what others send.
     *
     * @throws NetworkException if the address cannot be listened on
     */
    Endpoint bind(Address self, MessageHandler handler);
}
