package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.borealisdb.redo.message.ReadWork;
import org.borealisdb.redo.message.ScrubProgress;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.sql.postgres.VolumeFacts;
import org.borealisdb.volume.healing.HealingReport;
import org.borealisdb.volume.status.GroupStatus;
import org.borealisdb.volume.status.NodeAnswer;
import org.borealisdb.volume.status.SegmentStatus;
import org.borealisdb.volume.status.SlotStatus;
import org.borealisdb.volume.status.VolumeStatus;

/** Puts together what the writer knows of a volume and what its storage nodes said to the healer. Used for one picture, by one task. */
final class VolumeView {
    /** A node's own words about itself may be long. */
    private static final int LONGEST_STATE = 200;

    private final VolumeStatus status;
    private final OptionalLong usedBytes;
    private final Map<Integer, HealingReport.Group> healing;
    private final Map<Address, NodeAnswer> answers;

    /** By node. */
    private final Map<Address, Integer> segments = new HashMap<>();

    /** The greatest by node. */
    private final Map<Address, Long> lags = new HashMap<>();

    private VolumeView(VolumeStatus status, OptionalLong usedBytes, HealingReport report) {
        this.status = status;
        this.usedBytes = usedBytes;
        this.healing =
                report.groups().stream().collect(Collectors.toMap(HealingReport.Group::group, Function.identity()));
        this.answers = report.nodes().stream()
                .collect(Collectors.toMap(answer -> answer.member().node(), Function.identity()));
    }

    static VolumeFacts facts(VolumeStatus status, OptionalLong usedBytes, HealingReport report) {
        return new VolumeView(status, usedBytes, report).facts(report.nodes());
    }

    private VolumeFacts facts(List<NodeAnswer> nodes) {
        List<VolumeFacts.Group> groups =
                status.groups().stream().map(this::group).toList();
        return new VolumeFacts(
                status.volume().value(),
                status.epoch().number(),
                status.timeline(),
                status.vdl(),
                status.sentLsn(),
                status.appendedLsn(),
                status.lowestReadLsn(),
                status.allocationLimit(),
                status.allocationUsed(),
                (long) status.geometry().pagesPerGroup() * Page.BYTES,
                usedBytes,
                status.mix().toString(),
                groups,
                nodes.stream().map(this::node).toList());
    }

    private VolumeFacts.Group group(GroupStatus group) {
        List<VolumeFacts.Segment> all = new ArrayList<>();
        for (int index = 0; index < group.slots().size(); index++) {
            SlotStatus slot = group.slots().get(index);
            all.add(segment(index, slot.current(), false, slot.counted()));
            if (slot.replacement().isPresent()) {
                all.add(segment(index, slot.replacement().get(), true, slot.counted()));
            }
        }
        HealingReport.Group lacking = healing.get(group.group());
        return new VolumeFacts.Group(
                group.group(),
                group.membershipEpoch(),
                lacking == null ? Membership.COPIES : lacking.healthy(),
                group.slots().stream().anyMatch(slot -> slot.replacement().isPresent()),
                group.completeLsn(),
                group.sentLsn(),
                group.durableTail(),
                all,
                lacking == null ? List.of() : lacking.notes());
    }

    private VolumeFacts.Segment segment(int slot, SegmentStatus segment, boolean replacement, boolean counted) {
        Address node = segment.member().node();
        segments.merge(node, 1, Integer::sum);
        lags.merge(node, segment.lagBytes(), Math::max);
        NodeAnswer answer = answers.get(node);
        return new VolumeFacts.Segment(
                slot,
                !status.mix().full(slot),
                node.name(),
                segment.member().zone(),
                replacement,
                counted,
                segment.scl(),
                segment.lagBytes(),
                answer == null ? "not asked yet" : state(answer));
    }

    private VolumeFacts.Node node(NodeAnswer answer) {
        Address node = answer.member().node();
        return new VolumeFacts.Node(
                node.name(),
                answer.member().zone(),
                answer.answered() && answer.serving(),
                state(answer),
                segments.getOrDefault(node, 0),
                lags.getOrDefault(node, 0L),
                answer.journalBytes(),
                answer.layerBytes(),
                answer.backlogBytes(),
                scrub(answer.scrub()),
                reads(answer.reads()));
    }

    private static VolumeFacts.Reads reads(ReadWork reads) {
        return new VolumeFacts.Reads(
                reads.served(), reads.records(), reads.beyond(), reads.mostRecords(), reads.mostBytes());
    }

    private static VolumeFacts.Scrub scrub(ScrubProgress scrub) {
        return new VolumeFacts.Scrub(
                scrub.completedMillis(),
                scrub.doneBytes(),
                scrub.totalBytes(),
                scrub.damaged(),
                scrub.mended(),
                scrub.differingPages());
    }

    private static String state(NodeAnswer answer) {
        String state = answer.state();
        return state.length() <= LONGEST_STATE ? state : state.substring(0, LONGEST_STATE) + "...";
    }
}
