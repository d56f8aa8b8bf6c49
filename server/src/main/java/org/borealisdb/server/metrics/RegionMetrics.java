package org.borealisdb.server.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.sql.postgres.VolumeFacts;

/** Which metrics a process shows: everything measurable in its report, and its counters. Used for one text, by one task. */
public final class RegionMetrics {
    private static final String STORAGE = "storage";
    private static final String READER = "reader";

    private final RegionReport report;
    private final Exposition out = new Exposition();

    /** Labels of what belongs to the process: a process of one node is named for it. */
    private final String[] process;

    private RegionMetrics(RegionReport report) {
        this.report = report;
        this.process = report.nodes().size() == 1 ? labels(report.nodes().getFirst()) : new String[0];
    }

    private static String[] labels(NodeHealth node) {
        return new String[] {"node", node.name(), "zone", node.zone()};
    }

    /** A report in Prometheus' text format. */
    public static String text(RegionReport report) {
        RegionMetrics metrics = new RegionMetrics(report);
        metrics.process();
        metrics.nodes();
        metrics.readers();
        metrics.volumes();
        metrics.groups();
        metrics.counters();
        return metrics.out.text();
    }

    private void process() {
        out.gauge("borealis_build_info", "Always 1; the label tells the version.")
                .sample(1, "version", report.version());
        ofProcess(
                "borealis_ready",
                "1 if the process is ready to serve, 0 otherwise.",
                report.state().equals(RegionReport.READY) ? 1 : 0);
        ofProcess(
                "borealis_start_time_seconds",
                "When the process began, in seconds since 1970.",
                Instant.parse(report.started()).getEpochSecond());
        ofProcess(
                "borealis_report_time_milliseconds",
                "When these values were taken, in milliseconds since 1970.",
                Instant.parse(report.updated()).toEpochMilli());
        ofProcess("borealis_sessions", "Client connections.", report.clients());
        ofProcess("borealis_page_cache_bytes", "Size of the page cache.", report.poolBytes());
        ofProcess("borealis_heap_bytes", "Java heap in use.", report.heapBytes());
        ofProcess(
                "borealis_disk_used_bytes",
                "What the data folder takes; 0 if it was not measured.",
                report.diskBytes());
        ofProcess("borealis_disk_free_bytes", "What the file system of the data has left.", report.freeBytes());
    }

    private void ofProcess(String name, String help, long value) {
        out.gauge(name, help).sample(value, process);
    }

    private void nodes() {
        Exposition.Family up = out.gauge("borealis_node_up", "1 if a node runs as it should, 0 otherwise.");
        for (NodeHealth node : report.nodes()) {
            up.sample(
                    node.state().equals("running") ? 1 : 0,
                    "node",
                    node.name(),
                    "zone",
                    node.zone(),
                    "role",
                    node.role());
        }
        ofStorage(
                "borealis_storage_complete_lsn",
                "Highest SCL of the segments of a storage node: an LSN, which counts bytes of log.",
                NodeHealth::scl);
        ofStorage("borealis_storage_journal_bytes", "Journal files of a storage node.", NodeHealth::journalBytes);
        ofStorage("borealis_storage_layer_bytes", "Layers of a storage node.", NodeHealth::layerBytes);
        ofStorage(
                "borealis_storage_backlog_bytes",
                "Log that a storage node has not put into layers yet.",
                NodeHealth::backlogBytes);
        ofStorage(
                "borealis_backup_lag_milliseconds",
                "How long ago the group that lags most, of those that a storage node uploads, was where its backup is.",
                node -> node.backup().lagMillis());
        ofStorage(
                "borealis_backup_groups",
                "Protection groups that a storage node uploads.",
                node -> node.backup().groups());
        ofStorage(
                "borealis_backup_failing",
                "1 if the object store could not be used at the last attempt, 0 otherwise.",
                node -> node.backup().trouble().isEmpty() ? 0 : 1);
        ofStorage(
                "borealis_restore_files_left",
                "Files that a restored storage node has still to fetch.",
                node -> node.backup().restoring());
    }

    private void readers() {
        Exposition.Family lag = out.gauge(
                "borealis_reader_lag_microseconds",
                "How old what a reader shows is, as against the writer. It is as of the last report.");
        report.nodes().stream()
                .filter(node -> node.role().equals(READER))
                .forEach(node -> lag.sample(node.lagMicros(), labels(node)));
    }

    private void ofStorage(String name, String help, ToLongFunction<NodeHealth> value) {
        Exposition.Family family = out.gauge(name, help);
        report.nodes().stream()
                .filter(node -> node.role().equals(STORAGE))
                .forEach(node -> family.sample(value.applyAsLong(node), labels(node)));
    }

