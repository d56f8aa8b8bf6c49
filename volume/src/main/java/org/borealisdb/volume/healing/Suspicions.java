package org.borealisdb.volume.healing;

import java.util.TreeMap;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;

/** Since when each segment has been missing: its node did not answer or does not work, or the segment counts in no quorum. Used by the healer's task alone. */
final class Suspicions {
    private record Copy(int group, Address node) implements Comparable<Copy> {
        @Override
        public int compareTo(Copy other) {
            return group != other.group ? Integer.compare(group, other.group) : node.compareTo(other.node);
        }
    }

    private final TreeMap<Copy, Long> missingSince = new TreeMap<>();

    /** Takes a look at all members of all groups. */
    void look(NodeViews views) {
        VolumeMetadata metadata = views.metadata();
        TreeMap<Copy, Long> missing = new TreeMap<>();
        for (int group = 0; group < metadata.groups().size(); group++) {
            for (Member member : metadata.group(group).members()) {
                Copy copy = new Copy(group, member.node());
                if (views.segment(member.node(), group).isEmpty()) {
                    missing.put(copy, missingSince.getOrDefault(copy, views.now()));
                }
            }
        }
        missingSince.clear();
        missingSince.putAll(missing);
    }

    /** For how long the copy of {@code group} on {@code node} had been missing when it was last looked at; 0 if it was there. */
    long missingNanos(int group, Address node, long now) {
        Long since = missingSince.get(new Copy(group, node));
        return since == null ? 0 : Math.max(1, now - since);
    }
}
