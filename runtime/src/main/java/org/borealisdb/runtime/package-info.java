/**
 * The world as interfaces: clock, tasks and their locks, network and RPC framing, files, randomness, codecs and checksums,
 * configuration, metrics.
 *
 * <p>Every other module takes time, tasks, randomness, network and files from here, through constructor parameters. {@code
 * org.borealisdb.runtime.real} is the only code of the product that touches the JDK's time, threads, sockets and files;
 * the module {@code simulation} implements the same interfaces deterministically. Imports nothing but the JDK.
 */
@NullMarked
package org.borealisdb.runtime;

import org.jspecify.annotations.NullMarked;
