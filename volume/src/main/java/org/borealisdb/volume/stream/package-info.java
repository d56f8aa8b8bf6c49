/**
 * The log on its way from the writer to readers, who own no data: they apply it to the pages that they have cached, and ask storage for the others.
 *
 * <p>At the writer, {@link org.borealisdb.volume.stream.LogPublisher} keeps the log that was sent to storage lately in a {@link org.borealisdb.volume.stream.LogWindow} for all readers, sends it with each VDL, and knows
 * what they have promised ({@link org.borealisdb.volume.stream.JoinedReaders}). At a reader, {@link org.borealisdb.volume.stream.FollowedVolume} is the volume, {@link org.borealisdb.volume.stream.Following} the task that joins, applies
 * and reports, {@link org.borealisdb.volume.stream.FollowedLine} one joining, with what was received of its log in a {@link org.borealisdb.volume.stream.LogInbox}. Whoever owns the cached pages is a
 * {@link org.borealisdb.volume.stream.LogFollower}.
 *
 * <p>A reader joins by a call, and is told where to begin; with its first report the stream begins. Messages may be lost, late, doubled and out of order: pieces of log say where they begin, VDL and promises only grow,
 * and what is missing is asked for. What cannot be had any more ends the joining, and the reader begins again at the VDL of then.
 *
 * <p>Threading: what comes from the network is noted under monitors of leaf code and wakes one task at either side. Neither side waits for the other.
 */
@NullMarked
package org.borealisdb.volume.stream;

import org.jspecify.annotations.NullMarked;
