package org.borealisdb.storage.repair;

import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * A segment that can't become whole by gossip alone.
 *
 * @param kind          what is wrong
 * @param reason        the same in words
 * @param forgotUnder   membership epoch under which it lost what it acknowledged, not knowing how much; 0 if that is not so
 * @param completePeers how many peers said that they have everything: the fewer, the more urgent
 */
record Need(VolumeReplica volume, Segment segment, Kind kind, String reason, int forgotUnder, int completePeers) {
    /** What is wrong. */
    enum Kind {
        /** Its files are damaged: it gets new ones, and abstains until it has all that it may have acknowledged. */
        DAMAGED,
        /** Its files are sound, but the journal may have lost what it acknowledged: it has to learn how far it must come. */
        IN_DOUBT,
        /** Parts of its layers are damaged: they are fetched again, while it goes on with all others. */
        DAMAGED_SECTIONS,
        /** A peer has the log no more that it lacks. */
        COLLECTED,
        /** It lacks so much log that copying pages is cheaper. */
        FAR_BEHIND
    }
}
