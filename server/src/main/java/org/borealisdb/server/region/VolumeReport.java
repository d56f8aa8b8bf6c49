package org.borealisdb.server.region;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.borealisdb.sql.postgres.VolumeFacts;

/**
 * A volume as the status file shows it: sums, and of nodes and groups those that need a look most, so that the report of a volume of thousands of
 * groups is hardly longer than that of a small one. SQL shows all of them (the relation {@code borealis_volume_groups}).
 *
 * @param volume          its number
 * @param epoch           number of the volume epoch
 * @param timeline        the timeline that its writer writes
 * @param vdl             volume durable LSN
 * @param sentLsn         LSN up to which the log was sent to storage
 * @param appendedLsn     LSN of the last record appended
 * @param lowestReadLsn   PGMRPL
 * @param allocationLimit LAL, in bytes
 * @param allocationUsed  bytes by which the log is ahead of VDL
 * @param groupBytes      bytes of pages that a protection group has room for
 * @param usedBytes       bytes of the pages in use, over all groups; empty until they have been counted
 * @param segments        what the segments of each group are, such as {@code six-full}
 * @param groups          how many protection groups there are
 * @param degradedGroups  how many of them lack a copy
 * @param changingGroups  in how many of them a copy is being replaced
 * @param lagBytes        greatest lag of a segment behind its group's PGCL
 * @param journalBytes    bytes of journals, of all storage nodes
 * @param layerBytes      bytes of layers, of all storage nodes
 * @param backlogBytes    bytes of log that are not in layers yet, of all storage nodes
 * @param nodes           at most {@value #MOST_NODES} storage nodes, those that do not serve before the others
 * @param moreNodes       how many there are beside them
 * @param worst           at most {@value #MOST_GROUPS} groups, those with the fewest healthy copies and the greatest lag before the others
 * @param moreGroups      how many there are beside them
 */
public record VolumeReport(
        long volume,
        long epoch,
        int timeline,
        long vdl,
        long sentLsn,
        long appendedLsn,
        long lowestReadLsn,
        long allocationLimit,
        long allocationUsed,
        long groupBytes,
        OptionalLong usedBytes,
        String segments,
        int groups,
        int degradedGroups,
        int changingGroups,
        long lagBytes,
        long journalBytes,
        long layerBytes,
        long backlogBytes,
        List<VolumeFacts.Node> nodes,
        int moreNodes,
        List<VolumeFacts.Group> worst,
        int moreGroups) {
    /** Storage nodes that a report lists: more than a region in one process can have. */
    public static final int MOST_NODES = 64;

    /** Groups that a report lists. */
    public static final int MOST_GROUPS = 20;

    private static final Comparator<VolumeFacts.Node> BY_NEED =
            Comparator.comparing(VolumeFacts.Node::serving).thenComparing(VolumeFacts.Node::name);

    private static final Comparator<VolumeFacts.Group> BY_HEALTH = Comparator.comparingInt(VolumeFacts.Group::healthy)
            .thenComparing(VolumeFacts.Group::changing, Comparator.reverseOrder())
            .thenComparing(VolumeReport::lag, Comparator.reverseOrder())
            .thenComparingInt(VolumeFacts.Group::group);

    public VolumeReport {
        nodes = List.copyOf(nodes);
        worst = List.copyOf(worst);
    }

    /** Summarises what is known of a volume. */
    public static VolumeReport of(VolumeFacts facts) {
        List<VolumeFacts.Node> nodes =
                facts.nodes().stream().sorted(BY_NEED).limit(MOST_NODES).toList();
        List<VolumeFacts.Group> worst =
                facts.groups().stream().sorted(BY_HEALTH).limit(MOST_GROUPS).toList();
        return new VolumeReport(
                facts.volume(),
                facts.epoch(),
                facts.timeline(),
                facts.vdl(),
                facts.sentLsn(),
                facts.appendedLsn(),
                facts.lowestReadLsn(),
                facts.allocationLimit(),
                facts.allocationUsed(),
                facts.groupBytes(),
                facts.usedBytes(),
                facts.mix(),
                facts.groups().size(),
                (int) facts.groups().stream()
                        .filter(group -> !group.notes().isEmpty())
                        .count(),
                (int) facts.groups().stream()
                        .filter(VolumeFacts.Group::changing)
                        .count(),
                facts.groups().stream().mapToLong(VolumeReport::lag).max().orElse(0),
                facts.nodes().stream().mapToLong(VolumeFacts.Node::journalBytes).sum(),
                facts.nodes().stream().mapToLong(VolumeFacts.Node::layerBytes).sum(),
                facts.nodes().stream().mapToLong(VolumeFacts.Node::backlogBytes).sum(),
                nodes,
                facts.nodes().size() - nodes.size(),
                worst,
                facts.groups().size() - worst.size());
    }

    /** Greatest lag of the segments of a group, in bytes. */
    public static long lag(VolumeFacts.Group group) {
        return group.segments().stream()
                .mapToLong(VolumeFacts.Segment::lagBytes)
                .max()
                .orElse(0);
    }
}
