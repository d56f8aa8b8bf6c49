package org.borealisdb.volume.recovery;

import java.util.Optional;
import org.borealisdb.redo.message.Settle;
import org.borealisdb.redo.message.Settled;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.geometry.Answers;
import org.borealisdb.volume.geometry.GroupQuorums;
import org.borealisdb.volume.geometry.NodeCalls;

/** Has the log of a volume folded into layers up to where it ends, on as many segments of each group as keep it for good ({@link Quorum#PAGES}): what is in layers stays when the volume is rewound, and is shared when it is branched off. */
final class SettledLog {
    private final NodeCalls calls;
    private final VolumeMetadata metadata;
    private final LogEnd end;

    SettledLog(NodeCalls calls, VolumeMetadata metadata, LogEnd end) {
        this.calls = calls;
        this.metadata = metadata;
        this.end = end;
    }

    /**
     * Waits for that.
     *
     * @throws MetadataMovedException     if a node knows newer metadata
     * @throws VolumeUnavailableException if it is not so in time
     */
    void await(long deadline) {
        Settle question = new Settle(
                metadata.id(), metadata.epoch(), metadata.timelines().current().id(), end.vdl(), end.groupTails());
        try (Answers<Settled> answers = calls.ask(
                "settle",
                GroupQuorums.nodesOf(metadata),
                StorageMessages.encode(question),
                message -> message instanceof Settled settled && isSettled(settled)
                        ? Optional.of(settled)
                        : Optional.empty())) {
            boolean settled = answers.await(
                    soFar -> GroupQuorums.everyGroup(metadata, Quorum.PAGES, (node, group) -> {
                        Settled answer = soFar.get(node);
                        return answer != null && answer.segment(group).isPresent();
                    }),
                    deadline);
            answers.rejection().ifPresent(rejection -> {
                throw new MetadataMovedException(rejection.newest());
            });
            if (!settled) {
                throw new VolumeUnavailableException("what was written last to " + metadata.id()
                        + " can't be set aside on " + metadata.group(0).needed(Quorum.PAGES)
                        + " segments of every group: " + answers.troubles());
            }
        }
    }

    private boolean isSettled(Settled settled) {
        return settled.segments().stream()
                .allMatch(segment -> segment.group() >= end.groupTails().size()
                        || segment.scl() >= end.groupTails().get(segment.group()));
    }
}
