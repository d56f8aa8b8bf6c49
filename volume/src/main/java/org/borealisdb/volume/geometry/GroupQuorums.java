package org.borealisdb.volume.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;

/** Questions on the memberships of all groups of a volume. Pure. */
public final class GroupQuorums {
    private GroupQuorums() {}

    /** All nodes that have a segment of the volume, each once, in order of name. */
    public static List<Address> nodesOf(VolumeMetadata metadata) {
        SortedSet<Address> nodes = new TreeSet<>();
        for (Membership group : metadata.groups()) {
            for (Member member : group.members()) {
                nodes.add(member.node());
            }
        }
        return List.copyOf(nodes);
    }

    /** How many slots of group {@code index} count if {@code segment} (node, group) says which segments do. */
    public static int slots(VolumeMetadata metadata, int index, BiPredicate<Address, Integer> segment) {
        return metadata.group(index).slots(node -> segment.test(node, index));
    }

    /** True if the segments of group {@code index} that satisfy {@code segment} (node, group) are such a quorum. */
    public static boolean reached(
            VolumeMetadata metadata, int index, Quorum quorum, BiPredicate<Address, Integer> segment) {
        return metadata.group(index).reached(quorum, node -> segment.test(node, index));
    }

    /** True if in every group the segments that satisfy {@code segment} are such a quorum. */
    public static boolean everyGroup(VolumeMetadata metadata, Quorum quorum, BiPredicate<Address, Integer> segment) {
        for (int index = 0; index < metadata.groups().size(); index++) {
            if (!reached(metadata, index, quorum, segment)) {
                return false;
            }
        }
        return true;
    }

    /** The groups in which the segments that satisfy {@code segment} are no such quorum, for a person. */
    public static String lacking(VolumeMetadata metadata, Quorum quorum, BiPredicate<Address, Integer> segment) {
        List<String> lacking = new ArrayList<>();
        for (int index = 0; index < metadata.groups().size() && lacking.size() < 8; index++) {
            if (!reached(metadata, index, quorum, segment)) {
                lacking.add("group " + index + " has " + slots(metadata, index, segment) + " segments, and needs "
                        + metadata.group(index).needed(quorum));
            }
        }
        return String.join(", ", lacking);
    }
}
