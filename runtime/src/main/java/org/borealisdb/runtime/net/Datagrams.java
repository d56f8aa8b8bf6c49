package org.borealisdb.runtime.net;

/** Packets between clients and this process, each on its own: they may be lost, late, doubled or out of order. */
public interface Datagrams {
    /**
     * Takes packets that are sent to {@code place}.
     *
     * @throws NetworkException if the place is taken or not ours; the message names it
     */
    DatagramPort bind(HostPort place);
}
