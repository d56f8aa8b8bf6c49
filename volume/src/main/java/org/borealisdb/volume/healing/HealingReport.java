package org.borealisdb.volume.healing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.Slot;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.volume.status.NodeAnswer;

/**
 * How far healing is.
 *
 * @param groups those that lack a copy or are changing, by number
 * @param nodes  what the storage nodes said when they were asked, by name; empty if nobody has asked yet
 */
public record HealingReport(List<Group> groups, List<NodeAnswer> nodes) {
    /** Nobody has looked yet, or everything is in order. */
    public static final HealingReport NOTHING = new HealingReport(List.of(), List.of());

    public HealingReport {
        groups = List.copyOf(groups);
        nodes = List.copyOf(nodes);
    }

    /**
     * One group that is not in order.
     *
     * @param healthy how many of the six slots are whole
     * @param notes   what is missing, and what is being done about it, for a person
     */
    public record Group(int group, int healthy, List<String> notes) {
        public Group {
            notes = List.copyOf(notes);
        }
    }

    static HealingReport of(List<GroupHealing> all, List<NodeAnswer> nodes) {
        List<Group> groups = new ArrayList<>();
        for (GroupHealing each : all) {
            if (each.healthySlots() < Membership.COPIES
                    || each.recounts()
                    || each.membership().changing()) {
                groups.add(new Group(each.group(), each.healthySlots(), notes(each)));
            }
        }
        groups.sort(Comparator.comparingInt(Group::group));
        return new HealingReport(groups, nodes);
    }

    private static List<String> notes(GroupHealing healing) {
        List<String> notes = new ArrayList<>();
        if (healing.recounts()) {
            notes.add("writes need " + healing.membership().needed(Quorum.WRITE) + " copies"
                    + healing.orders()
                            .lostZone()
                            .map(zone -> ", zone " + zone + " being lost")
                            .orElse(""));
        }
        for (Slot slot : healing.membership().slots()) {
            Address current = slot.current().node();
            if (slot.replacement().isPresent()) {
                notes.add(slot.replacement().get().node() + " is being brought up to date to replace " + current);
            } else if (healing.needy().contains(slot)
                    && healing.spare(healing.membership(), slot.current().zone())
                            .isEmpty()) {
                notes.add(current + " is missing, and zone " + slot.current().zone()
                        + " has no other node to take its place");
            } else if (healing.views().segment(current, healing.group()).isEmpty()) {
                notes.add(current + " is missing");
            }
        }
        return notes;
    }
}
