/**
 * What the segments have acknowledged, and what follows from it: SCL of each segment, PGCL of each group (four of six), VDL of the
 * volume. {@link org.borealisdb.volume.quorum.QuorumTracker} is the whole of it; {@link org.borealisdb.volume.quorum.SentRound} is its unit.
 *
 * <p>Leaf code: one monitor, nothing waits in it and nothing is called out of it.
 */
@NullMarked
package org.borealisdb.volume.quorum;

import org.jspecify.annotations.NullMarked;
