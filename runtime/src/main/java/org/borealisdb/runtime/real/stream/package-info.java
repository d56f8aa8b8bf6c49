/**
 * Byte streams of clients over TCP: {@link org.borealisdb.runtime.real.stream.SocketStreams} listens and connects.
 *
 * <h2>How it works, and why so</h2>
 *
 * <p>Sockets are blocking {@link java.nio.channels.SocketChannel}s, the fastest plain form measured here on platform and virtual
 * threads alike. They know no time-outs, and asking the kernel to wait for readiness first would double the system calls of
 * every message. So a connection that waits notes until when, and one watching task per {@code SocketStreams} looks at all
 * connections ten times a second and ends what is overdue: time-outs are coarse and cost two stores a wait.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Direct memory is bounded: a heap buffer is moved in pieces of at most 64 KiB, which the JDK copies through one cached
 *       buffer per thread.
 *   <li>Every connection made here is in the set of open connections until it is closed, so closing the streams leaves none.
 *   <li>A read that was overdue never answers bytes afterwards: deadline and outcome change in one atomic step.
 * </ul>
 */
@NullMarked
package org.borealisdb.runtime.real.stream;

import org.jspecify.annotations.NullMarked;
