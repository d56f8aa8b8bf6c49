package org.borealisdb.volume.recovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.borealisdb.redo.message.Fenced;
import org.borealisdb.redo.message.LogRange;
import org.borealisdb.redo.message.SegmentContent;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.config.PlantedBug;

/**
 * Where the log of a volume ends, computed from what the segments of a fence hold (R8). Pure.
 *
 * <p><b>Why it is right.</b> The fence has at least three of six segments of every group, so that it meets every set of four.
 * <ol>
 *   <li><i>Nothing acknowledged is lost.</i> Let {@code c} be a CPL that the old writer published as VDL. Each record at or below {@code c}
 *       was on four segments of its group, so at least one segment of the fence has it and reports it, either as a range above the VDL it
 *       knows or by knowing a VDL at or above. Let {@code v} be the highest VDL known in the fence. If {@code c <= v} then the result,
 *       never below {@code v}, covers it. Otherwise every record in {@code (v, c]} is reported in a range: a segment whose own known VDL is at most
 *       {@code v} reports all that it has above it. The union of ranges has no gap from {@code v} to {@code c}, and {@code c} is a CPL in it.
 *   <li><i>Nothing torn is kept.</i> VDL is {@code v}, which was published and so is a CPL or a branch, or the last CPL of a range that ends at or
 *       below VCL. Ranges that begin at or below VCL end at or below it, for VCL is the end of a union of touching ranges.
 *   <li><i>Skipped LSNs are no gap.</i> The writer of a timeline begins at {@code firstLsn}; if {@code v} is below it, then no record between exists.
 *   <li><i>Tails.</i> A run of one group's records that reaches beyond VDL contains the record that ends at VDL, since records are
 *       contiguous in a run and never split; then VDL is the group's tail. Otherwise the tail is the highest range end at or below VDL, or the
 *       tail at or below the known VDL, each seen by at least one segment of the fence.
 * </ol>
 *
 * @param highestKnown the highest VDL that a segment of the fence was told of, at least the timeline's branch
 * @param vcl          volume complete LSN: end of the gap-free union above
 * @param vdl          highest CPL at or below {@code vcl}
 * @param groupTails   for each group, the LSN of its last record at or below {@code vdl}; 0: none
 */
public record LogEnd(long highestKnown, long vcl, long vdl, List<Long> groupTails) {
    /** Of a volume that nobody has written since its last timeline began. */
    static LogEnd unwritten(VolumeMetadata metadata) {
        Timeline last = metadata.timelines().current();
        return at(metadata, last.branchLsn(), last.groupTails());
    }

    /** Of a volume whose writer knows where it ends: a consistency point, and the tails of the groups there. */
    static LogEnd at(VolumeMetadata metadata, long vdl, List<Long> groupTails) {
        List<Long> tails = new ArrayList<>(groupTails);
        while (tails.size() < metadata.groups().size()) {
            tails.add(0L);
        }
        return new LogEnd(vdl, vdl, vdl, tails);
    }

    public LogEnd {
        groupTails = List.copyOf(groupTails);
    }

    /** Computes it from the answers of all segments that were fenced under {@code metadata}. */
    public static LogEnd of(VolumeMetadata metadata, Collection<Fenced> answers) {
        Timeline timeline = metadata.timelines().current();
        List<SegmentContent> segments = new ArrayList<>();
        answers.forEach(answer -> segments.addAll(answer.segments()));
        long known = timeline.branchLsn();
        List<LogRange> ranges = new ArrayList<>();
        for (SegmentContent segment : segments) {
            known = Math.max(known, segment.highestVdl());
            ranges.addAll(segment.ranges());
        }
        ranges.sort(Comparator.comparingLong(LogRange::start).thenComparingLong(LogRange::end));
        long vcl = Math.max(known, timeline.firstLsn());
        long vdl = known;
        for (LogRange range : ranges) {
            if (range.start() > vcl) {
                break;
            }
            vcl = Math.max(vcl, range.end());
            vdl = Math.max(vdl, range.lastConsistencyPoint());
        }
        if (vcl == timeline.firstLsn()) {
            // Nothing was written on this timeline: its skipped range is not part of the log.
            vcl = known;
        }
        if (PlantedBug.VDL_PAST_CPL.planted()) {
            vdl = vcl;
        }
        List<Long> tails = new ArrayList<>();
        for (int group = 0; group < metadata.groups().size(); group++) {
            tails.add(tail(group, timeline.groupTail(group), vdl, segments));
        }
        return new LogEnd(known, vcl, vdl, tails);
    }

    private static long tail(int group, long atBranch, long vdl, List<SegmentContent> segments) {
        long tail = atBranch;
        for (SegmentContent segment : segments) {
            if (segment.group() != group) {
                continue;
            }
            if (segment.groupTail() <= vdl) {
                tail = Math.max(tail, segment.groupTail());
            }
            for (LogRange range : segment.ranges()) {
                if (range.start() < vdl) {
                    tail = Math.max(tail, Math.min(range.end(), vdl));
                }
            }
        }
        return tail;
    }
}
