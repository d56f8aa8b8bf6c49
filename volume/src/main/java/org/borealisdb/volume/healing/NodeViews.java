package org.borealisdb.volume.healing;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.redo.message.NodeStatus;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.volume.status.NodeAnswer;

/**
 * What the nodes said when they were asked last, after {@code metadata} was read, and since when those are missing who said nothing good. Pure.
 *
 * @param metadata what was decided before they were asked
 * @param statuses by node, of those that answered
 * @param now      when they were asked, by the clock
 */
record NodeViews(VolumeMetadata metadata, SortedMap<Address, NodeStatus> statuses, long now) {
    NodeViews {
        statuses = new TreeMap<>(statuses);
    }

    /** True if the node answered and works. */
    boolean serves(Address node) {
        NodeStatus status = statuses.get(node);
        return status != null && status.serving();
    }

    /** What {@code node} told of its segment of {@code group}: empty if the node does not work, or the segment counts in no quorum or is on another timeline. */
    Optional<SegmentProgress> segment(Address node, int group) {
        NodeStatus status = statuses.get(node);
        if (status == null || !status.serving()) {
            return Optional.empty();
        }
        int timeline = metadata.timelines().current().id();
        return status.segment(group).filter(each -> each.timeline() == timeline);
    }

    /** The same, but of a node that knows {@code membership} of the group. */
    Optional<SegmentProgress> segment(Address node, int group, Membership membership) {
        return segment(node, group).filter(each -> each.membershipEpoch() >= membership.epoch());
    }

    /** True if the segment of {@code group} on {@code node} has forgotten what it acknowledged, and waits for a membership newer than {@code membership}. */
    boolean forgotten(Address node, int group, Membership membership) {
        NodeStatus status = statuses.get(node);
        return status != null
                && status.serving()
                && status.repairs().stream()
                        .anyMatch(repair -> repair.group() == group && repair.forgotUnder() >= membership.epoch());
    }

    /** What everybody who was asked said of itself, by name: {@code nodes}, and members of the volume that are none of them. */
    List<NodeAnswer> answers(List<Member> nodes) {
        TreeMap<Address, Member> asked = new TreeMap<>();
        metadata.groups().forEach(group -> group.members().forEach(member -> asked.put(member.node(), member)));
        nodes.forEach(member -> asked.put(member.node(), member));
        return asked.values().stream()
                .map(member -> {
                    NodeStatus status = statuses.get(member.node());
                    return status == null ? NodeAnswer.none(member) : NodeAnswer.of(member, status);
                })
                .toList();
    }

    /** What the node bears; empty if it does not work. */
    Optional<NodeStatus> bearing(Address node) {
        return Optional.ofNullable(statuses.get(node)).filter(NodeStatus::serving);
    }

    /** How many segments the node told of, for choosing one that has few. */
    int load(Address node) {
        NodeStatus status = statuses.get(node);
        return status == null ? 0 : status.segments().size();
    }
}
