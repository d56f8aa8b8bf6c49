package org.borealisdb.sql.execute;

import java.util.List;
import org.borealisdb.expr.value.BoxedRow;

/** The rows of a window's partition in their order, with their groups of peers. Belongs to one task. */
final class WindowPartition {
    private final List<Member> members;
    private final int[] groups;
    private final int[] groupStarts;
    private final int groupCount;

    /**
     * A row with the values that it is sorted by.
     *
     * @param sorted the partition's values, then the order's
     */
    record Member(BoxedRow row, BoxedRow sorted) {}

    /** Whether two neighbours have the same place in the order. */
    @FunctionalInterface
    interface Peers {
        boolean test(Member left, Member right);
    }

    WindowPartition(List<Member> members, Peers peers) {
        this.members = members;
        this.groups = new int[members.size()];
        this.groupStarts = new int[members.size() + 1];
        int group = -1;
        for (int i = 0; i < groups.length; i++) {
            if (i == 0 || !peers.test(members.get(i - 1), members.get(i))) {
                groupStarts[++group] = i;
            }
            groups[i] = group;
        }
        this.groupCount = group + 1;
        groupStarts[groupCount] = groups.length;
    }

    int size() {
        return groups.length;
    }

    Member member(int place) {
        return members.get(place);
    }

    BoxedRow row(int place) {
        return members.get(place).row();
    }

    /** Returns the number of a row's group of peers, from 0. */
    int group(int place) {
        return groups[place];
    }

    int groupCount() {
        return groupCount;
    }

    /** Returns the first row of a group; that behind the last row for the number of groups. */
    int groupStart(int group) {
        return groupStarts[group];
    }

    /** Returns the first of a row's peers. */
    int peersFrom(int place) {
        return groupStarts[groups[place]];
    }

    /** Returns the row behind the last of a row's peers. */
    int peersTo(int place) {
        return groupStarts[groups[place] + 1];
    }
}
