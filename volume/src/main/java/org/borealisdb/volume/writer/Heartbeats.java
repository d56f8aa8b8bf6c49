package org.borealisdb.volume.writer;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.borealisdb.redo.message.Heartbeat;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.quorum.DurablePoint;
import org.borealisdb.volume.quorum.QuorumTracker;

/** Sends heartbeats, which carry VDL, PGMRPL and group tails to all nodes and ask them to confirm the epoch. Safe for use by all tasks. */
final class Heartbeats {
    private final VolumeId volume;
    private final VolumeEpoch epoch;
    private final int timeline;
    private final QuorumTracker tracker;
    private final Lease lease;
    private final NodeCalls calls;
    private final Metrics metrics;
    private final LongSupplier vdl;
    private final LongSupplier lowestReadLsn;

    Heartbeats(
            VolumeId volume,
            VolumeEpoch epoch,
            int timeline,
            QuorumTracker tracker,
            Lease lease,
            NodeCalls calls,
            Metrics metrics,
            LongSupplier vdl,
            LongSupplier lowestReadLsn) {
        this.volume = volume;
        this.epoch = epoch;
        this.timeline = timeline;
        this.tracker = tracker;
        this.lease = lease;
        this.calls = calls;
        this.metrics = metrics;
        this.vdl = vdl;
        this.lowestReadLsn = lowestReadLsn;
    }

    /** Sends one to every node of the volume, asked at {@code now}. */
    void send(long now) {
        SortedSet<Address> nodes = new TreeSet<>();
        tracker.memberships().forEach(group -> addNodes(group, nodes));
        send(now, List.copyOf(nodes));
    }

    /** Sends one to the nodes of the root group, who confirm the lease. */
    void sendToRoot(long now) {
        SortedSet<Address> nodes = new TreeSet<>();
        addNodes(tracker.memberships().getFirst(), nodes);
        send(now, List.copyOf(nodes));
    }

    private void send(long now, List<Address> nodes) {
        metrics.count("volume.heartbeats");
        long nonce = lease.ask(now);
        DurablePoint durable = tracker.durablePoint();
        // What is durable may not be published yet, but it is durable: nodes may know.
        long readable = Math.min(lowestReadLsn.getAsLong(), vdl.getAsLong());
        ByteBuffer bytes = StorageMessages.encode(
                new Heartbeat(volume, epoch, timeline, nonce, durable.vdl(), readable, durable.groupTails()));
        for (Address node : nodes) {
            calls.send(node, bytes.duplicate());
        }
    }

    private static void addNodes(Membership group, SortedSet<Address> nodes) {
        for (Member member : group.members()) {
            nodes.add(member.node());
        }
    }
}
