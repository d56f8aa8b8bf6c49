package org.borealisdb.volume.geometry;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.borealisdb.redo.message.Install;
import org.borealisdb.redo.message.Installed;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;
import org.jspecify.annotations.Nullable;

/**
 * Brings one decided version of the metadata to all nodes of the volume ({@link Install}), and goes on in the background, until
 * closed, with those that cannot be reached now: a node that returns must learn it before it can take part again (R10).
 */
public final class Distribution implements AutoCloseable {
    private final VolumeMetadata metadata;
    private final Answers<Installed> answers;

    /** Begins to install {@code metadata} on all nodes of the volume. */
    public Distribution(NodeCalls calls, VolumeMetadata metadata) {
        this(calls, metadata, GroupQuorums.nodesOf(metadata));
    }

    /** Begins to install {@code metadata} on {@code nodes}, which may hold nothing of the volume yet. */
    public Distribution(NodeCalls calls, VolumeMetadata metadata, List<Address> nodes) {
        this.metadata = metadata;
        this.answers =
                calls.ask("install", nodes, StorageMessages.encode(new Install(metadata)), acceptInstalled(metadata));
    }

    private static Function<StorageMessage, Optional<Installed>> acceptInstalled(VolumeMetadata metadata) {
        return message -> message instanceof Installed installed
                        && installed.volume().equals(metadata.id())
                        && installed.revision() >= metadata.revision()
                ? Optional.of(installed)
                : Optional.empty();
    }

    /** Waits until such a quorum of each group in {@code groups} has it; false if it does not in time, or a node knows newer metadata. */
    public boolean await(List<Integer> groups, Quorum quorum, long deadlineNanos) {
        return answers.await(
                installed ->
                        groups.stream().allMatch(group -> GroupQuorums.reached(metadata, group, quorum, in(installed))),
                deadlineNanos);
    }

    /**
     * Waits until a write quorum of each group, with enough pages among them ({@link Quorum#PAGES}), had everything up to where the current timeline branches off when it installed this; false if
     * that is not so in time.
     */
    public boolean awaitComplete(long deadlineNanos) {
        return answers.await(
                installed -> GroupQuorums.everyGroup(metadata, Quorum.WRITE, atBranch(installed))
                        && GroupQuorums.everyGroup(metadata, Quorum.PAGES, atBranch(installed)),
                deadlineNanos);
    }

    private BiPredicate<Address, Integer> atBranch(SortedMap<Address, Installed> installed) {
        Timeline line = metadata.timelines().current();
        return (node, group) -> {
            Installed answer = installed.get(node);
            return answer != null
                    && answer.segment(group)
                            .filter(progress -> progress.scl() >= line.groupTail(group))
                            .isPresent();
        };
    }

    /** Waits until a write quorum of {@code members} have installed it and tell of all segments that it places on them; false if they don't in time. */
    public boolean awaitSound(Membership members, long deadlineNanos) {
        return answers.await(
                installed -> members.reached(Quorum.WRITE, node -> tellsAll(node, installed.get(node))), deadlineNanos);
    }

    private boolean tellsAll(Address node, @Nullable Installed answer) {
        return answer != null
                && IntStream.range(0, metadata.groups().size())
                        .filter(group -> metadata.group(group).contains(node))
                        .allMatch(group -> answer.segment(group).isPresent());
    }

    /** Waits until so many nodes have it; false if they don't in time, or a node knows newer metadata. */
    public boolean await(int count, long deadlineNanos) {
        return answers.await(installed -> installed.size() >= count, deadlineNanos);
    }

    /** Progress of the segments on the nodes that have installed it so far, by node. */
    public SortedMap<Address, List<SegmentProgress>> progress() {
        SortedMap<Address, List<SegmentProgress>> progress = new TreeMap<>();
        answers.soFar().forEach((node, installed) -> progress.put(node, installed.segments()));
        return progress;
    }

    /** The metadata that a node has instead, if it is newer. */
    public Optional<VolumeMetadata> newer() {
        return answers.rejection().map(rejection -> rejection.newest());
    }

    /** What is missing, for a person. */
    public String missing(Quorum quorum) {
        return GroupQuorums.lacking(metadata, quorum, in(answers.soFar())) + ": " + answers.troubles();
    }

    private static BiPredicate<Address, Integer> in(SortedMap<Address, Installed> installed) {
        return (node, group) -> {
            Installed answer = installed.get(node);
            return answer != null && answer.segment(group).isPresent();
        };
    }

    @Override
    public void close() {
        answers.close();
    }
}
