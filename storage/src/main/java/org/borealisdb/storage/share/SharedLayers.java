package org.borealisdb.storage.share;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.net.Address;

/** What the nodes of one process know of each other's newest layers, group by group, and who is making which. In memory only. Safe for use by all tasks; nothing waits. */
public final class SharedLayers {
    /** So many of each kind are known of a group: a node that lags further behind makes its own. */
    private static final int MOST_LAYERS = 8;
    /** Of so many groups something is known. */
    private static final int MOST_GROUPS = 4096;
    /** Who has begun and is not heard of for so long, has stopped: another one may begin. */
    private static final long CLAIM_NANOS = 1_000_000_000;

    private final Map<Place, Group> groups = new ConcurrentHashMap<>();

    /** A group of a volume. */
    record Place(VolumeId volume, int group) {}

    /** Who is at some work, unless nothing is heard of it until the clock shows {@code untilNanos}. */
    private record Claim(Address node, long untilNanos) {}

    /**
     * What is known of a group. Immutable; the newest layers come last.
     *
     * @param apart its copies differ, and each node works for itself
     */
    private record Group(List<FoldedLayer> folded, List<MergedLayer> merged, Map<Work, Claim> claims, boolean apart) {
        static final Group EMPTY = new Group(List.of(), List.of(), Map.of(), false);
        static final Group APART = new Group(List.of(), List.of(), Map.of(), true);

        Group withFolded(FoldedLayer layer) {
            return apart ? this : new Group(more(folded, layer), merged, claims, false);
        }

        Group withMerged(MergedLayer layer) {
            return apart ? this : new Group(folded, more(merged, layer), claims, false);
        }

        Group withClaim(Work work, Claim claim) {
            Map<Work, Claim> next = new EnumMap<>(Work.class);
            next.putAll(claims);
            next.put(work, claim);
            return new Group(folded, merged, next, apart);
        }

        Group without(Work work) {
            Map<Work, Claim> next = new EnumMap<>(Work.class);
            next.putAll(claims);
            next.remove(work);
            return new Group(folded, merged, next, apart);
        }

        private static <T> List<T> more(List<T> layers, T layer) {
            List<T> more = new ArrayList<>(layers);
            more.add(layer);
            return List.copyOf(more.subList(Math.max(0, more.size() - MOST_LAYERS), more.size()));
        }
    }

    /** What {@code node} sees and does of it. */
    public NodeShare of(Address node) {
        return new NodeShare(node, this);
    }

    List<FoldedLayer> folded(Place place) {
        return see(place, Group::folded);
    }

    List<MergedLayer> merged(Place place) {
        return see(place, Group::merged);
    }

    private <T> List<T> see(Place place, Function<Group, List<T>> part) {
        return part.apply(groups.getOrDefault(place, Group.EMPTY));
    }

    void add(Place place, FoldedLayer layer) {
        change(place, group -> group.withFolded(layer));
    }

    void add(Place place, MergedLayer layer) {
        change(place, group -> group.withMerged(layer));
    }

    private void change(Place place, UnaryOperator<Group> change) {
        if (groups.size() >= MOST_GROUPS && !groups.containsKey(place)) {
            // Whatever is forgotten is made anew.
            groups.values().removeIf(group -> !group.apart);
        }
        groups.compute(place, (_, group) -> change.apply(group == null ? Group.EMPTY : group));
    }

    /** From now on nothing of the group is shared. */
    void separate(Place place) {
        groups.put(place, Group.APART);
    }

    /** True if {@code node} is the one to do it, and to say so again before long. */
    boolean claim(Place place, Work work, Address node, long nowNanos) {
        Claim claim = new Claim(node, nowNanos + CLAIM_NANOS);
        change(place, group -> {
            Claim held = group.claims.get(work);
            boolean free = group.apart || held == null || held.node.equals(node) || nowNanos - held.untilNanos > 0;
            return free ? group.withClaim(work, claim) : group;
        });
        Group now = groups.getOrDefault(place, Group.EMPTY);
        Claim held = now.claims.get(work);
        return now.apart || held == null || held.node.equals(node);
    }

    /** {@code node} is done with it. */
    void release(Place place, Work work, Address node) {
        groups.computeIfPresent(place, (_, group) -> {
            Claim held = group.claims.get(work);
            return held != null && held.node.equals(node) ? group.without(work) : group;
        });
    }
}
