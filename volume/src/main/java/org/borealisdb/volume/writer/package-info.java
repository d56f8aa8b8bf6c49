/**
 * The writer's side of an open volume: {@link org.borealisdb.volume.writer.WritableVolume}.
 *
 * <p>The way of a commit: {@link org.borealisdb.volume.writer.LogBuffer} admits and takes the bytes (R1); {@link
 * org.borealisdb.volume.writer.LogSender} takes everything that has gathered while earlier rounds were in flight, {@link
 * org.borealisdb.volume.writer.BatchSplitter} makes batches of it by protection group, each encoded once, and they go to all six segments;
 * acknowledgements reach {@link org.borealisdb.volume.quorum.QuorumTracker}; when VDL advances it is published, the listener finishes
 * commits, and the sessions in {@link org.borealisdb.volume.writer.DurabilityWaiters} are woken in order of LSN (R2).
 *
 * <p>Threading: nobody owns these steps. Whoever comes by does them for all ({@link org.borealisdb.volume.writer.Turns}): the session that waits for its commit
 * sends, the task that brought the deciding acknowledgement publishes and sends what has gathered since. So a lone commit costs no
 * change of task that is not needed, and 32 of them share rounds without a timer. {@link org.borealisdb.volume.writer.VolumeKeeper} is the one task of its own:
 * it sends what nobody waits for, sends again what seems lost, and sends heartbeats.
 *
 * <p>Lock order: none is needed. Every lock here is a monitor of leaf code (LogBuffer, QuorumTracker, SentBatches, DurabilityWaiters,
 * Lease), and no code calls out while it holds one. The growth lock alone is held across waits, and nothing else is taken for it.
 */
@NullMarked
package org.borealisdb.volume.writer;

import org.jspecify.annotations.NullMarked;
