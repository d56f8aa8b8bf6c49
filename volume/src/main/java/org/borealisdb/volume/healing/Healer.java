package org.borealisdb.volume.healing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.borealisdb.redo.message.NodeStatus;
import org.borealisdb.redo.message.StatusRequest;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Slot;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.geometry.Answers;
import org.borealisdb.volume.geometry.Distribution;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.geometry.VolumeRecord;

/** Heals one volume: see the package description. {@link #run} is the body of its task; the rest may be called by any. */
public final class Healer implements AutoCloseable {
    private final VolumeId volume;
    private final Clock clock;
    private final Metrics metrics;
    private final HealingSettings settings;
    private final NodeCalls calls;
    private final VolumeRecord record;
    private final Supplier<List<Member>> nodes;
    private final Supplier<? extends Set<Address>> leaving;
    private final Consumer<String> listener;
    private final Suspicions suspicions = new Suspicions();
    private final TreeMap<Integer, Bound> bounds = new TreeMap<>();
    private final Lock lock;
    private final Condition woken;
    private boolean closed;
    private Optional<Answers<NodeStatus>> asking = Optional.empty();
    private volatile HealingReport report = HealingReport.NOTHING;
    private Optional<Distribution> distribution = Optional.empty();
    private long distributedRevision;

    /** The lowest bound that was told of a group under one membership and timeline: any one bounds what counted before. */
    private record Bound(int membershipEpoch, int timeline, long lsn) {}

    /**
     * A healer.
     *
     * @param nodes    all storage nodes of the region
     * @param leaving  the nodes that shall hold nothing any more; asked at each look, may wait, and throw if it can't be told now
     * @param listener told in words what is decided; must not wait
     */
    public Healer(
            VolumeId volume,
            Tasks tasks,
            Clock clock,
            Metrics metrics,
            HealingSettings settings,
            NodeCalls calls,
            VolumeRecord record,
            Supplier<List<Member>> nodes,
            Supplier<? extends Set<Address>> leaving,
            Consumer<String> listener) {
        this.volume = volume;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.calls = calls;
        this.record = record;
        this.nodes = nodes;
        this.leaving = leaving;
        this.listener = listener;
        this.lock = tasks.lock("healer of " + volume);
        this.woken = lock.condition();
    }

    /** How the last look ended. */
    public HealingReport report() {
        return report;
    }

    /** The task's body: looks until {@link #close}. */
    public void run() {
        while (pause()) {
            try {
                Optional<VolumeRecord.Version> version = record.readOnce();
                if (version.isPresent()) {
                    look(version.get());
                }
            } catch (OperationException e) {
                // The metadata log can't be reached, or not now: what is decided stands, and the next look goes on.
                metrics.count("healing.log-unreachable");
            }
        }
        distribution.ifPresent(Distribution::close);
    }

