package org.borealisdb.tests.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.runtime.net.Address;

/** The nodes by number: 0 to 5 are the first members, each in the slot of its number; then come the spares. */
final class Roster {
    private final List<Member> members = new ArrayList<>();
    private final Map<Address, Integer> indexes = new HashMap<>();

    Roster(int spares) {
        for (int index = 0; index < Membership.COPIES + spares; index++) {
            Member member = new Member(new Address(name(index)), "zone-" + (index % 3 + 1));
            members.add(member);
            indexes.put(member.node(), index);
        }
    }

    /** What a trace calls a node. */
    static String name(int node) {
        return node < Membership.COPIES ? "node-" + (node + 1) : "spare-" + (node - Membership.COPIES + 1);
    }

    int size() {
        return members.size();
    }

    Member member(int index) {
        return members.get(index);
    }

    int indexOf(Address node) {
        return indexes.getOrDefault(node, -1);
    }

    Membership firstMembership(SegmentMix mix) {
        return Membership.initial(members.subList(0, Membership.COPIES), mix);
    }
}
