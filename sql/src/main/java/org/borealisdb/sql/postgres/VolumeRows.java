package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.CivilCalendar;
import org.jspecify.annotations.Nullable;

/** The rows about the volume: relations that PostgreSQL has none of, live in each query. Belongs to one task. */
final class VolumeRows {
    /** What {@code aurora_show_volume_status()} answers, as Aurora has it. */
    static final CompositeType STATUS = new CompositeType(List.of(
            new CompositeType.Field("disks", BuiltInType.INT4.type()),
            new CompositeType.Field("nodes", BuiltInType.INT4.type())));

    private final Optional<VolumeFacts> facts;

    VolumeRows(Optional<VolumeFacts> facts) {
        this.facts = facts;
    }

    /** How many blocks of data the volume has, protection groups that is, and how many storage nodes hold copies of them. */
    BoxedRow status() {
        long disks = facts.map(volume -> volume.groups().size()).orElse(0);
        long nodes = facts.stream()
                .flatMap(volume -> volume.groups().stream())
                .flatMap(group -> group.segments().stream())
                .map(VolumeFacts.Segment::node)
                .distinct()
                .count();
        return BoxedRow.of(disks, nodes);
    }

    void volume(SystemRows rows) {
        facts.ifPresent(volume -> rows.add()
                .set("volume_id", volume.volume())
                .set("volume_epoch", volume.epoch())
                .set("timeline", volume.timeline())
                .set("vdl", volume.vdl())
                .set("sent_lsn", volume.sentLsn())
                .set("appended_lsn", volume.appendedLsn())
                .set("pgmrpl", volume.lowestReadLsn())
                .set("allocation_limit", volume.allocationLimit())
                .set("allocation_used", volume.allocationUsed())
                .set("groups", volume.groups().size())
                .set("groups_degraded", degraded(volume))
                .set("group_bytes", volume.groupBytes())
                .set("segments", volume.mix())
                .set(
                        "used_bytes",
                        volume.usedBytes().isPresent() ? volume.usedBytes().getAsLong() : null)
                .set("nodes", volume.nodes().size())
                .set("nodes_serving", serving(volume))
                .set("journal_bytes", sum(volume, VolumeFacts.Node::journalBytes))
                .set("layer_bytes", sum(volume, VolumeFacts.Node::layerBytes))
                .set("backlog_bytes", sum(volume, VolumeFacts.Node::backlogBytes))
                .set("differing_pages", sum(volume, node -> node.scrub().differingPages()))
                .end());
    }

    private static @Nullable Long lastScrub(VolumeFacts.Scrub scrub) {
        return scrub.completedMillis() == 0
                ? null
                : (scrub.completedMillis() - CivilCalendar.EPOCH_SECONDS * 1000) * 1000;
    }

    private static long degraded(VolumeFacts volume) {
        return volume.groups().stream()
                .filter(group -> !group.notes().isEmpty())
                .count();
    }

    private static long serving(VolumeFacts volume) {
        return volume.nodes().stream().filter(VolumeFacts.Node::serving).count();
    }

    private static long sum(VolumeFacts volume, ToLongFunction<VolumeFacts.Node> bytes) {
        return volume.nodes().stream().mapToLong(bytes).sum();
    }

    void groups(SystemRows rows) {
        facts.ifPresent(volume -> volume.groups()
                .forEach(group -> rows.add()
                        .set("group_number", group.group())
                        .set("membership_epoch", group.membershipEpoch())
                        .set("healthy_copies", group.healthy())
                        .set("changing", group.changing())
                        .set("pgcl", group.completeLsn())
                        .set("sent_lsn", group.sentLsn())
                        .set("durable_tail", group.durableTail())
                        .set("healing", String.join("; ", group.notes()))
                        .end()));
    }

    void segments(SystemRows rows) {
        facts.ifPresent(volume -> volume.groups()
                .forEach(group -> group.segments()
                        .forEach(segment -> rows.add()
                                .set("group_number", group.group())
                                .set("slot", segment.slot())
                                .set("kind", segment.tail() ? "tail" : "full")
                                .set("node", segment.node())
                                .set("zone", segment.zone())
                                .set("replacement", segment.replacement())
                                .set("counted", segment.counted())
                                .set("scl", segment.scl())
                                .set("lag_bytes", segment.lagBytes())
                                .set("state", segment.state())
                                .end())));
    }

    void nodes(SystemRows rows) {
        facts.ifPresent(volume -> volume.nodes()
                .forEach(node -> rows.add()
                        .set("node", node.name())
                        .set("zone", node.zone())
                        .set("serving", node.serving())
                        .set("state", node.state())
                        .set("segments", node.segments())
                        .set("lag_bytes", node.lagBytes())
                        .set("journal_bytes", node.journalBytes())
                        .set("layer_bytes", node.layerBytes())
                        .set("backlog_bytes", node.backlogBytes())
                        .set("last_scrub", lastScrub(node.scrub()))
                        .set("scrub_percent", node.scrub().percent())
                        .set("damage_found", node.scrub().damaged())
                        .set("damage_mended", node.scrub().mended())
                        .set("differing_pages", node.scrub().differingPages())
                        .set("pages_read", node.reads().served())
                        .set("records_folded", node.reads().records())
                        .set("most_records_folded", node.reads().mostRecords())
                        .set("most_bytes_folded", node.reads().mostBytes())
                        .end()));
    }
}
