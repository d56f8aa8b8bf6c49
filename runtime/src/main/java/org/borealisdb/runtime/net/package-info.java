/**
 * Messages between named nodes. Delivery is what a bad network gives: a one-way message may be lost, late, doubled or out of
 * order, and a call may time out although it was carried out. Protocols above are written for that, and every transport (direct
 * calls within a process, framed TCP, the simulator) is free to be better, never worse.
 *
 * <p>A message is a {@link java.nio.ByteBuffer} whose content nobody changes after it was sent: transports within a process share
 * it between sender and all receivers, and a receiver may keep it.
 *
 * <p>Clients, whose protocols are not ours, come through byte streams instead: {@link org.borealisdb.runtime.net.Streams} listens
 * and connects, {@link org.borealisdb.runtime.net.StreamConnection} blocks, with time-outs. Those who ask in packets, as for names, come through
 * {@link org.borealisdb.runtime.net.Datagrams}, which has no simulated form: nothing that is simulated uses it.
 */
@NullMarked
package org.borealisdb.runtime.net;

import org.jspecify.annotations.NullMarked;
