package org.borealisdb.volume.healing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.redo.message.NodeStatus;
import org.borealisdb.redo.message.SegmentLoad;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.runtime.net.Address;

/**
 * Chooses which segment should move to another node of its zone, for its own is nearly full, has much more to do than the other, or holds more segments. Used by the healer's task alone.
 *
 * <p>What a node has to do is the log that it takes and the pages that it serves, in bytes a second, averaged over half a minute. A move is worth while only if it leaves the busier one
 * of the two with clearly less than before: so none is ever followed by its opposite.
 */
final class Balance {
    /** A node with less of its disk left than one part in so many is nearly full. */
    private static final long FULL_PARTS = 5;
    /** One that is to take something keeps more than one part in so many. */
    private static final long ROOMY_PARTS = 4;
    /** Less to do than this in a second is nothing. */
    private static final double HOT_BYTES = 4 << 20;
    /** Who has less to do than this makes no difference to a node. */
    private static final double IDLE_BYTES = HOT_BYTES / 100;
    /** What the busier one may have left of what it had. */
    private static final double WORTH_WHILE = 0.8;

    private static final double AVERAGED_NANOS = 30e9;

    private final long patienceNanos;
    private final TreeMap<Address, NodeWork> work = new TreeMap<>();
    private Optional<Long> uneven = Optional.empty();

    Balance(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /**
     * A segment that should move.
     *
     * @param why in words
     */
    record Move(int group, int slot, Member from, Member to, String why) {
        /** The group's next membership. */
        Membership begun(Membership before) {
            return before.moving(slot, to);
        }
    }

    /** How much one node, and each segment on it, had to do lately. */
    private static final class NodeWork {
        private long lookedAt;
        private NodeStatus last;
        private double rate;
        private final TreeMap<Integer, Double> groups = new TreeMap<>();

        NodeWork(NodeStatus first, long now) {
            this.last = first;
            this.lookedAt = now;
        }

        void look(NodeStatus next, long now, int pageBytes) {
            double nanos = Math.max(1, now - lookedAt);
            double share = Math.min(1, nanos / AVERAGED_NANOS);
            double done = done(last.load().logBytes(), last.load().reads(), next, pageBytes);
            rate += share * (Math.max(0, done) / nanos * 1e9 - rate);
            TreeMap<Integer, SegmentLoad> before = new TreeMap<>();
            last.load().ofVolume().forEach(load -> before.put(load.group(), load));
            TreeMap<Integer, Double> known = new TreeMap<>(groups);
            groups.clear();
            for (SegmentLoad load : next.load().ofVolume()) {
                SegmentLoad earlier = before.getOrDefault(load.group(), load);
                double its =
                        (load.logBytes() - earlier.logBytes()) + (double) pageBytes * (load.reads() - earlier.reads());
                double old = known.getOrDefault(load.group(), 0.0);
                groups.put(load.group(), old + share * (Math.max(0, its) / nanos * 1e9 - old));
            }
            last = next;
            lookedAt = now;
        }

        private static double done(long logBytes, long reads, NodeStatus next, int pageBytes) {
            return next.load().logBytes()
                    - logBytes
                    + (double) pageBytes * (next.load().reads() - reads);
        }
    }

    /** Notes what the nodes had to do since the last look. */
    void look(NodeViews views, List<Member> nodes, int pageBytes) {
        for (Member member : nodes) {
            Optional<NodeStatus> status = views.bearing(member.node());
            if (status.isEmpty()) {
                work.remove(member.node());
                continue;
            }
            NodeWork known = work.get(member.node());
            if (known == null) {
                work.put(member.node(), new NodeWork(status.get(), views.now()));
            } else {
                known.look(status.get(), views.now(), pageBytes);
            }
        }
    }

    /** The move to begin now; empty if there is none, or none that has been worth while for long enough. {@code groups} are whole and not changing. */
    Optional<Move> move(List<GroupHealing> groups, List<Member> nodes, long now) {
        List<Candidate> candidates = new ArrayList<>();
        for (GroupHealing group : groups) {
            for (int slot = 0; slot < Membership.COPIES; slot++) {
                Member from = group.membership().slots().get(slot).current();
                for (Member to : nodes) {
                    if (to.zone().equals(from.zone()) && !group.membership().contains(to.node())) {
                        candidate(group.group(), slot, from, to).ifPresent(candidates::add);
                    }
                }
            }
        }
        Optional<Candidate> best = candidates.stream().min(Candidate.ORDER);
        if (best.isEmpty()) {
            uneven = Optional.empty();
            return Optional.empty();
        }
        if (uneven.isEmpty()) {
            uneven = Optional.of(now);
        }
        if (now - uneven.get() < patienceNanos) {
            return Optional.empty();
        }
        uneven = Optional.empty();
        return best.map(Candidate::move);
    }

    /** A move that is worth while, the more the lower its urgency, then its rank, then what is to be copied. */
    private record Candidate(int urgency, double rank, long bytes, Move move) {
        static final Comparator<Candidate> ORDER = Comparator.comparingInt(Candidate::urgency)
                .thenComparingDouble(Candidate::rank)
                .thenComparingLong(Candidate::bytes)
                .thenComparingInt(each -> each.move().group())
                .thenComparingInt(each -> each.move().slot())
                .thenComparing(each -> each.move().to().node());
    }

    private Optional<Candidate> candidate(int group, int slot, Member from, Member to) {
        NodeWork source = work.get(from.node());
        NodeWork target = work.get(to.node());
        if (source == null || target == null) {
            return Optional.empty();
        }
        long bytes = source.last.load().ofVolume().stream()
                .filter(load -> load.group() == group)
                .mapToLong(SegmentLoad::layerBytes)
                .findFirst()
                .orElse(0);
        long room = source.last.load().usableBytes();
        long roomThere = target.last.load().usableBytes();
        if (roomThere - bytes < capacity(target.last) / ROOMY_PARTS) {
            return Optional.empty();
        }
        // Nodes that share a disk have the same room, and nothing is gained.
        if (room < capacity(source.last) / FULL_PARTS && roomThere - bytes > 2 * room) {
            return Optional.of(
                    new Candidate(0, -bytes, bytes, new Move(group, slot, from, to, from.node() + " is nearly full")));
        }
        double its = source.groups.getOrDefault(group, 0.0);
        double busier = Math.max(source.rate - its, target.rate + its);
        if (source.rate > HOT_BYTES && busier < WORTH_WHILE * source.rate) {
            return Optional.of(new Candidate(
                    1,
                    busier,
                    bytes,
                    new Move(group, slot, from, to, from.node() + " has more to do than " + to.node())));
        }
        int more = source.last.load().segments() - target.last.load().segments();
        boolean idle = its < IDLE_BYTES || target.rate + its <= Math.max(source.rate, HOT_BYTES);
        return more < 2 || !idle
                ? Optional.empty()
                : Optional.of(new Candidate(
                        2,
                        -more,
                        bytes,
                        new Move(group, slot, from, to, from.node() + " holds more than " + to.node())));
    }

    private static long capacity(NodeStatus status) {
        return status.load().usableBytes() + status.layerBytes() + status.journalBytes();
    }
}
