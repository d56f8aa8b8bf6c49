package org.borealisdb.volume.status;

import org.borealisdb.redo.volume.Member;

/**
 * One copy of a protection group, as far as the writer knows.
 *
 * @param member   its node and zone
 * @param scl      segment complete LSN as last acknowledged to this writer; 0 if it has acknowledged nothing
 * @param lagBytes bytes of the volume's log from there to PGCL: what it may lack; 0 if it lacks nothing that a write quorum has
 */
public record SegmentStatus(Member member, long scl, long lagBytes) {}
