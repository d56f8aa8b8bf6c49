package org.borealisdb.engine.lock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Orders of queues in which nobody waits for himself.
 *
 * <p>A cycle that leads through places in queues ends if one of these places changes: the one behind goes before the one ahead, which has
 * nothing yet and loses nothing but time. A cycle of holders only does not. Each place is tried in turn, and those of the cycles that then
 * appear, up to a limit (as in PostgreSQL's deadlock detector, whose file says more about it). Used under the lock table's monitor.
 */
final class QueueOrders {
    /** The queues in the order that they have. */
    static final QueueOrders AS_THEY_ARE = new QueueOrders(Map.of());

    /** Most orders that are tried, each of which costs some searches, for one request. */
    private static final int MOST_TRIES = 64;

    private final Map<LockEntry, List<LockRequest>> changed;

    private QueueOrders(Map<LockEntry, List<LockRequest>> changed) {
        this.changed = changed;
    }

    /** Finds orders in which {@code start}, which waits for itself, does not any more; empty if there are none, or none were found soon. */
    static Optional<QueueOrders> without(LockOwner start, WaitForGraph graph) {
        return new Search(start, graph).from(List.of());
    }

    /** Returns the waiters of an entry, first come first. */
    List<LockRequest> waiters(LockEntry entry) {
        return changed.getOrDefault(entry, entry.waiters);
    }

    /** Gives the queues these orders; returns those that changed. */
    List<LockEntry> apply() {
        changed.forEach((entry, order) -> {
            entry.waiters.clear();
            entry.waiters.addAll(order);
        });
        return List.copyOf(changed.keySet());
    }

    /** Returns the orders nearest to those of now with each request of {@code changes} before the one that was ahead of it; empty if they exclude each other. */
    private static Optional<QueueOrders> with(List<WaitForGraph.Place> changes) {
        SequencedMap<LockEntry, List<LockRequest>> orders = new LinkedHashMap<>();
        for (WaitForGraph.Place change : changes) {
            LockEntry entry = change.request().entry;
            if (!orders.containsKey(entry)) {
                List<LockRequest> order = ordered(entry.waiters, changes);
                if (order.isEmpty()) {
                    return Optional.empty();
                }
                orders.put(entry, order);
            }
        }
        return Optional.of(new QueueOrders(orders));
    }

    /** Takes the last one that need not be before another of those left, again and again; returns none if there is none such. */
    private static List<LockRequest> ordered(List<LockRequest> waiters, List<WaitForGraph.Place> changes) {
        List<LockRequest> left = new ArrayList<>(waiters);
        List<LockRequest> order = new ArrayList<>();
        while (!left.isEmpty()) {
            int last = left.size() - 1;
            while (last >= 0 && isBeforeAnother(left.get(last), left, changes)) {
                last--;
            }
            if (last < 0) {
                return List.of();
            }
            order.add(left.remove(last));
        }
        return order.reversed();
    }

    private static boolean isBeforeAnother(
            LockRequest request, List<LockRequest> left, List<WaitForGraph.Place> changes) {
        for (WaitForGraph.Place change : changes) {
            if (change.request() == request && left.contains(change.ahead())) {
                return true;
            }
        }
        return false;
    }

    /** A search that counts what it tries. */
    private static final class Search {
        private final LockOwner start;
        private final WaitForGraph graph;
        private int tries;

        Search(LockOwner start, WaitForGraph graph) {
            this.start = start;
            this.graph = graph;
        }

        /** Tries the orders with these changes, then with one more of what still leads to a cycle. */
        Optional<QueueOrders> from(List<WaitForGraph.Place> changes) {
            Optional<QueueOrders> orders = ++tries > MOST_TRIES ? Optional.empty() : with(changes);
            if (orders.isEmpty()) {
                return orders;
            }
            Optional<List<WaitForGraph.Place>> cycle = cycle(changes, orders.get());
            if (cycle.isEmpty()) {
                return orders;
            }
            for (WaitForGraph.Place place : cycle.get()) {
                List<WaitForGraph.Place> more = new ArrayList<>(changes);
                more.add(place);
                Optional<QueueOrders> found = from(more);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        /** Returns a cycle through the start or through one whose place changed. */
        private Optional<List<WaitForGraph.Place>> cycle(List<WaitForGraph.Place> changes, QueueOrders orders) {
            for (WaitForGraph.Place change : changes) {
                Optional<List<WaitForGraph.Place>> cycle =
                        graph.cycle(change.request().owner, orders).or(() -> graph.cycle(change.ahead().owner, orders));
                if (cycle.isPresent()) {
                    return cycle;
                }
            }
            return graph.cycle(start, orders);
        }
    }
}
