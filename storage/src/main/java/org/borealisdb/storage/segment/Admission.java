package org.borealisdb.storage.segment;

/** What becomes of a batch that arrived. */
public enum Admission {
    /** Journal it, then apply it. */
    ACCEPTED,
    /** It is here already: acknowledge it again. */
    DUPLICATE,
    /** It was sent under older metadata than this node knows: tell the sender. */
    OLDER,
    /** It was sent under newer metadata than this node knows: learn that first. */
    NEWER,
    /** Its segment is not on this node, or no more: tell the sender. */
    NOT_HERE,
    /** Its segment is damaged: drop it. */
    REFUSED,
    /** Its segment holds as much log in memory as it may: drop it; it is fetched, or sent again, when folding has made room. */
    FULL
}
