package org.borealisdb.controlplane.store;

import java.util.List;
import java.util.TreeSet;
import org.borealisdb.runtime.net.Address;

/**
 * The members that keep a metadata log together. Fixed: a group is founded with its members and keeps them.
 *
 * @param name    told apart by it; a region's own, so that members of two regions never mix
 * @param members one or three, each on a machine (better: in a zone) of its own
 */
public record MetadataGroup(String name, List<Address> members) {
    /** Longest name, in characters. */
    public static final int MAX_NAME_LENGTH = 128;

    public MetadataGroup {
        members = List.copyOf(members);
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "a metadata group's name has 1 to " + MAX_NAME_LENGTH + " characters: '" + name + "'");
        }
        if (members.size() != 1 && members.size() != 3) {
            throw new IllegalArgumentException("a metadata group has one member or three, not " + members);
        }
        if (new TreeSet<>(members).size() != members.size()) {
            throw new IllegalArgumentException("a metadata group names a member twice: " + members);
        }
    }

    /** All members but {@code self}. */
    List<Address> others(Address self) {
        return members.stream().filter(member -> !member.equals(self)).toList();
    }

    /** How many members decide. */
    int majority() {
        return members.size() / 2 + 1;
    }
}
