package org.borealisdb.controlplane.fleet;

import java.util.List;
import java.util.Optional;

/**
 * A cluster as one node of the control plane sees it.
 *
 * @param incarnation random, of the node's start: versions of another one say nothing
 * @param version     grows with each change of what lasts
 * @param writer      who is to write; empty before that was decided
 * @param members     all that were heard of lately, by name
 */
public record FleetView(long incarnation, long version, Optional<WriterRecord> writer, List<FleetMember> members) {
    public FleetView {
        members = List.copyOf(members);
    }

    /** The member of that name. */
    public Optional<FleetMember> member(String name) {
        return members.stream()
                .filter(member -> member.report().name().equals(name))
                .findFirst();
    }
}
