package org.borealisdb.redo.volume;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.runtime.net.Address;

/**
 * The six segments of a protection group, by the nodes that hold them, and the rules for how many must agree: writes 4 of 6,
 * recovery reads and fences 3 of 6. Any two write quorums share two segments, and every fence meets every write quorum.
 *
 * @param epoch   counts the changes of this group's set
 * @param members six, on distinct nodes; order has no meaning
 */
public record Membership(int epoch, List<Member> members) {
    /** Copies of every segment. */
    public static final int COPIES = 6;
    /** Segments that must have a record before it counts as durable. */
    public static final int WRITE_QUORUM = 4;
    /** Segments that together are sure to know every durable record; a fence when they refuse older epochs. */
    public static final int READ_QUORUM = 3;

    public Membership {
        members = List.copyOf(members);
        Set<Address> distinct = new HashSet<>();
        for (Member member : members) {
            distinct.add(member.node());
        }
        if (epoch < 1 || members.size() != COPIES || distinct.size() != COPIES) {
            throw new IllegalArgumentException("a protection group has six segments on six nodes: " + members);
        }
    }

    public boolean contains(Address node) {
        return indexOf(node) >= 0;
    }

    /** Place of {@code node} among the members, -1 if it is none. */
    public int indexOf(Address node) {
        for (int index = 0; index < members.size(); index++) {
            if (members.get(index).node().equals(node)) {
                return index;
            }
        }
        return -1;
    }
}
