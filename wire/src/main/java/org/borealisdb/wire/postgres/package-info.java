/**
 * The PostgreSQL protocol 3.0 over a connection: start-up, authentication, the simple and the extended form, COPY.
 *
 * <p>{@link org.borealisdb.wire.postgres.PostgresProtocol} makes a {@link org.borealisdb.wire.postgres.PostgresConnection} of each
 * client's stream. That runs {@link org.borealisdb.wire.postgres.Handshake} first, then reads messages and calls the
 * {@link org.borealisdb.sql.session.SqlSession}, which answers into {@link org.borealisdb.wire.postgres.ClientResults}.
 *
 * <p>A client that cannot have a session now gets a {@link org.borealisdb.wire.postgres.RefusedConnection}: before the database is open
 * from {@link org.borealisdb.wire.postgres.StartingProtocol}, which stands in for the protocol, and when the server stops.
 *
 * <table>
 * <caption>States of a connection</caption>
 * <tr><th>state</th><th>accepts</th><th>goes to</th></tr>
 * <tr><td>start</td><td>SSLRequest (answered S, if there is a certificate) and GSSENCRequest (answered N), once each; CancelRequest;
 *     StartupMessage</td><td>start within TLS, by {@link org.borealisdb.wire.postgres.ClientLink}, after S; closed; authentication</td></tr>
 * <tr><td>authentication</td><td>two SASL messages</td><td>ready, or closed with 28P01</td></tr>
 * <tr><td>ready</td><td>Query; the messages of the extended form; stray COPY messages, which are ignored (they follow a COPY that
 *     failed)</td><td>ready after Query and Sync; copy in; skipping after an error in the extended form</td></tr>
 * <tr><td>copy in</td><td>CopyData, CopyDone, CopyFail; Flush and Sync, which are ignored</td><td>where it came from</td></tr>
 * <tr><td>skipping</td><td>Sync; everything else is passed by unread</td><td>ready</td></tr>
 * <tr><td>closed</td><td>Terminate, the end of the stream, a fatal error, or our own end lead here</td><td></td></tr>
 * </table>
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Answers are sent when the client must see them: with ReadyForQuery, at Flush, before waiting for copied data, and when
 *       {@code BackendWriter} is full; so a query costs one read and one write.
 *   <li>Only the connection's task writes. Others end its waiting by closing the input, and it says good-bye itself.
 *   <li>The session is closed, and the place in the registry given back, however the connection ends.
 * </ul>
 */
@NullMarked
package org.borealisdb.wire.postgres;

import org.jspecify.annotations.NullMarked;
