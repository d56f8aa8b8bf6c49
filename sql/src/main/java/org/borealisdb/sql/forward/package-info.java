/**
 * Statements of a reader's sessions that run on the writer: what is said, and the writer's side of it.
 *
 * <p>A session of a reader asks by a {@link org.borealisdb.sql.forward.ForwardRequest} and gets a {@link org.borealisdb.sql.forward.ForwardAnswer}, through a {@link
 * org.borealisdb.sql.forward.WriterLink}, whose implementation carries the bytes that {@link org.borealisdb.sql.forward.ForwardCodec} makes of them. {@link org.borealisdb.sql.forward.ForwardDesk} is at
 * the writer: for each session of a reader that forwards something it has a session of its own, with the same role, database and settings, and a task that runs what comes. {@link
 * org.borealisdb.sql.forward.Forwarder} is what the sessions of one reader share. When a session forwards, and what it sees, is the affair of {@code sql.service}.
 *
 * <h2>Exchanges</h2>
 *
 * <table>
 * <caption>What is asked, and what comes</caption>
 * <tr><th>request</th><th>answer</th></tr>
 * <tr><td>{@code Open}</td><td>{@code Opened} with the session's number, or {@code Refused}. Nothing is opened yet: a problem is the answer to the first {@code Run}</td></tr>
 * <tr><td>{@code Run}, {@code Fetch}</td><td>a {@code Part} of the result; until one comes that is the last, {@code Next} asks for the following</td></tr>
 * <tr><td>{@code End}</td><td>the same, without rows: commits or rolls back</td></tr>
 * <tr><td>{@code Cancel}</td><td>{@code Noted}; the statement under way ends with 57014, if it is not too late</td></tr>
 * <tr><td>{@code Close}</td><td>{@code Noted}; what the session did not commit is rolled back</td></tr>
 * <tr><td>{@code Alive}</td><td>{@code Noted}; without it, or other requests, the sessions of the reader end</td></tr>
 * <tr><td>{@code Durable}</td><td>{@code Point}: everything committed before it was asked is at or below</td></tr>
 * <tr><td>any but {@code Alive}</td><td>{@code Unknown}: the session is not there, and the request was not carried out</td></tr>
 * </table>
 *
 * <p>Requests of a session are numbered, and each is carried out once, however often it arrives. Nothing is asked twice, but {@code Open} and {@code Durable}, which change nothing. Every statement runs in a transaction that a {@code Run} began, so that what was lost on the way is
 * never committed; only a lost {@code End} leaves it unknown.
 *
 * <h2>Bounds</h2>
 *
 * <p>A call waits for a result for {@link org.borealisdb.sql.forward.ForwardDesk#ANSWER_NANOS} at most. A session has at most four parts waiting that nobody has taken, of 64 KiB and a row each; then its statement
 * waits. A row and a request have at most {@link org.borealisdb.sql.forward.ForwardCodec#MOST_BYTES}.
 */
@NullMarked
package org.borealisdb.sql.forward;

import org.jspecify.annotations.NullMarked;
