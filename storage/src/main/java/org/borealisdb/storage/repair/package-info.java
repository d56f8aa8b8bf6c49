/**
 * How a segment becomes whole again that gossip alone can't help (R14, R15): its files are damaged, the log that it lacks is gone at its peers, or there is so much of it that
 * copying pages is cheaper. A segment that was just placed on this node, in a group that has history, is the second case.
 *
 * <p>{@link org.borealisdb.storage.repair.Repairer} is the task that looks for such segments and works on one at a time, the group with the fewest complete peers first. It asks
 * all peers to prepare ({@link org.borealisdb.storage.repair.Sources}), picks a base, an LSN that as many of them as possible can give, divides the pages into few ranges
 * ({@link org.borealisdb.storage.repair.PageRange}), and has all peers send their pieces ({@link org.borealisdb.storage.repair.SegmentCopy}), at a pace that foreground work bears
 * ({@link org.borealisdb.storage.pace}); gossip leaves the segment alone meanwhile. Then the
 * background task, which owns the segment's files, puts the new layers in place of the old ones ({@link org.borealisdb.storage.materialize.SegmentChanges}), and log from the
 * base on comes by gossip. {@link org.borealisdb.storage.repair.PageSource} is the other side.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>The base is the LSN of a record of the group, at or below a VDL that the sources know: no later branch cuts it off, whatever happens meanwhile.
 *   <li>While somebody copies, no source collects anything that is needed at the base, or it says that it has: a copy is never a mixture of pages with and without what a version
 *       needs.
 *   <li>A segment that may have forgotten what it acknowledged does not vote before its SCL has reached what peers of a read quorum of the other slots told after the damage was
 *       found ({@link org.borealisdb.storage.segment.Abstention}); that is durable together with the base, and before the mark of damage goes. One that does not know how much it
 *       acknowledged asks only under a membership newer than the one it knew when it was found so, and only peers that know it too (R22).
 *   <li>What is copied has names that no manifest knows, and the start after a crash deletes it. A failed attempt leaves nothing and is tried again, for ever.
 *   <li>A copy leaves the room on the disk that collection needs.
 * </ul>
 *
 * <p>Threading: one task decides; it starts and joins the workers of a copy. A source answers on the caller's task, with one request of each worker under way.
 */
@NullMarked
package org.borealisdb.storage.repair;

import org.jspecify.annotations.NullMarked;
