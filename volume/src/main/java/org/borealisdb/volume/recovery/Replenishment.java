package org.borealisdb.volume.recovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.BatchBuilder;
import org.borealisdb.redo.message.Fence;
import org.borealisdb.redo.message.Fenced;
import org.borealisdb.redo.message.FetchLog;
import org.borealisdb.redo.message.FetchedLog;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.SegmentContent;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.geometry.Answers;
import org.borealisdb.volume.geometry.GroupQuorums;
import org.borealisdb.volume.geometry.NodeCalls;

/**
 * Makes everything at or below the new VDL durable on a write quorum of every group, before the branch is decided (R9).
 * Used once, by the opening task.
 *
 * <p>A segment is complete when its SCL has reached the group's tail at VDL. Batches that incomplete segments lack are fetched from
 * segments that have them, and sent again under the new epoch, whole: same chain links, same runs, same timeline, for nodes
 * refuse the epoch they came under. The batch that VDL cuts is sent whole too; the branch, decided after, clips it everywhere.
 * What happened to a message is learnt by fencing again, which changes nothing and tells each SCL. Gossip may do the same work at the same time.
 */
final class Replenishment {
    private static final int FETCH_BYTES = 4 << 20;
    private static final long FIRST_PAUSE_NANOS = 5_000_000;
    /** So long those who have not answered yet are waited for before one that has is sent what it lacks: they may lack nothing. */
    private static final long OTHERS_NANOS = 50_000_000;

    private static final long LONGEST_PAUSE_NANOS = 200_000_000;

    private final Tasks tasks;
    private final Clock clock;
    private final Metrics metrics;
    private final VolumeSettings settings;
    private final NodeCalls calls;
    private final VolumeMetadata metadata;
    private final LogEnd end;
    private final Answers<Fenced> fence;
    private final NavigableMap<Address, Fenced> known = new TreeMap<>();
    private final BatchBuilder builder = new BatchBuilder();

    Replenishment(
            Tasks tasks,
            Clock clock,
            Metrics metrics,
            VolumeSettings settings,
            NodeCalls calls,
            VolumeMetadata metadata,
            LogEnd end,
            Answers<Fenced> fence) {
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.calls = calls;
        this.metadata = metadata;
        this.end = end;
        this.fence = fence;
    }

