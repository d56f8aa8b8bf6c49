/**
 * Encryption of clients' connections.
 *
 * <p>A {@link org.borealisdb.wire.tls.TlsIdentity} is a certificate with its key, and makes a side of TLS 1.2 or 1.3 for each connection; a {@link
 * org.borealisdb.wire.tls.TlsOffer} says which one is in use now. {@link org.borealisdb.wire.tls.TlsStream} is a stream over another one: who reads and writes does not see the
 * difference. The JDK's {@link javax.net.ssl.SSLEngine} does the work, on the task that reads or writes: no connection has a task more than in the clear.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>A handshake ends within the time that it is given, whatever the client sends and however slowly.
 *   <li>A second handshake on a connection (renegotiation, TLS 1.2 only) is refused: the connection ends.
 *   <li>A connection has three buffers of one record (some 16 KiB), and no more, however much is sent.
 * </ul>
 */
@NullMarked
package org.borealisdb.wire.tls;

import org.jspecify.annotations.NullMarked;
