package org.borealisdb.tests.model;

/** A mistake made on purpose, which the check must find; each is one line of the protocol left out or changed. */
public enum Mistake {
    /** The writer counts acknowledgements of nodes that know a newer membership than itself. */
    COUNT_NEWER_MEMBERSHIPS,
    /** The writer counts what a node acknowledged before it took the place that it holds now: in an earlier term, or before it lost what it held. */
    COUNT_EARLIER_TERMS,
    /** A replacement is settled as soon as it has something. */
    SETTLE_WITHOUT_COMPARING,
    /** A replacement is settled when it has what others have, though they may not have learnt that it is one. */
    ASK_BEFORE_LEARNING,
    /** A replacement is settled, and a node that rebuilds itself votes, when it has what others have, though that may be less than the branch. */
    IGNORE_BRANCH,
    /** All slots that are changing are settled by one decision, without looking. */
    SETTLE_ALL_AT_ONCE,
    /** Which slots count is settled without looking whether enough of them have what counted before. */
    RECOUNT_WITHOUT_COMPARING,
    /** Which slots count is changed in one step. */
    RECOUNT_AT_ONCE,
    /** A fence is one by the slots that are about to count. */
    FENCE_NEW_VOTERS_ONLY,
    /** A fence asks only the replacement of a changing slot. */
    FENCE_NEW_SET_ONLY,
    /** A changing slot counts, for writes and fences, if one of its candidates does. */
    EITHER_CANDIDATE_COUNTS,
    /** Two slots are a fence. */
    FENCE_OF_TWO,
    /** Three slots are a fence though none of them is full. */
    FENCE_OF_TAILS,
    /** An opener branches before what is at or below VDL is on a quorum. */
    BRANCH_BEFORE_DURABLE,
    /** A node that lost what it held votes at once. */
    VOTE_AT_ONCE,
    /** A node that lost what it held votes again when it has what others have, and the metadata log knows nothing of it. */
    REBUILD_WITHOUT_DECISION
}
