package org.borealisdb.volume.recovery;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.message.Settle;
import org.borealisdb.redo.message.Settled;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.geometry.Answers;
import org.borealisdb.volume.geometry.GroupQuorums;
import org.borealisdb.volume.geometry.NodeCalls;

/** Has the log of a volume folded into layers up to where it ends, on as many segments of each group as keep it for good ({@link Quorum#PAGES}): what is in layers stays when the volume is rewound, and is shared when it is branched off. */
final class SettledLog {
    private final Clock clock;
    private final NodeCalls calls;
    private final VolumeMetadata metadata;
    private final LogEnd end;

    SettledLog(Clock clock, NodeCalls calls, VolumeMetadata metadata, LogEnd end) {
        this.clock = clock;
        this.calls = calls;
        this.metadata = metadata;
        this.end = end;
    }

    /**
     * Waits for that.
     *
     * @param patience nanoseconds to wait for the other segments too, once there are enough
     * @throws MetadataMovedException     if a node knows newer metadata
     * @throws VolumeUnavailableException if it is not so in time
     */
    void await(long patience, long deadline) {
        List<Address> nodes = GroupQuorums.nodesOf(metadata);
        Settle question = new Settle(
                metadata.id(), metadata.epoch(), metadata.timelines().current().id(), end.vdl(), end.groupTails());
        try (Answers<Settled> answers = calls.ask(
                "settle",
                nodes,
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
            answers.await(soFar -> soFar.size() == nodes.size(), Math.min(deadline, clock.nanoTime() + patience));
        }
    }

    private boolean isSettled(Settled settled) {
        return settled.segments().stream()
                .allMatch(segment -> segment.group() >= end.groupTails().size()
                        || segment.scl() >= end.groupTails().get(segment.group()));
    }
}