    /** Returns when all groups are complete on four segments, or, after some patience, on three. */
    void run(long deadline) {
        long patience = Math.min(deadline, clock.nanoTime() + settings.patienceNanos());
        long pause = FIRST_PAUSE_NANOS;
        awaitOthers();
        while (true) {
            fence.soFar().forEach(known::putIfAbsent);
            checkRejection(fence.rejection());
            if (GroupQuorums.everyGroup(metadata, Quorum.WRITE, this::complete)) {
                return;
            }
            long now = clock.nanoTime();
            if (now - patience >= 0 && GroupQuorums.everyGroup(metadata, Quorum.READ, this::complete)) {
                metrics.count("volume.opening.three-complete");
                return;
            }
            if (now - deadline >= 0) {
                throw new VolumeUnavailableException("cannot open " + metadata.id() + " at VDL " + end.vdl() + ": "
                        + GroupQuorums.lacking(metadata, Quorum.READ, this::complete)
                        + " with everything at or below it: " + fence.troubles());
            }
            SortedSet<Address> incomplete = new TreeSet<>();
            for (int group = 0; group < metadata.groups().size(); group++) {
                replenish(group, incomplete);
            }
            if (incomplete.isEmpty()) {
                // Whoever has answered is complete; others may still come.
                int answered = known.size();
                fence.await(answers -> answers.size() > answered, now + pause);
            } else {
                askAgain(incomplete, now, pause);
            }
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
    }

    private void awaitOthers() {
        int nodes = GroupQuorums.nodesOf(metadata).size();
        fence.await(
                answers -> {
                    known.putAll(answers);
                    return answers.size() == nodes || GroupQuorums.everyGroup(metadata, Quorum.WRITE, this::complete);
                },
                clock.nanoTime() + OTHERS_NANOS);
    }

    private boolean complete(Address node, int group) {
        return content(node, group)
                .map(content -> content.scl() >= end.groupTails().get(group))
                .orElse(false);
    }

    private Optional<SegmentContent> content(Address node, int group) {
        Fenced answer = known.get(node);
        return answer == null ? Optional.empty() : answer.segment(group);
    }

    private void replenish(int group, SortedSet<Address> incomplete) {
        if (GroupQuorums.reached(metadata, group, Quorum.WRITE, this::complete)) {
            return;
        }
        long tail = end.groupTails().get(group);
        List<Address> sources = new ArrayList<>();
        for (Address node : known.keySet()) {
            if (content(node, group).isPresent()) {
                sources.add(node);
            }
        }
        sources.sort(Comparator.comparingLong(
                        (Address node) -> content(node, group).orElseThrow().scl())
                .reversed());
        NavigableMap<Address, Long> targets = new TreeMap<>();
        long lowest = tail;
        for (Address node : nearest(group, sources)) {
            long scl = content(node, group).orElseThrow().scl();
            if (scl < tail) {
                targets.put(node, scl);
                incomplete.add(node);
                lowest = Math.min(lowest, scl);
            }
        }
        if (!targets.isEmpty()) {
            copy(group, metadata.timelines().current(), lowest, tail, sources, targets);
        }
    }

    /**
     * The segments that lack least and together are a write quorum, or, if that can't be had, a read quorum. Others may lack more than anybody keeps as log: a
     * new member has nothing at all until it has copied its pages (R14).
     *
     * @param byLead the segments that answered, the most advanced first
     */
    private List<Address> nearest(int group, List<Address> byLead) {
        for (Quorum quorum : List.of(Quorum.WRITE, Quorum.READ)) {
            for (int count = 1; count <= byLead.size(); count++) {
                List<Address> some = byLead.subList(0, count);
                if (metadata.group(group).reached(quorum, some::contains)) {
                    return some;
                }
            }
        }
        return byLead;
    }

    /** Sends the batches of {@code (after, upTo]} to those who lack them: first what is on ancestors of {@code timeline}, then its own. */
    private void copy(
            int group,
            Timeline timeline,
            long after,
            long upTo,
            List<Address> sources,
            NavigableMap<Address, Long> targets) {
        long inherited = timeline.groupTail(group);
        if (after < inherited && timeline.parent() > 0) {
            Timeline parent = metadata.timelines().get(timeline.parent());
            copy(group, parent, after, Math.min(inherited, upTo), sources, targets);
        }
        long from = Math.max(after, inherited);
        if (from >= upTo) {
            return;
        }
        SortedSet<Long> sent = new TreeSet<>();
        long covered = from;
        for (Address source : sources) {
            covered = copyFrom(source, group, timeline, from, covered, upTo, targets, sent);
            if (covered >= upTo) {
                return;
            }
        }
        metrics.count("volume.opening.log-not-found");
    }

    private long copyFrom(
            Address source,
            int group,
            Timeline timeline,
            long from,
            long coveredBefore,
            long upTo,
            NavigableMap<Address, Long> targets,
            SortedSet<Long> sent) {
        long covered = coveredBefore;
        long after = from;
        boolean more = true;
        while (more && after < upTo) {
            Optional<FetchedLog> fetched = fetch(source, group, timeline, after, upTo);
            if (fetched.isEmpty() || fetched.get().batches().isEmpty()) {
                return covered;
            }
            for (Batch batch : fetched.get().batches()) {
                if (sent.add(batch.lastGroupLsn())) {
                    resend(batch, targets);
                }
                if (batch.previousGroupLsn() <= covered) {
                    covered = Math.max(covered, batch.lastGroupLsn());
                }
            }
            long last = fetched.get().batches().getLast().lastGroupLsn();
            more = fetched.get().more() && last > after;
            after = last;
        }
        return covered;
    }

    private Optional<FetchedLog> fetch(Address source, int group, Timeline timeline, long after, long upTo) {
        FetchLog request =
                new FetchLog(metadata.id(), metadata.epoch(), group, timeline.id(), after, upTo, FETCH_BYTES);
        try {
            metrics.count("volume.opening.fetches");
            StorageMessage answer = calls.call(source, StorageMessages.encode(request));
            if (answer instanceof Rejection rejection) {
                checkRejection(Optional.of(rejection));
            }
            return answer instanceof FetchedLog log && log.volume().equals(metadata.id()) && log.group() == group
                    ? Optional.of(log)
                    : Optional.empty();
        } catch (OperationException e) {
            // Another segment may have it, and the next round asks this one again.
            metrics.count("volume.opening.fetch-failed");
            return Optional.empty();
        }
    }

    private void resend(Batch batch, NavigableMap<Address, Long> targets) {
        int from = batch.recordsAt();
        for (int run = 0; run < batch.runs(); run++) {
            builder.add(batch.memory(), from, batch.runLength(run), batch.runStart(run));
            from += batch.runLength(run);
        }
        Batch again = builder.build(
                batch.volume(),
                batch.group(),
                batch.timeline(),
                metadata.epoch(),
                metadata.group(batch.group()).epoch(),
                batch.previousGroupLsn(),
                batch.vdl(),
                batch.lowestReadLsn());
        for (Map.Entry<Address, Long> target : targets.entrySet()) {
            if (target.getValue() < again.lastGroupLsn()) {
                metrics.count("volume.opening.resent");
                calls.send(target.getKey(), again.bytes());
            }
        }
    }

    private void askAgain(SortedSet<Address> nodes, long now, long pause) {
        tasks.sleep(pause);
        try (Answers<Fenced> again = calls.ask(
                "fence again",
                List.copyOf(nodes),
                StorageMessages.encode(new Fence(metadata)),
                message -> message instanceof Fenced fenced && fenced.volume().equals(metadata.id())
                        ? Optional.of(fenced)
                        : Optional.empty())) {
            again.await(answers -> answers.size() == nodes.size(), now + pause + settings.callTimeoutNanos());
            checkRejection(again.rejection());
            known.putAll(again.soFar());
        }
    }

    private void checkRejection(Optional<Rejection> rejection) {
        if (rejection.isPresent() && rejection.get().newest().newerThan(metadata)) {
            throw new MetadataMovedException(rejection.get().newest());
        }
    }
}
