/**
 * The port between the front doors and SQL: what a protocol needs of the database, and nothing of how either side works.
 *
 * <p>A protocol asks {@link org.borealisdb.sql.session.SqlService} for the stored password verifier of a role, authenticates the
 * client, and opens a {@link org.borealisdb.sql.session.SqlSession}. The session gets SQL texts, and answers by calling
 * the protocol's {@link org.borealisdb.sql.session.ResultSink}, into which it pushes rows as typed values: the protocol alone
 * knows how a value looks on its wire, and a value that goes straight from a page into the output buffer is never boxed.
 *
 * <h2>Life of a statement</h2>
 *
 * <table>
 * <caption>Calls, in order</caption>
 * <tr><th>simple</th><th>extended</th><th>what the session does</th></tr>
 * <tr><td>{@code query(text, sink)}</td><td>{@code parse(name, text, types)}</td><td>parses; the simple form goes on with all the
 *     steps for each of the statements in turn</td></tr>
 * <tr><td></td><td>{@code statement(name)}, {@code bind(portal, statement, parameters, formats)}</td><td>plans, if it has no
 *     plan yet, and binds the parameters</td></tr>
 * <tr><td></td><td>{@code portal(name).execute(sink, limit)}</td><td>runs; calls the sink: {@code rows}, the rows, then
 *     exactly one of {@code complete}, {@code suspended} and {@code emptyQuery}</td></tr>
 * <tr><td></td><td>{@code synchronize()}</td><td>ends the implicit transaction: commits, or reports why it cannot</td></tr>
 * </table>
 *
 * <h2>Errors</h2>
 *
 * <p>{@link org.borealisdb.expr.error.SqlException} is an answer: the session has already ended or marked its transaction as
 * failed, and can be used on. {@link org.borealisdb.sql.session.SessionEndedException} is the last answer: the protocol reports it
 * and closes the connection (R3: a commit whose fate is unknown). Anything else that a session throws is our own fault or
 * the world's; the protocol reports an internal error, closes session and connection, and logs it. What a sink throws
 * is its own business and passes through a session unchanged: the client has gone, or cancelled a COPY.
 *
 * <h2>Threading</h2>
 *
 * <p>A session, its statements and portals, and the sink belong to one task. {@link
 * org.borealisdb.sql.session.SqlSession#cancel()} and {@link org.borealisdb.sql.session.SessionClient#terminate()} alone may be called by
 * any task at any time. A sink may wait for a slow client, so it is called without any latch or pin.
 */
@NullMarked
package org.borealisdb.sql.session;

import org.jspecify.annotations.NullMarked;
