package org.borealisdb.tests.volume;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What many seeds together must have met: a simulation in which something never happens proves nothing about it. The names of what storage and
 * volume count are complete: a test compares them with the sources.
 */
public final class Coverage {
    /** Faults, and what became of writers. */
    public static final List<String> FAULTS = List.of(
            "fault.campaign.few",
            "fault.campaign.powerFailure",
            "fault.campaign.swing",
            "fault.crash.node",
            "fault.crash.three",
            "fault.crash.zone",
            "fault.cut.opener",
            "fault.cut.peers",
            "fault.cut.writer",
            "fault.cut.writerFromAll",
            "fault.disk.failingSync",
            "fault.disk.failingWrite",
            "fault.disk.full",
            "fault.disk.lostWrite",
            "fault.disk.rot",
            "fault.disk.slow",
            "fault.disk.small",
            "fault.disk.sync",
            "fault.disk.tornWrite",
            "fault.disk.write",
            "fault.network.bad",
            "fault.network.cut",
            "fault.network.duplicated",
            "fault.network.lost",
            "fault.network.slow",
            "fault.crash.healer",
            "fault.node.gone",
            "fault.node.leaving",
            "fault.node.rotten",
            "opener.left.alive",
            "opening.failed",
            "writer.crashed",
            "writer.cutOff",
            "writer.killed",
            "writer.left.alive");

    /** What storage nodes and the volume's client count. */
    public static final List<String> PROTOCOL = List.of(
            "storage.gossip.fetched",
            "storage.gossip.pulls",
            "storage.gossip.servedFromLayers",
            "storage.gossip.servedFromMemory",
            "storage.gossip.taught",
            "storage.gossip.unreachable",
            "storage.heartbeat.rejected",
            "storage.ingest.accepted",
            "storage.ingest.bytes",
            "storage.ingest.diskFull",
            "storage.ingest.duplicate",
            "storage.ingest.newer",
            "storage.ingest.queueFull",
            "storage.ingest.refused",
            "storage.ingest.rejected",
            "storage.ingest.unknownVolume",
            "storage.journal.damaged",
            "storage.journal.prepared",
            "storage.journal.recycled",
            "storage.journal.rolled",
            "storage.journal.rolledUnprepared",
            "storage.journal.writes",
            "storage.layer.bytes",
            "storage.materialize.damaged",
            "storage.materialize.diskFull",
            "storage.materialize.folded",
            "storage.materialize.merged",
            "storage.materialize.noRoomToMerge",
            "storage.materialize.rawLog",
            "storage.metadata.diskFull",
            "storage.metadata.learnt",
            "storage.node.steppedAside",
            "storage.read.beforeLearning",
            "storage.read.damaged",
            "storage.read.rejected",
            "storage.read.waited",
            "volume.admission.waits",
            "volume.created",
            "volume.ended.CLOSED",
            "volume.ended.FENCED",
            "volume.grown",
            "volume.heartbeats",
            "volume.lease.confirmed",
            "volume.lease.confirmed-by-metadata-log",
            "volume.lease.metadata-log-unreachable",
            "volume.lease.waits",
            "volume.messages-for-closed-volumes",
            "volume.metadata.decide-again",
            "volume.metadata.decided-unheard",
            "volume.metadata.outrun",
            "volume.metadata.read-again",
            "volume.opening.branch-clean",
            "volume.opening.branch-cut",
            "volume.opening.claimed-again",
            "volume.opening.fences",
            "volume.opening.fetch-failed",
            "volume.opening.fetches",
            "volume.opening.formatted-groups",
            "volume.opening.lease-waits",
            "volume.opening.log-not-found",
            "volume.opening.no-fence",
            "volume.opening.opened",
            "volume.opening.overtaken",
            "volume.opening.resent",
            "volume.opening.rival",
            "volume.opening.three-complete",
            "volume.opening.three-of-six",
            "volume.reads",
            "volume.reads.none-could",
            "volume.reads.refused-BEHIND",
            "volume.reads.refused-DAMAGED",
            "volume.reads.refused-NO_SEGMENT",
            "volume.reads.refused-UNAVAILABLE",
            "volume.reads.rejected",
            "volume.reads.unanswered",
            "volume.resend.batches",
            "volume.resend.left-to-gossip",
            "volume.sent.batches",
            "volume.sent.log-bytes",
            "volume.sent.rounds");

    /**
     * What can't happen there: nobody sends damaged or unexpected bytes, the metadata log forgets nothing, bugs are planted elsewhere. Nobody reads
     * below what it said it would read, and no copy lags so far that its peers no longer have the log: such a one needs repair, which does
     * not exist yet. Nodes answer older epochs with a rejection, and their own with nothing newer. The only faults that stop a node are its disk's.
     */
    public static final List<String> OUT_OF_REACH = List.of(
            "storage.gossip.collected",
            "storage.read.collected",
            "volume.acknowledgements.of-other-epochs",
            "volume.reads.refused-COLLECTED",
            "volume.rejections-of-own-epoch",
            "storage.gossip.malformed",
            "storage.ingest.malformed",
            "storage.node.faults",
            "storage.node.malformed",
            "storage.node.unexpected",
            "volume.malformed-messages",
            "volume.opening.branched-early",
            "volume.opening.metadata-log-behind",
            "volume.reads.malformed",
            "volume.unexpected-messages");

    private Coverage() {}

    /** The names of {@link #FAULTS} and {@link #PROTOCOL} that {@code totals} does not have. */
    public static List<String> neverHit(Map<String, Long> totals) {
        return Stream.concat(FAULTS.stream(), PROTOCOL.stream())
                .filter(name -> totals.getOrDefault(name, 0L) == 0)
                .toList();
    }
}
