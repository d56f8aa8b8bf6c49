package org.borealisdb.volume.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
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

    /** How many members of group {@code index} satisfy {@code segment} (node, group). */
    public static int count(VolumeMetadata metadata, int index, BiPredicate<Address, Integer> segment) {
        int count = 0;
        for (Member member : metadata.group(index).members()) {
            if (segment.test(member.node(), index)) {
                count++;
            }
        }
        return count;
    }

    /** True if in every group at least {@code quorum} segments satisfy {@code segment}. */
    public static boolean everyGroup(VolumeMetadata metadata, int quorum, BiPredicate<Address, Integer> segment) {
        for (int index = 0; index < metadata.groups().size(); index++) {
            if (count(metadata, index, segment) < quorum) {
                return false;
            }
        }
        return true;
    }

    /** The groups in which fewer than {@code quorum} segments satisfy {@code segment}, for a person. */
    public static String lacking(VolumeMetadata metadata, int quorum, BiPredicate<Address, Integer> segment) {
        List<String> lacking = new ArrayList<>();
        for (int index = 0; index < metadata.groups().size() && lacking.size() < 8; index++) {
            int count = count(metadata, index, segment);
            if (count < quorum) {
                lacking.add("group " + index + " has " + count + " of the " + quorum + " segments needed");
            }
        }
        return String.join(", ", lacking);
    }
}
