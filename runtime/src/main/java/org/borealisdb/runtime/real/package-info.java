/**
 * The real world behind the interfaces of this module: the machine's clocks, threads and files. The only code of Borealis, with
 * {@link org.borealisdb.runtime.real.net}, that asks the JDK for them directly; a simulation puts its own in their place.
 *
 * <p><b>Time and chance.</b> {@link org.borealisdb.runtime.real.RealClock} and {@link org.borealisdb.runtime.real.RealRandom}.
 *
 * <p><b>Tasks.</b> {@link org.borealisdb.runtime.real.RealTasks} carries a task on the kind of thread that measurements favour:
 * platform threads for protocol and background tasks, since virtual threads do not preempt each other, and for the first
 * {@value org.borealisdb.runtime.real.RealTasks#PLATFORM_SESSIONS} sessions, since a lone client is answered three times faster;
 * virtual threads for the sessions beyond. All are daemons, named, and joined by
 * {@link org.borealisdb.runtime.real.RealTasks#close()}. Nobody is ever interrupted, because an interrupt closes the channel that
 * a thread uses; a wait that sees one fails.
 *
 * <p><b>Files.</b> {@link org.borealisdb.runtime.real.RealFileStore} is one folder of the machine. Durable files are opened with
 * O_DIRECT and O_DSYNC, so that a write is on stable storage when it returns and passes the page cache by; where the file system
 * refuses O_DIRECT (some overlays, macOS), O_DSYNC alone gives the same durability. Invariants: an operation on a name is durable
 * on return, the folder's entry included; after a failed write or sync a file takes no more (R5); a name never leaves the folder.
 *
 * <p><b>Threading.</b> Everything here is safe for use by all tasks, except where a type says otherwise.
 */
@NullMarked
package org.borealisdb.runtime.real;

import org.jspecify.annotations.NullMarked;
