package org.borealisdb.volume.status;

import org.borealisdb.redo.message.NodeStatus;
import org.borealisdb.redo.message.ReadWork;
import org.borealisdb.redo.message.ScrubProgress;
import org.borealisdb.redo.volume.Member;

/**
 * What a storage node said of itself when it was asked last.
 *
 * @param member       the node and its zone
 * @param answered     false if it did not answer in time: the rest then says nothing
 * @param serving      false if it has stepped aside
 * @param state        how it is, in words for a person
 * @param segments     segments of the volume on it
 * @param journalBytes bytes of its journal files
 * @param layerBytes   bytes of its layers
 * @param backlogBytes bytes of the volume's log that are not in layers yet
 * @param scrub        how far it is with verifying its files
 * @param reads        what page reads have been for it
 */
public record NodeAnswer(
        Member member,
        boolean answered,
        boolean serving,
        String state,
        int segments,
        long journalBytes,
        long layerBytes,
        long backlogBytes,
        ScrubProgress scrub,
        ReadWork reads) {
    /** What a node said. */
    public static NodeAnswer of(Member member, NodeStatus status) {
        return new NodeAnswer(
                member,
                true,
                status.serving(),
                status.state(),
                status.segments().size(),
                status.journalBytes(),
                status.layerBytes(),
                status.backlogBytes(),
                status.scrub(),
                status.reads());
    }

    /** A node that said nothing. */
    public static NodeAnswer none(Member member) {
        return new NodeAnswer(member, false, false, "does not answer", 0, 0, 0, 0, ScrubProgress.NONE, ReadWork.NONE);
    }
}
