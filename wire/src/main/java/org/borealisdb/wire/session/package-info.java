/**
 * Listening, and the life of connections whatever their protocol.
 *
 * <p>{@link org.borealisdb.wire.session.SessionServer} accepts clients and gives each a task, which runs the {@link
 * org.borealisdb.wire.session.ServedConnection} that a {@link org.borealisdb.wire.session.ProtocolHandler} makes of it. {@link
 * org.borealisdb.wire.session.SessionRegistry} knows the sessions by number, admits as many as are allowed and finds the one that a
 * cancel request means. {@link org.borealisdb.wire.session.SessionLimits} holds every bound.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>A connection is served by one task, which closes it however it ends; connections never outnumber the limit plus
 *       {@link org.borealisdb.wire.session.SessionServer#UNADMITTED_CONNECTIONS}, which are there to be told 53300, and to cancel when
 *       the server is full.
 *   <li>Who comes before there is something to serve, or while the server stops, is told so (57P03), rather than not answered.
 *   <li>{@link org.borealisdb.wire.session.SessionServer#stop} ends every connection, politely (57P01, with the reason) if the client takes it within
 *       the grace period.
 * </ul>
 */
@NullMarked
package org.borealisdb.wire.session;

import org.jspecify.annotations.NullMarked;
