/**
 * Replacing segments whose node is gone, without a pause of writes or reads (R14): {@link org.borealisdb.volume.healing.Healer} is the task that watches and
 * decides, {@link org.borealisdb.volume.healing.GroupHealing} what it decides for one group, pure.
 *
 * <p><b>The steps.</b> Each is a compare-and-set of the volume's record in the metadata log, then told to the nodes, who also tell each other:
 * <ol>
 *   <li><i>Replacing:</i> the slot of a suspect gets a second candidate, a node of the same zone that has nothing of the group. From now on the slot counts only if
 *       both candidates do; since the suspect does not, nothing changes for anybody but that the new node begins to copy.
 *   <li><i>Settled:</i> the new node has everything that may be durable: the slot is its own. Or <i>reverted:</i> the suspect is back (or the new node is
 *       gone itself), and everything is as before.
 * </ol>
 *
 * <p><b>A member that has forgotten</b> what it acknowledged (its files are gone or unreadable) can be rebuilt in its place, but not by itself: a record that it helped to make durable, and
 * that the writer counts it for, may be missing from three others. The membership is <i>renewed</i> first: same members, next epoch. What was heard of it under older ones counts no
 * more, so whatever counts from then on is on four others or on it anew, and the bound below is one for it too.
 *
 * <p><b>Why nothing acknowledged is lost.</b> Let the membership with the second candidate have epoch {@code m}. A write counts under a set before only if four of its
 * slots acknowledge while they know that one ({@link org.borealisdb.volume.quorum.QuorumTracker}). When three slots of the set before, whatever
 * becomes of the new candidates, know {@code m}, no such write comes any more, and each that there was is on at least one of these three: so the highest of
 * their SCLs, told after they learnt {@code m}, is a bound of all of them. Once the new segment's SCL has reached that bound, every write that counted under the set before
 * is on four slots of the set after: the new one in place of the old. Writes that counted under {@code m} have both candidates or four other slots. SCLs are compared on
 * one timeline, and the decision is conditional on the version of the record that was read before the nodes were asked: any opening in between makes it fail.
 *
 * <p>Several healers may run at the same time: they decide the same, and each decision is conditional. One that stops in the middle leaves a
 * membership with two candidates, with which everybody can live, and which any other healer goes on with.
 *
 * <p>Threading: one task; {@link org.borealisdb.volume.healing.Healer#report} may be called by any.
 */
@NullMarked
package org.borealisdb.volume.healing;

import org.jspecify.annotations.NullMarked;
