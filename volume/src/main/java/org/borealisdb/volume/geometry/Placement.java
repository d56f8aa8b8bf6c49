package org.borealisdb.volume.geometry;

import java.util.List;
import org.borealisdb.redo.volume.Member;

/** Chooses the homes of a new protection group: six nodes, two in each of three zones. */
@FunctionalInterface
public interface Placement {
    /** The members of protection group {@code group}, which is about to be added. */
    List<Member> membersOf(int group);
}
