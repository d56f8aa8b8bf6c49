/**
 * Opening a volume for writing: after a start, a crash, or a promotion (R7 to R11). {@link org.borealisdb.volume.recovery.Opening} is the
 * protocol, {@link org.borealisdb.volume.recovery.LogEnd} the pure computation of where the log ends, {@link
 * org.borealisdb.volume.recovery.Replenishment} brings segments up to that end.
 *
 * <p>Used by the one task that opens. Nothing here depends on how much redo the volume has: work is bounded by the allocation limit.
 */
@NullMarked
package org.borealisdb.volume.recovery;

import org.jspecify.annotations.NullMarked;
