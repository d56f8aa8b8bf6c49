package org.borealisdb.volume.quorum;

import java.util.List;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.runtime.net.Address;

/** What is known of a volume's groups and of their segments: whom to ask for a page, and what it must have. Safe for use by all tasks. */
public interface Segments {
    /** The memberships of all groups. */
    List<Membership> memberships();

    /** LSN of the last record of {@code group} at or below VDL (of a reader: at or below its read point) as of now, or somewhat later. */
    long durableTail(int group);

    /** SCL of the segment of {@code group} on {@code node} as far as is known, or something below. It says whom to ask first, and no more: who lacks something says so. */
    long scl(int group, Address node);
}
