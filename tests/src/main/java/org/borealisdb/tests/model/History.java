package org.borealisdb.tests.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.Voters;

/**
 * All versions of the metadata that the log has held, 0 to {@link #newest()}, as the real {@link VolumeMetadata} makes them. Histories form a tree,
 * in which each exists once, so that equal ones are identical. Immutable but for that.
 */
final class History {
    private static final int GROUP = 0;
    /** LSNs are 1, 2, 3, and none is skipped; so the limit means nothing. */
    private static final long NO_LIMIT = 1;

    private final Scope scope;
    private final Roster roster;
    private final Map<Membership, Quorums> memo;
    private final Map<Object, Object> shared;
    private final List<Decision> decisions;
    private final List<VolumeMetadata> versions;
    private final List<Quorums> quorums;
    /** By version and node: the version by which the node has its place, 0 for first members, -1 for none yet. */
    private final List<int[]> joined;
    /** By version and node: the membership epoch from which on its acknowledgements are those of who it is now. */
    private final List<int[]> since;

    /** Slots that decisions named, in the order in which they did. */
    private final int[] namedSlots;

    private final int[] epochs;
    private final int[] membershipEpochs;
    private final int[] timelines;
    /** By timeline from 1 on: its first version, and where it branched. */
    private final int[] beginnings;

    private final int[] branches;
    /** By timeline and ancestor, from 1 on. */
    private final long[][] visible;

    private final Map<Decision, History> next = new HashMap<>();

    /** A volume that was created and has its first writer. */
    History(Scope scope) {
        this(
                scope,
                new Roster(scope.spares()),
                new HashMap<>(),
                new HashMap<>(),
                List.of(),
                List.of(new VolumeMetadata(
                        new VolumeId(1),
                        1,
                        Geometry.STANDARD,
                        new VolumeEpoch(1, 1),
                        NO_LIMIT,
                        TimelineTree.INITIAL,
                        List.of(new Roster(scope.spares()).firstMembership(scope.mix())))),
                List.of(firstJoined(scope)),
                List.of(firstSince(scope)));
    }

    private History(
            Scope scope,
            Roster roster,
            Map<Membership, Quorums> memo,
            Map<Object, Object> shared,
            List<Decision> decisions,
            List<VolumeMetadata> versions,
            List<int[]> joined,
            List<int[]> since) {
        this.scope = scope;
        this.roster = roster;
        this.memo = memo;
        this.shared = shared;
        this.decisions = decisions;
        this.versions = versions;
        this.joined = joined;
        this.since = since;
        quorums = versions.stream()
                .map(version -> memo.computeIfAbsent(
                        version.group(GROUP), membership -> new Quorums(membership, roster, scope)))
                .toList();
        namedSlots =
                decisions.stream().flatMapToInt(History::slotsOf).distinct().toArray();
        epochs = versions.stream()
                .mapToInt(version -> Math.toIntExact(version.epoch().number()))
                .toArray();
        membershipEpochs = versions.stream()
                .mapToInt(version -> version.group(GROUP).epoch())
                .toArray();
        timelines = versions.stream()
                .mapToInt(version -> version.timelines().current().id())
                .toArray();
        TimelineTree tree = versions.getLast().timelines();
        beginnings = perTimeline(tree, timeline -> firstVersion(1, timeline));
        branches =
                perTimeline(tree, timeline -> Math.toIntExact(tree.get(timeline).branchLsn()));
        int count = tree.timelines().size();
        visible = new long[count + 1][count + 1];
        for (int timeline = 1; timeline <= count; timeline++) {
            for (int ancestor = 1; ancestor <= count; ancestor++) {
                visible[timeline][ancestor] = tree.visibleUpTo(timeline, ancestor);
            }
        }
    }

    private static int[] perTimeline(TimelineTree tree, IntUnaryOperator value) {
        return IntStream.rangeClosed(0, tree.timelines().size())
                .map(timeline -> timeline == 0 ? 0 : value.applyAsInt(timeline))
                .toArray();
    }

    private static int[] firstJoined(Scope scope) {
        int[] joined = new int[Membership.COPIES + scope.spares()];
        Arrays.fill(joined, Membership.COPIES, joined.length, -1);
        return joined;
    }

    private static int[] firstSince(Scope scope) {
        int[] since = new int[Membership.COPIES + scope.spares()];
        Arrays.fill(since, 0, Membership.COPIES, 1);
        return since;
    }

    /** This history and one more decision. */
    History with(Decision decision) {
        return next.computeIfAbsent(decision, this::extended);
    }

