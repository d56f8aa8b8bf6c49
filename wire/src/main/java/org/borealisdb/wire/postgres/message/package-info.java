/**
 * The messages of PostgreSQL's protocol 3.0 (chapter 55 of its manual) as bytes.
 *
 * <p>Numbers are big-endian; a string is UTF-8 ended by a zero byte; a message is a type byte, a length of 4 bytes that counts
 * itself but not the type, and the content. Start-up packets have no type.
 *
 * <table>
 * <caption>From the client</caption>
 * <tr><th>type</th><th>message</th><th>content</th></tr>
 * <tr><td></td><td>StartupMessage</td><td>int32 196608 (3.0), pairs of strings, zero byte</td></tr>
 * <tr><td></td><td>SSLRequest, GSSENCRequest</td><td>int32 80877103, 80877104</td></tr>
 * <tr><td></td><td>CancelRequest</td><td>int32 80877102, int32 process id, int32 secret</td></tr>
 * <tr><td>p</td><td>SASLInitialResponse</td><td>string mechanism, int32 length or -1, bytes</td></tr>
 * <tr><td>p</td><td>SASLResponse</td><td>bytes</td></tr>
 * <tr><td>Q</td><td>Query</td><td>string text</td></tr>
 * <tr><td>P</td><td>Parse</td><td>string name, string text, int16 n, n int32 type OIDs</td></tr>
 * <tr><td>B</td><td>Bind</td><td>string portal, string statement, int16 n, n int16 formats, int16 n, n values (int32 length or -1,
 *     bytes), int16 n, n int16 result formats</td></tr>
 * <tr><td>D, C</td><td>Describe, Close</td><td>byte S or P, string name</td></tr>
 * <tr><td>E</td><td>Execute</td><td>string portal, int32 row limit</td></tr>
 * <tr><td>S, H, X</td><td>Sync, Flush, Terminate</td><td></td></tr>
 * <tr><td>d, c, f</td><td>CopyData, CopyDone, CopyFail</td><td>bytes; nothing; string message</td></tr>
 * </table>
 *
 * <table>
 * <caption>To the client</caption>
 * <tr><th>type</th><th>message</th><th>content</th></tr>
 * <tr><td>R</td><td>Authentication</td><td>int32 0 ok; 10 SASL, strings, zero byte; 11 and 12 SASL continue and final, bytes</td></tr>
 * <tr><td>v</td><td>NegotiateProtocolVersion</td><td>int32 newest minor version, int32 n, n strings</td></tr>
 * <tr><td>S</td><td>ParameterStatus</td><td>string name, string value</td></tr>
 * <tr><td>K</td><td>BackendKeyData</td><td>int32 process id, int32 secret</td></tr>
 * <tr><td>Z</td><td>ReadyForQuery</td><td>byte I, T or E</td></tr>
 * <tr><td>T</td><td>RowDescription</td><td>int16 n, n times: string name, int32 table, int16 column, int32 type, int16 length, int32
 *     modifier, int16 format</td></tr>
 * <tr><td>t</td><td>ParameterDescription</td><td>int16 n, n int32 type OIDs</td></tr>
 * <tr><td>D</td><td>DataRow</td><td>int16 n, n values (int32 length or -1, bytes)</td></tr>
 * <tr><td>C</td><td>CommandComplete</td><td>string tag</td></tr>
 * <tr><td>1 2 3 n s I</td><td>ParseComplete, BindComplete, CloseComplete, NoData, PortalSuspended, EmptyQueryResponse</td><td></td></tr>
 * <tr><td>G, H</td><td>CopyInResponse, CopyOutResponse</td><td>byte format, int16 n, n int16 formats</td></tr>
 * <tr><td>d, c</td><td>CopyData, CopyDone</td><td>bytes; nothing</td></tr>
 * <tr><td>E, N</td><td>ErrorResponse, NoticeResponse</td><td>fields (byte code, string), zero byte</td></tr>
 * </table>
 *
 * <p>{@link org.borealisdb.wire.postgres.message.MessageReader} cuts the input into messages, {@link
 * org.borealisdb.wire.postgres.message.FrontendDecoder} reads them, {@link
 * org.borealisdb.wire.postgres.message.BackendWriter} writes answers and {@link org.borealisdb.wire.postgres.message.RowEncoder} rows.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>No length is believed: a buffer grows as bytes arrive, up to a limit per message and a {@link
 *       org.borealisdb.wire.postgres.message.MemoryBudget} for all connections.
 *   <li>A malformed content is an {@link org.borealisdb.expr.error.SqlException} (08P01), after which the stream is still in step; a
 *       malformed frame is a {@link org.borealisdb.sql.session.SessionEndedException}. Nothing else comes out of a decoder.
 *   <li>What was written of an unfinished message is taken back before an error is written.
 * </ul>
 *
 * <p>Buffers are heap arrays: strings are decoded from and values encoded into them without a second copy; the runtime's streams
 * move them through direct memory. Everything belongs to the connection's task, except the budget.
 */
@NullMarked
package org.borealisdb.wire.postgres.message;

import org.jspecify.annotations.NullMarked;
