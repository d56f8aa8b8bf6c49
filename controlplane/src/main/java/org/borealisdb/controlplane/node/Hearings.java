package org.borealisdb.controlplane.node;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.controlplane.failover.FailoverSettings;
import org.borealisdb.controlplane.failover.Heard;
import org.borealisdb.controlplane.fleet.FleetMember;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;

/**
 * What a node knows of the instances: what they have told it, and what the other nodes have said of them. So one that is cut off from an instance goes by what the others hear, and all nodes that reach each other go by the same.
 *
 * <p><b>Why what was heard long ago does not go round for ever.</b> Nodes say how long ago an instance was heard of, by whomever. Who asks counts that from when it asked, which was before the answer was made: so nothing seems newer than it is, however often it is passed on, and the oldest is forgotten.
 *
 * <p>Not safe for use by several tasks: its owner has a lock.
 */
final class Hearings {
    /** Of one cluster: a writer and readers, and as many that come and go. */
    private static final int MOST_INSTANCES = 64;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final FailoverSettings settings;
    private final TreeMap<String, Heard> own = new TreeMap<>();
    private final TreeMap<Address, Told> told = new TreeMap<>();
    /** When its machine said last that nobody listens there, of those of which it did so lately. */
    private final Map<String, Long> ended = new HashMap<>();

    /** What another node has said, when it was asked at that time. */
    private record Told(FleetView view, long asked) {}

    Hearings(FailoverSettings settings) {
        this.settings = settings;
    }

    /**
     * An instance says so itself, now.
     *
     * @throws OperationException if there are too many
     */
    void hear(InstanceReport report, long now) {
        if (!own.containsKey(report.name()) && own.size() >= MOST_INSTANCES) {
            throw new OperationException("a cluster has at most " + MOST_INSTANCES + " instances", false);
        }
        own.put(report.name(), new Heard(report, now, false));
    }

    /** Another node says so, which was asked at that time. */
    void tell(Address node, FleetView view, long asked) {
        told.put(node, new Told(view, asked));
    }

    /** The machine of an instance said at that time that nobody listens there. */
    void end(String instance, long at) {
        ended.put(instance, at);
    }

    /** The latest that is known of each instance that was heard of lately, by name. */
    SortedMap<String, Heard> known(long now) {
        own.values().removeIf(each -> now - each.at() >= settings.forgetNanos());
        // It may have begun again since, and must be looked for again.
        ended.values().removeIf(at -> now - at >= settings.silentNanos());
        TreeMap<String, Heard> all = new TreeMap<>(own);
        for (Told each : told.values()) {
            for (FleetMember member : each.view().members()) {
                long at = each.asked() - member.silentMillis() * NANOS_PER_MILLI;
                if (now - at < settings.forgetNanos()) {
                    all.merge(
                            member.report().name(),
                            new Heard(member.report(), at, false),
                            (one, other) -> one.at() - other.at() >= 0 ? one : other);
                }
            }
        }
        ended.forEach((instance, at) ->
                all.computeIfPresent(instance, (_, last) -> new Heard(last.report(), last.at(), at - last.at() > 0)));
        return all;
    }
}