    private History extended(Decision decision) {
        VolumeMetadata last = versions.getLast();
        Membership membership = last.group(GROUP);
        VolumeMetadata decided = switch (decision) {
            case Decision.Claimed() -> {
                long number = last.epoch().number() + 1;
                yield last.withEpoch(new VolumeEpoch(number, number));
            }
            case Decision.Branched(int vdl) -> {
                Timeline parent = last.timelines().current();
                yield last.withTimeline(new Timeline(parent.id() + 1, parent.id(), vdl, vdl, List.of((long) vdl)));
            }
            case Decision.Replacing(int slot, int node) ->
                last.withMemberships(List.of(membership.replacing(slot, roster.member(node))));
            case Decision.Settled(int slot) -> last.withMemberships(List.of(membership.settled(slot)));
            case Decision.Reverted(int slot) -> last.withMemberships(List.of(membership.reverted(slot)));
            case Decision.Renewed _ -> last.withMemberships(List.of(membership.renewed()));
            case Decision.Counting(int places) ->
                last.withMemberships(List.of(membership.counting(new Voters(places))));
            case Decision.Recounted() -> last.withMemberships(List.of(membership.votersSettled()));
            case Decision.CountedAsBefore() -> last.withMemberships(List.of(membership.votersReverted()));
            case Decision.RecountedAtOnce(int places) ->
                last.withMemberships(
                        List.of(membership.counting(new Voters(places)).votersSettled()));
            case Decision.SettledAll() -> {
                Membership settled = membership;
                for (int slot = 0; slot < Membership.COPIES; slot++) {
                    settled = quorums(newest()).replacement(slot) < 0 ? settled : settled.settled(slot);
                }
                yield last.withMemberships(List.of(settled));
            }
        };
        int[] joinedNow = joined.getLast().clone();
        int[] sinceNow = since.getLast().clone();
        if (decision instanceof Decision.Replacing(int _, int node)) {
            joinedNow[node] = newest() + 1;
            sinceNow[node] = decided.group(GROUP).epoch();
        } else if (decision instanceof Decision.Renewed(int slot)) {
            sinceNow[quorums(newest()).current(slot)] = decided.group(GROUP).epoch();
        }
        return new History(
                scope,
                roster,
                memo,
                shared,
                plus(decisions, decision),
                plus(versions, decided),
                plus(joined, joinedNow),
                plus(since, sinceNow));
    }

    private static IntStream slotsOf(Decision decision) {
        return switch (decision) {
            case Decision.Replacing(int slot, int _) -> IntStream.of(slot);
            case Decision.Settled(int slot) -> IntStream.of(slot);
            case Decision.Reverted(int slot) -> IntStream.of(slot);
            case Decision.Renewed(int slot) -> IntStream.of(slot);
            case Decision.Counting(int places) -> notIn(places);
            case Decision.RecountedAtOnce(int places) -> notIn(places);
            case Decision.Claimed _,
                    Decision.Branched _,
                    Decision.SettledAll _,
                    Decision.Recounted _,
                    Decision.CountedAsBefore _ -> IntStream.empty();
        };
    }

    private static IntStream notIn(int places) {
        return IntStream.range(0, Membership.COPIES).filter(slot -> (places >> slot & 1) == 0);
    }

    private static <T> List<T> plus(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return List.copyOf(longer);
    }

    List<Decision> decisions() {
        return decisions;
    }

    /** How many slots decisions have named. */
    int namedSlots() {
        return namedSlots.length;
    }

    /** A slot that decisions have named, in the order in which they did. */
    int namedSlot(int index) {
        return namedSlots[index];
    }

    /**
     * {@code part} of a state, or the one that was given first and equals it: states share their parts, of which there are few, for it is these that
     * memory is needed for.
     */
    @SuppressWarnings("unchecked")
    <T> T shared(T part) {
        Object first = shared.putIfAbsent(part, part);
        return first == null ? part : (T) first;
    }

    /** The newest version of the metadata. */
    int newest() {
        return versions.size() - 1;
    }

    int epoch(int version) {
        return epochs[version];
    }

    int membershipEpoch(int version) {
        return version < 0 ? 0 : membershipEpochs[version];
    }

    int timeline(int version) {
        return timelines[version];
    }

    int currentTimeline() {
        return timelines[newest()];
    }

    Quorums quorums(int version) {
        return quorums.get(version);
    }

    /** The version that began a timeline. */
    int beginning(int timeline) {
        return beginnings[timeline];
    }

    /** The first version with at least that membership epoch and timeline; versions only grow in both. */
    int firstVersion(int membershipEpoch, int timeline) {
        int version = 0;
        while (membershipEpochs[version] < membershipEpoch || timelines[version] < timeline) {
            version++;
        }
        return version;
    }

    /** Where a timeline branched from its parent; 0 for the first. */
    int branch(int timeline) {
        return branches[timeline];
    }

    /** The epoch of the writer of a timeline. */
    int writerEpoch(int timeline) {
        return epochs[beginnings[timeline]];
    }

    /** True if the newest epoch's opener has branched, or it is the first writer's. */
    boolean opened() {
        return writerEpoch(currentTimeline()) == epochs[newest()];
    }

    /** The highest LSN of one timeline that belongs to the history of another. */
    long visibleUpTo(int timeline, int ancestor) {
        return visible[timeline][ancestor];
    }

    /** The version by which {@code node} has the place that it has, or had last, at {@code version}; -1 if it had none yet. */
    int joined(int node, int version) {
        return joined.get(version)[node];
    }

    /** The membership epoch from which on, at {@code version}, acknowledgements of {@code node} are of its present term. */
    int since(int node, int version) {
        return since.get(version)[node];
    }

    /** How often some slots were to count no more. */
    int outages() {
        return (int) decisions.stream()
                .filter(decision -> slotsOf(decision).count() == 2)
                .count();
    }

    int openings() {
        return epochs[newest()] - 1;
    }

    int changes() {
        return membershipEpochs[newest()] - 1;
    }

    @Override
    public String toString() {
        return decisions.toString();
    }
}
