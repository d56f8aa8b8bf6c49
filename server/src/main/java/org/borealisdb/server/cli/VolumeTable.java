package org.borealisdb.server.cli;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.sql.postgres.VolumeFacts;

/** A volume in words and columns. */
final class VolumeTable {
    /** Groups of which every segment is shown; of those after them only one line each. */
    private static final int GROUPS_IN_FULL = 4;

    private static final String NODE = "  %-14s %-5s %-9s %10s %10s %10s %10s %6s  %s";
    private static final String GROUP = "  %-14s %-5s %-9s %15s %10s  %s";

    private final VolumeReport volume;
    private final PrintWriter out;

    VolumeTable(VolumeReport volume, PrintWriter out) {
        this.volume = volume;
        this.out = out;
    }

    void print() {
        out.println("Volume " + volume.volume() + ", epoch " + volume.epoch() + ", timeline " + volume.timeline());
        out.println();
        printLog();
        out.println();
        printNodes();
        out.println();
        printGroups();
    }

    private void printLog() {
        out.println("  VDL      " + volume.vdl());
        out.println("  Sent     " + volume.sentLsn() + ", " + bytes(volume.sentLsn() - volume.vdl()) + " ahead of VDL");
        out.println("  Appended " + volume.appendedLsn() + "; the log takes " + bytes(volume.allocationUsed()) + " of "
                + bytes(volume.allocationLimit()) + " that it may be ahead");
        out.println("  PGMRPL   " + volume.lowestReadLsn());
        out.println("  Groups   " + volume.groups() + " of " + bytes(volume.groupBytes())
                + (volume.segments().equals(SegmentMix.SIX_FULL.toString()) ? "" : ", " + volume.segments()) + "; "
                + lacking()
                + " a copy, " + volume.changingGroups() + " healing, greatest lag " + bytes(volume.lagBytes()));
        out.println("  Used     " + used());
        out.println("  Storage  " + bytes(volume.layerBytes()) + " in layers, " + bytes(volume.journalBytes())
                + " in journals, " + bytes(volume.backlogBytes()) + " of log not in layers yet, over all copies");
        out.println("  Reads    " + reads());
        out.println("  Scrub    " + scrub());
        long differing = sum(VolumeFacts.Scrub::differingPages);
        if (differing > 0) {
            out.println("  ALARM    " + differing
                    + " pages differ between copies and are not served by all; see docs/seeing.md");
        }
    }

    /** The pages that tables and the database itself use, and the room that the groups have. */
    private String used() {
        String room = " of " + bytes(volume.groups() * volume.groupBytes()) + " that the groups have room for";
        return volume.usedBytes().isPresent()
                ? bytes(volume.usedBytes().getAsLong()) + room
                : "being counted;" + room.substring(" of".length());
    }

    /** What page reads have been for the storage nodes since they were started. */
    private String reads() {
        List<VolumeFacts.Reads> reads =
                volume.nodes().stream().map(VolumeFacts.Node::reads).toList();
        long served = reads.stream().mapToLong(VolumeFacts.Reads::served).sum();
        long records = reads.stream().mapToLong(VolumeFacts.Reads::records).sum();
        long most =
                reads.stream().mapToLong(VolumeFacts.Reads::mostRecords).max().orElse(0);
        long mostBytes =
                reads.stream().mapToLong(VolumeFacts.Reads::mostBytes).max().orElse(0);
        return served == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%d pages, of %.1f records each; at most %d records and %s of them in one, %d beyond the bounds",
                        served,
                        (double) records / served,
                        most,
                        bytes(mostBytes),
                        reads.stream().mapToLong(VolumeFacts.Reads::beyond).sum());
    }

    /** When the node that lies furthest back was through with all its files. */
    private String scrub() {
        long oldest = volume.nodes().stream()
                .filter(VolumeFacts.Node::serving)
                .mapToLong(node -> node.scrub().completedMillis())
                .min()
                .orElse(0);
        return (oldest == 0 ? "not all files verified yet" : "all files verified, the last until " + time(oldest))
                + "; "
                + sum(VolumeFacts.Scrub::damaged) + " damaged parts found, " + sum(VolumeFacts.Scrub::mended)
                + " mended";
    }

    private long sum(ToLongFunction<VolumeFacts.Scrub> value) {
        return volume.nodes().stream()
                .mapToLong(node -> value.applyAsLong(node.scrub()))
                .sum();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private String lacking() {
        return switch (volume.degradedGroups()) {
            case 0 -> "none lacks";
            case 1 -> "1 lacks";
            default -> volume.degradedGroups() + " lack";
        };
    }

    private void printNodes() {
        if (volume.nodes().isEmpty()) {
            out.println("  The storage nodes have not been asked yet; try again in a second.");
            return;
        }
        line(NODE, "node", "zone", "segments", "lag", "layers", "journals", "backlog", "scrub", "state");
        for (VolumeFacts.Node node : volume.nodes()) {
            line(
                    NODE,
                    node.name(),
                    node.zone(),
                    node.segments(),
                    bytes(node.lagBytes()),
                    bytes(node.layerBytes()),
                    bytes(node.journalBytes()),
                    bytes(node.backlogBytes()),
                    node.scrub().percent() + "%",
                    node.state());
        }
        if (volume.moreNodes() > 0) {
            out.println("  ... and " + volume.moreNodes() + " more nodes");
        }
    }

    private void printGroups() {
        line(GROUP, "group", "zone", "slot", "PGCL/SCL", "lag", "state");
        int shown = 0;
        for (VolumeFacts.Group group : volume.worst()) {
            line(
                    GROUP,
                    "group " + group.group(),
                    "",
                    "",
                    group.completeLsn(),
                    bytes(VolumeReport.lag(group)),
                    group.healthy() + " of " + Membership.COPIES + " copies, membership epoch "
                            + group.membershipEpoch());
            if (shown++ < GROUPS_IN_FULL) {
                group.segments().forEach(this::printSegment);
            }
        }
        if (volume.moreGroups() > 0) {
            out.println("  ... and " + volume.moreGroups() + " more groups, no worse than these");
        }
    }

    private void printSegment(VolumeFacts.Segment segment) {
        boolean silent = segment.scl() == 0 && segment.lagBytes() > 0;
        line(
                GROUP,
                "  " + segment.node(),
                segment.zone(),
                segment.slot() + (segment.tail() ? " tail" : "") + (segment.replacement() ? " (new)" : ""),
                silent ? "-" : segment.scl(),
                silent ? "-" : bytes(segment.lagBytes()),
                segment.state());
    }

    private static ByteSize bytes(long count) {
        return new ByteSize(Math.max(0, count));
    }

    @FormatMethod
    private void line(@FormatString String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    }
}
