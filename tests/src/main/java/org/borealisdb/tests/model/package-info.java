/**
 * A model of the protocol of commit, opening and membership (R2, R7 to R10, R14), checked exhaustively within small scopes. {@link
 * org.borealisdb.tests.model.Checker} visits every reachable state of any {@link org.borealisdb.tests.model.Model}; {@link
 * org.borealisdb.tests.model.Protocol} is this one; a {@link org.borealisdb.tests.model.Scope} says how much may happen in it, a {@link
 * org.borealisdb.tests.model.Mistake} what may be wrong with it. Who is a quorum, what the next membership, epoch and timeline are, and what a branch
 * cuts off, is asked of the real {@code redo.volume}. Everything else is written down here a second time.
 *
 * <p><b>State.</b> One volume, one protection group, LSNs 1 to 3.
 * <ul>
 *   <li>The metadata log: all versions that were decided, by compare-and-set, each from the one before.
 *   <li>Each node: the newest version that it was told of (from which its volume epoch, membership and timeline follow), the records that it has,
 *       whether it abstains, and what it has acknowledged before it moved on to another version.
 *   <li>For each timeline its writer: by which version it counts, and what it has acknowledged to its client.
 *   <li>The newest opening until it branches: who answered the fence, the union of what they have, VDL once it is computed. Each inquiry of a healer
 *       or a rebuilding node: who answered, and the highest SCL.
 * </ul>
 *
 * <p><b>Steps.</b> Each is atomic, and any that is possible may be next; so nodes, writers and healers are as slow, and stop for as long, as can be.
 * <ul>
 *   <li>A node <i>takes</i> one record, in any order: from the writer, if it is at the writer's epoch and timeline, whatever the membership; or from
 *       a sound peer, as far as its timeline's history includes what the peer has.
 *   <li>A writer <i>counts</i> the SCLs of nodes that gave them under its epoch and timeline, and under a membership that is not newer than the one
 *       it knows, nor older than the node's present term: since the decision that gave the node its place, or let it rebuild. What is on a write
 *       quorum is acknowledged.
 *   <li>An opener <i>claims</i> the next epoch; nodes <i>answer</i> its fence; it <i>computes</i> VDL from any read quorum or more; it
 *       <i>branches</i> when a write quorum (or a read quorum, R7a) has everything up to VDL under its claim. Any other decision in between makes it
 *       fence again, and a rival's claim ends it.
 *   <li>A healer begins to <i>replace</i> a member by an empty spare, <i>reverts</i> that, or <i>settles</i> it: a read quorum of the current members
 *       that know of the replacement and are on the current timeline has told its SCLs, and the replacement has reached the highest of them and the
 *       branch. Any other decision in between makes it ask again.
 *   <li>A node <i>loses</i> what it holds, and abstains: it answers no fence and no inquiry, and acknowledges nothing. It has its <i>renewal</i>
 *       decided, under the next membership epoch, asks a read quorum of the other slots as a healer does, and <i>votes</i> again when it has reached
 *       the highest SCL and the branch.
 * </ul>
 *
 * <p><b>Promises</b> ({@code Promises}), in every state: no branch cuts off what the writer before it has acknowledged or acknowledges later; once an
 * opener who may succeed has computed VDL, nothing above is acknowledged; branches never go back; what is durable stays on a write quorum of the
 * slots, or on a read quorum below a branch that three of six were enough for.
 *
 * <p><b>Left out, and why that hides nothing.</b>
 * <ul>
 *   <li><i>Messages.</i> A sender may repeat anything it ever sent, and a message may come late or never: so whatever was once true of a sender may
 *       be received. A writer's records do not change, and any version of the metadata may be told again, so these need no place in the state.
 *       Neither does an SCL that a node would tell again; one that it would not, since it has moved on or lost what it held, is kept with it ({@code
 *       Node.said}).
 *   <li><i>Hearing later.</i> A writer counts all that was said at once. One that hears less acknowledges less, and later; then it would be a later
 *       state that breaks the promise.
 *   <li><i>Learning without need.</i> A node learns a version when it answers under it or takes a record under it, and the oldest one that serves; a
 *       writer when it can acknowledge more by it. Learning earlier, or more, only takes steps away from them.
 *   <li><i>Copying.</i> Replenishment, hydration and gossip all are one step: a record comes from a peer.
 *   <li><i>Other healers and lost openers.</i> Answers under a version that is not the newest lead to no decision. So there is one opening, and one
 *       inquiry for each purpose and slot.
 *   <li><i>The highest VDL seen</i> (R8) could only raise VDL. <i>The range that a branch skips</i> keeps LSNs of two timelines apart; here they
 *       differ by their timelines.
 *   <li><i>Crashes</i> lose nothing that is durable: a crashed node takes no steps. <i>Leases</i> (R11) and <i>reads</i> are not part of this.
 *   <li><i>Names.</i> Six first members that no decision has named are alike ({@code Symmetry}). What makes no difference any more is forgotten:
 *       acknowledgements to a writer that can't gain a quorum, and which membership a node knows that nobody counts ({@code Draft}).
 * </ul>
 *
 * <p><b>Left out, and not covered:</b> several groups, whose branch is one decision; loss of the metadata log; members that come back as spares after
 * they were replaced; a record on its way from a peer that loses it; a node that does not notice that it lost something.
 *
 * <p>All of it is one thread's.
 */
@NullMarked
package org.borealisdb.tests.model;

import org.jspecify.annotations.NullMarked;