    private boolean pause() {
        lock.lock();
        try {
            if (!closed) {
                woken.await(settings.intervalNanos());
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void look(VolumeRecord.Version version) {
        VolumeMetadata metadata = version.metadata();
        distribute(metadata);
        if (metadata.deleted()) {
            return;
        }
        NodeViews views = ask(metadata);
        suspicions.look(views);
        Set<Address> leave = leaving.get();
        List<GroupHealing> groups = new ArrayList<>();
        for (int group = 0; group < metadata.groups().size(); group++) {
            groups.add(new GroupHealing(
                    group,
                    metadata.group(group),
                    views,
                    suspicions,
                    nodes.get(),
                    leave::contains,
                    settings.suspectAfterNanos()));
        }
        // Those with the fewest healthy copies first.
        groups.sort(Comparator.comparingInt(GroupHealing::healthySlots).thenComparingInt(GroupHealing::group));
        List<Membership> memberships = next(metadata, groups);
        report = HealingReport.of(groups, views.answers(nodes.get()));
        if (memberships.equals(metadata.groups())) {
            return;
        }
        VolumeMetadata next = metadata.withMemberships(memberships);
        if (record.decide(version.number(), next).isEmpty()) {
            metrics.count("healing.outrun");
            return;
        }
        tell(metadata, next);
        distribute(next);
    }

    private NodeViews ask(VolumeMetadata metadata) {
        TreeSet<Address> asked = new TreeSet<>();
        nodes.get().forEach(member -> asked.add(member.node()));
        metadata.groups().forEach(group -> group.members().forEach(member -> asked.add(member.node())));
        long now = clock.nanoTime();
        try (Answers<NodeStatus> answers = calls.ask(
                "status",
                List.copyOf(asked),
                StorageMessages.encode(new StatusRequest(volume)),
                message ->
                        message instanceof NodeStatus status && status.volume().equals(volume)
                                ? Optional.of(status)
                                : Optional.empty())) {
            asking(Optional.of(answers));
            answers.await(soFar -> soFar.size() == asked.size(), now + settings.intervalNanos());
            asking(Optional.empty());
            return new NodeViews(metadata, answers.soFar(), now);
        }
    }

    /** Whom {@link #close} must not wait for. */
    private void asking(Optional<Answers<NodeStatus>> answers) {
        lock.lock();
        try {
            asking = answers;
            if (closed) {
                answers.ifPresent(Answers::close);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The memberships that follow from the look, by group: one decision for all of them. */
    private List<Membership> next(VolumeMetadata metadata, List<GroupHealing> groups) {
        List<Membership> next = new ArrayList<>(metadata.groups());
        int changing = (int)
                groups.stream().filter(each -> each.membership().changing()).count();
        for (GroupHealing each : groups) {
            boolean before = each.membership().changing();
            Membership membership = each.next(bound(metadata, each), before || changing < settings.mostChanges());
            next.set(each.group(), membership);
            changing += (membership.changing() ? 1 : 0) - (before ? 1 : 0);
        }
        return next;
    }

    private OptionalLong bound(VolumeMetadata metadata, GroupHealing group) {
        if (!group.membership().changing()) {
            bounds.remove(group.group());
            return OptionalLong.empty();
        }
        int epoch = group.membership().epoch();
        int timeline = metadata.timelines().current().id();
        Bound known = bounds.get(group.group());
        if (known != null && (known.membershipEpoch() != epoch || known.timeline() != timeline)) {
            known = null;
        }
        OptionalLong told = group.bound();
        if (told.isPresent() && (known == null || told.getAsLong() < known.lsn())) {
            known = new Bound(epoch, timeline, told.getAsLong());
            bounds.put(group.group(), known);
        }
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.lsn());
    }

    /** Brings {@code metadata} to all members, and goes on with it until there are newer ones. */
    private void distribute(VolumeMetadata metadata) {
        if (metadata.revision() <= distributedRevision) {
            return;
        }
        distribution.ifPresent(Distribution::close);
        distribution = Optional.of(new Distribution(calls, metadata));
        distributedRevision = metadata.revision();
    }

    private void tell(VolumeMetadata before, VolumeMetadata after) {
        for (int group = 0; group < after.groups().size(); group++) {
            for (int slot = 0; slot < Membership.COPIES; slot++) {
                tell(
                        group,
                        before.group(group).slots().get(slot),
                        after.group(group).slots().get(slot));
            }
        }
    }

    private void tell(int group, Slot before, Slot after) {
        if (before.equals(after)) {
            return;
        }
        String where = "group " + group + " of " + volume + ": ";
        if (after.replacement().isPresent()) {
            metrics.count("healing.begun");
            listener.accept(where + after.replacement().get().node() + " is to replace "
                    + after.current().node());
        } else if (after.current().equals(before.current())) {
            metrics.count("healing.reverted");
            listener.accept(where + after.current().node() + " stays");
        } else {
            metrics.count("healing.settled");
            listener.accept(where + after.current().node() + " has replaced "
                    + before.current().node());
        }
    }

    /** Ends the task; what was decided stands. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            asking.ifPresent(Answers::close);
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
