/**
 * How fast a node copies segments, in or out, while it has other work: as fast as foreground work does not notice much (decision 43).
 *
 * <p>{@link org.borealisdb.storage.pace.ForegroundLatency} is what that work takes: batches from their arrival to their acknowledgement, page reads from the request to the page. Whatever
 * copying gets in the way of (the disk, the journal's sync, a core, a lock) shows there. {@link org.borealisdb.storage.pace.QuietLatency} remembers what it takes while nothing is copied,
 * {@link org.borealisdb.storage.pace.CopyRate} turns the ratio of the two into a rate, and {@link org.borealisdb.storage.pace.CopyPace} makes whoever copies keep to it, and keeps still now
 * and then to see what is usual.
 *
 * <p>Each node has one pace for what it copies in and one for what it gives away, and goes by what it sees itself: nobody tells anybody how busy it is. Who is busy answers later.
 *
 * <p>Threading: all types but {@code CopyRate} and {@code QuietLatency}, which the pace's lock guards, may be used by any task.
 */
@NullMarked
package org.borealisdb.storage.pace;

import org.jspecify.annotations.NullMarked;
