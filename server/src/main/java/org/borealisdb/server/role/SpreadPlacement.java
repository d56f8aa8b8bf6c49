package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.volume.geometry.Placement;

/**
 * Gives each protection group two nodes in each zone, taking turns among the nodes of a zone, so that every node gets as many
 * segments as the others.
 */
public record SpreadPlacement(Map<String, List<StorageNodePlace>> storageByZone) implements Placement {
    @Override
    public List<Member> membersOf(int group) {
        List<Member> members = new ArrayList<>();
        storageByZone.forEach((zone, nodes) -> {
            for (int copy = 0; copy < RegionPlan.COPIES_PER_ZONE; copy++) {
                // Slots of one kind, such as tails, don't always fall to the same node either.
                long place = (copy + (long) group) % RegionPlan.COPIES_PER_ZONE;
                int turn = (int) (((long) group * RegionPlan.COPIES_PER_ZONE + place) % nodes.size());
                members.add(new Member(nodes.get(turn).address(), zone));
            }
        });
        return members;
    }
}
