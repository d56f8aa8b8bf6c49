/**
 * The transports of {@link org.borealisdb.runtime.net}: direct calls within a process
 * ({@link org.borealisdb.runtime.real.net.LocalNetwork}), framed TCP between processes
 * ({@link org.borealisdb.runtime.real.net.SocketNetwork}), and both under one roof
 * ({@link org.borealisdb.runtime.real.net.CompositeNetwork}).
 *
 * <h2>Links</h2>
 *
 * <p>A node opens one TCP connection to each peer that it sends to, when it first does so. Its messages and requests travel on it,
 * and the answers come back on it; the peer's own messages come over the peer's own connection. A broken link is opened again by the
 * next message after a pause that grows with each failure, up to a bound; until then messages are dropped and calls fail at once.
 *
 * <table>
 * <caption>Tasks of an endpoint</caption>
 * <tr><th>task</th><th>kind</th><th>number</th><th>does</th></tr>
 * <tr><td>acceptor</td><td>protocol</td><td>1</td><td>takes connections</td></tr>
 * <tr><td>watch</td><td>protocol</td><td>1</td><td>closes connections on which nothing arrives</td></tr>
 * <tr><td>link writer</td><td>protocol</td><td>1 a peer sent to</td><td>connects; sends what has gathered in the link's queue as one write</td></tr>
 * <tr><td>answer reader</td><td>protocol</td><td>1 a connection opened</td><td>hands answers to those who called</td></tr>
 * <tr><td>message reader</td><td>protocol</td><td>1 a connection taken</td><td>gives messages to the handler, requests to workers</td></tr>
 * <tr><td>request worker</td><td>session</td><td>up to a limit</td><td>runs the handler for a request, writes its answer</td></tr>
 * </table>
 *
 * <h2>Frame</h2>
 *
 * <p>Everything on a connection is a frame, all numbers little-endian.
 *
 * <table>
 * <caption>Frame, version 1</caption>
 * <tr><th>offset</th><th>bytes</th><th>content</th></tr>
 * <tr><td>0</td><td>4</td><td>magic, the characters {@code BORL}</td></tr>
 * <tr><td>4</td><td>1</td><td>version, 1</td></tr>
 * <tr><td>5</td><td>1</td><td>type, see {@link org.borealisdb.runtime.real.net.FrameType}</td></tr>
 * <tr><td>6</td><td>2</td><td>zero</td></tr>
 * <tr><td>8</td><td>4</td><td>length of the body, at most 16 MiB; 512 bytes before the peer is authenticated</td></tr>
 * <tr><td>12</td><td>4</td><td>CRC32C of the other bytes of the frame in their order</td></tr>
 * <tr><td>16</td><td>8</td><td>correlation: number of the request within its connection that an answer or error belongs to, else zero</td></tr>
 * <tr><td>24</td><td></td><td>body</td></tr>
 * </table>
 *
 * <p>A frame that does not decode closes its connection, and nothing else.
 *
 * <h2>Authentication</h2>
 *
 * <p>Both sides prove that they have the region key before anything else is taken, each over a number that the other drew:
 *
 * <ol>
 * <li>HELLO, by the opener: its name, the name of the peer it wants, 32 random bytes; and the host and port where it is reached, if it is not in the region's file
 * <li>CHALLENGE, by the other: 32 random bytes, HMAC-SHA256(key, "borealis accepting node 1", HELLO, these bytes)
 * <li>PROOF, by the opener: HMAC-SHA256(key, "borealis opening node 1", HELLO, the bytes of CHALLENGE)
 * </ol>
 *
 * <p>The labels differ, so that a proof can't be reflected. This keeps strangers out; it hides nothing and does not protect a
 * connection that somebody in between takes over: TLS between hosts does.
 *
 * <h2>Limits and invariants</h2>
 *
 * <p>All limits are in {@link org.borealisdb.runtime.real.net.LinkLimits}. Messages on a link arrive in the order in which they were
 * sent, or not at all. A send never waits: it takes a short lock, never while input or output is done under it.
 */
@NullMarked
package org.borealisdb.runtime.real.net;

import org.jspecify.annotations.NullMarked;
