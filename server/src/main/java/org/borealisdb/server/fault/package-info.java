/**
 * Faults on purpose, in a region in one process ({@code start --fault-injection}): what the simulator does to the code, people can do to a running region, while their programs use it.
 *
 * <p>{@link org.borealisdb.server.fault.FaultBoard} holds the faults that last now, each with an end; {@link org.borealisdb.server.fault.FaultyNetwork} and
 * {@link org.borealisdb.server.fault.SkewedClock} stand before the real network and the real clock and ask it; {@link org.borealisdb.server.fault.BitRot} changes a byte of a file;
 * {@link org.borealisdb.server.fault.InstanceFaults} lets a crash be one of the instance that was asked, whichever cluster's it is. The code of
 * storage and of the writer knows nothing of them. Without the option none of this is there.
 *
 * <p>Threading: everything may be called by any task; what is active is one immutable list that is replaced.
 */
@NullMarked
package org.borealisdb.server.fault;

import org.jspecify.annotations.NullMarked;
