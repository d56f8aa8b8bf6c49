/**
 * The gateway: one address for each endpoint, whatever becomes of the instances behind it.
 *
 * <p>{@link org.borealisdb.proxy.gateway.Gateway} has a {@code Door} for each endpoint, and a {@code ClientConnection} for each client. An {@code Opening}
 * reads the client's {@code FirstWords}, tries the instances that {@link org.borealisdb.proxy.endpoint.EndpointChoice} names until one answers, and from
 * then on two {@code Pump}s move bytes, which nobody understands but for where messages end ({@code SessionState}). A {@code Leg} is
 * the way to one instance; the gateway's watcher ends those whose instance has ceased to be what the endpoint stands for.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>A client never depends on an instance before that has answered it, and never changes instance afterwards.
 *   <li>Nothing is put between the bytes of an instance but one last error, and that only between two messages.
 *   <li>A client whose statement may have been carried out is not told that it was ended by an administrator (57P01), but that the
 *       connection failed (08006): a commit's fate is unknown then (R3).
 *   <li>A connection has at most two tasks, two sockets and two buffers, and gives all of them back however it ends. Connections never outnumber the
 *       limit plus {@link org.borealisdb.proxy.gateway.Gateway#UNADMITTED_CONNECTIONS}.
 *   <li>No task waits for a client or an instance while it holds a lock, so that none delays another.
 * </ul>
 */
@NullMarked
package org.borealisdb.proxy.gateway;

import org.jspecify.annotations.NullMarked;