    private void volumes() {
        ofVolume(
                "borealis_volume_durable_lsn",
                "VDL: everything at or below survives any crash. An LSN, which counts bytes of log.",
                VolumeReport::vdl);
        ofVolume("borealis_volume_sent_lsn", "LSN up to which the log was sent to storage.", VolumeReport::sentLsn);
        ofVolume("borealis_volume_appended_lsn", "LSN of the last record appended.", VolumeReport::appendedLsn);
        ofVolume(
                "borealis_volume_lowest_read_lsn",
                "PGMRPL: lowest LSN at which a page may still be asked for.",
                VolumeReport::lowestReadLsn);
        ofVolume(
                "borealis_volume_allocation_limit_bytes",
                "LAL: how far the log may run ahead of VDL.",
                VolumeReport::allocationLimit);
        ofVolume(
                "borealis_volume_allocation_used_bytes",
                "How far the log is ahead of VDL.",
                VolumeReport::allocationUsed);
        ofVolume("borealis_volume_epoch", "Volume epoch: grows with each opening.", VolumeReport::epoch);
        ofVolume("borealis_volume_timeline", "Timeline that the writer writes.", VolumeReport::timeline);
        ofVolume("borealis_volume_groups", "Protection groups.", VolumeReport::groups);
        Exposition.Family used = out.gauge(
                "borealis_volume_used_bytes",
                "Pages in use, in bytes of one copy: what is metered. Absent until they have been counted after an opening.");
        report.volumes()
                .forEach(volume -> volume.usedBytes().ifPresent(bytes -> used.sample(bytes, "volume", number(volume))));
        ofVolume(
                "borealis_volume_size_bytes",
                "Pages that the protection groups have room for, in bytes of one copy.",
                volume -> volume.groups() * volume.groupBytes());
        ofVolume(
                "borealis_volume_groups_degraded", "Protection groups that lack a copy.", VolumeReport::degradedGroups);
        ofVolume(
                "borealis_volume_groups_healing",
                "Protection groups in which a copy is being replaced.",
                VolumeReport::changingGroups);
        ofVolume(
                "borealis_volume_lag_bytes",
                "Greatest lag of a segment behind the PGCL of its group.",
                VolumeReport::lagBytes);
        ofNodes(
                "borealis_volume_node_serving",
                "1 if a storage node answered the writer's healer and works, 0 otherwise.",
                node -> node.serving() ? 1 : 0);
        ofNodes(
                "borealis_volume_node_segments",
                "Segments that a storage node is to hold of the volume.",
                VolumeFacts.Node::segments);
        ofNodes(
                "borealis_volume_node_lag_bytes",
                "Greatest lag of the segments of a storage node, as the writer sees it.",
                VolumeFacts.Node::lagBytes);
        ofNodes(
                "borealis_volume_node_scrub_completed_seconds",
                "When a storage node had last verified all its files, in seconds since 1970; 0 if it has not yet.",
                node -> node.scrub().completedMillis() / 1000);
        ofNodes(
                "borealis_volume_node_scrub_percent",
                "How far a storage node is in verifying its files.",
                node -> node.scrub().percent());
        ofNodes(
                "borealis_volume_node_damage_found",
                "Parts of files of a storage node that did not read as they were written, since it was started.",
                node -> node.scrub().damaged());
        ofNodes(
                "borealis_volume_node_damage_mended",
                "Damaged parts of files that a storage node has mended since it was started.",
                node -> node.scrub().mended());
        ofNodes(
                "borealis_volume_node_differing_pages",
                "ALARM if not 0: pages that a storage node does not serve, since peers have them otherwise at the same LSN.",
                node -> node.scrub().differingPages());
        ofNodes(
                "borealis_volume_node_pages_read",
                "Pages that a storage node has served since it was started.",
                node -> node.reads().served());
        ofNodes(
                "borealis_volume_node_records_folded",
                "Records that these reads folded.",
                node -> node.reads().records());
        ofNodes(
                "borealis_volume_node_most_records_folded",
                "The most records that one of these reads folded: to be 64 or less.",
                node -> node.reads().mostRecords());
        ofNodes(
                "borealis_volume_node_reads_beyond_bounds",
                "Reads that folded more than 64 records, or 64 KiB of them.",
                node -> node.reads().beyond());
    }

    private void ofVolume(String name, String help, ToLongFunction<VolumeReport> value) {
        Exposition.Family family = out.gauge(name, help);
        report.volumes().forEach(volume -> family.sample(value.applyAsLong(volume), "volume", number(volume)));
    }

    private void ofNodes(String name, String help, ToLongFunction<VolumeFacts.Node> value) {
        Exposition.Family family = out.gauge(name, help);
        for (VolumeReport volume : report.volumes()) {
            for (VolumeFacts.Node node : volume.nodes()) {
                family.sample(
                        value.applyAsLong(node), "volume", number(volume), "node", node.name(), "zone", node.zone());
            }
        }
    }

    private static String number(VolumeReport volume) {
        return String.valueOf(volume.volume());
    }

    private void groups() {
        String which = " Only of the " + VolumeReport.MOST_GROUPS + " groups that need a look most.";
        ofGroups(
                "borealis_group_complete_lsn",
                "PGCL: a write quorum has everything of the group at or below it." + which,
                VolumeFacts.Group::completeLsn);
        ofGroups(
                "borealis_group_healthy_copies",
                "Copies of the group, of six, that are in order." + which,
                VolumeFacts.Group::healthy);
    }

    private void ofGroups(String name, String help, ToLongFunction<VolumeFacts.Group> value) {
        Exposition.Family family = out.gauge(name, help);
        for (VolumeReport volume : report.volumes()) {
            List<VolumeFacts.Group> groups = volume.worst();
            groups.forEach(group -> family.sample(
                    value.applyAsLong(group), "volume", number(volume), "group", String.valueOf(group.group())));
        }
    }

    private void counters() {
        // Two names that differ in punctuation alone would be one here: they are added up.
        Map<String, Long> values = new TreeMap<>();
        Map<String, String> originals = new TreeMap<>();
        report.counters().forEach((name, value) -> {
            String exported = exported(name);
            values.merge(exported, value, Long::sum);
            originals.putIfAbsent(exported, name);
        });
        values.forEach((name, value) -> out.counter(
                        name, "Counter " + originals.get(name) + " of this process, since it began.")
                .sample(value, process));
    }

    /** {@code volume.sent.log-bytes} is {@code borealis_volume_sent_log_bytes_total}. */
    static String exported(String counter) {
        return "borealis_" + counter.replaceAll("[^a-zA-Z0-9_]", "_") + "_total";
    }
}
