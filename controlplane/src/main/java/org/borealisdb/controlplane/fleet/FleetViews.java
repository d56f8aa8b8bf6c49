package org.borealisdb.controlplane.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.runtime.net.Address;

/**
 * What the nodes of the control plane say of a cluster, as one view. A node that is cut off from instances, or was frozen, must not hide what others hear: the latest decision counts, and an instance is healthy if anybody hears of it. Nodes that have just begun do not hide
 * either what was heard before: an instance is gone only when one does not name it that has listened for a while. Safe for use by all tasks.
 */
public final class FleetViews {
    /** What a node said counts for so long: it answers ten times a second. */
    private static final long LASTS_NANOS = 1_500_000_000L;

    /** A node that has answered for so long has heard of all instances that there are: each says ten times a second how it is. */
    private static final long LISTENED_NANOS = 5_000_000_000L;

    /** Who knows the latest of an instance: somebody who hears of it, after the latest decision that it has carried out. */
    private static final Comparator<Said> LATEST = Comparator.comparing(
                    (Said said) -> said.member().healthy())
            .thenComparingLong(said -> said.member().report().term())
            .thenComparingLong(Said::at);

    private final Map<Address, Known> views = new HashMap<>();

    /** What was known last of each instance. */
    private final TreeMap<String, Said> last = new TreeMap<>();

    /** The latest decision that anybody knew of: a node that has just begun knows none yet. */
    private Optional<WriterRecord> writer = Optional.empty();

    private record Known(FleetView view, long at, long since) {
        boolean hasListened(long now) {
            return now - since >= LISTENED_NANOS;
        }
    }

    private record Said(FleetMember member, long at) {}

    /** A node has said this now; what all together say. */
    public synchronized FleetView add(Address node, FleetView view, long now) {
        long since = Optional.ofNullable(views.get(node))
                .filter(before -> before.view().incarnation() == view.incarnation() && now - before.at() <= LASTS_NANOS)
                .map(Known::since)
                .orElse(now);
        views.put(node, new Known(view, now, since));
        return merged(now).orElse(view);
    }

    /** What all nodes together say that have said anything lately; empty if none has. */
    public synchronized Optional<FleetView> merged(long now) {
        List<Known> fresh = views.values().stream()
                .filter(known -> now - known.at() <= LASTS_NANOS)
                .toList();
        Optional<Known> latest = fresh.stream()
                .max(Comparator.comparingLong((Known known) ->
                                known.view().writer().map(WriterRecord::term).orElse(0L))
                        .thenComparingLong(Known::at));
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        TreeMap<String, Said> members = new TreeMap<>();
        for (Known known : fresh) {
            for (FleetMember member : known.view().members()) {
                members.merge(
                        member.report().name(),
                        new Said(member, known.at()),
                        (one, other) -> LATEST.compare(one, other) >= 0 ? one : other);
            }
        }
        if (fresh.stream().noneMatch(known -> known.hasListened(now))) {
            last.forEach(members::putIfAbsent);
        }
        last.clear();
        last.putAll(members);
        List<FleetMember> all = new ArrayList<>();
        members.values().forEach(said -> all.add(said.member()));
        FleetView view = latest.get().view();
        long term = writer.map(WriterRecord::term).orElse(0L);
        writer = view.writer().filter(decided -> decided.term() >= term).or(() -> writer);
        return Optional.of(new FleetView(view.incarnation(), view.version(), writer, all));
    }
}
