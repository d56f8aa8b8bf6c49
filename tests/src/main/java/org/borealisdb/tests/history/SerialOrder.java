package org.borealisdb.tests.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.borealisdb.tests.history.ObservedTransaction.Isolation;

/**
 * Looks for an order in which the serializable transactions could have run one after the other: each behind those it depends on, and before those that it overlooked. What others do is no part of
 * it.
 */
final class SerialOrder {
    private final ListHistory history;
    private final Report report;

    /** Those that come behind one, by its place in the history. */
    private final Map<Integer, Set<Integer>> behind = new TreeMap<>();

    SerialOrder(ListHistory history, Report report) {
        this.history = history;
        this.report = report;
    }

    /** The one must have run before the other. */
    void before(int earlier, int later) {
        if (earlier != later && counts(earlier) && counts(later)) {
            behind.computeIfAbsent(earlier, one -> new LinkedHashSet<>()).add(later);
            behind.computeIfAbsent(later, one -> new LinkedHashSet<>());
        }
    }

    private boolean counts(int one) {
        ObservedTransaction transaction = history.transaction(one);
        return transaction.isolation() == Isolation.SERIALIZABLE && history.tookEffect(transaction);
    }

    /** Reports those that are left if whoever need not come behind anybody is taken away, again and again. */
    void run() {
        Map<Integer, Integer> before = new TreeMap<>();
        behind.values().forEach(all -> all.forEach(one -> before.merge(one, 1, Integer::sum)));
        ArrayDeque<Integer> free = new ArrayDeque<>();
        behind.keySet().stream().filter(one -> !before.containsKey(one)).forEach(free::add);
        Set<Integer> left = new LinkedHashSet<>(behind.keySet());
        while (!free.isEmpty()) {
            int one = free.poll();
            left.remove(one);
            for (int next : behind.getOrDefault(one, Set.of())) {
                if (before.merge(next, -1, Integer::sum) == 0) {
                    free.add(next);
                }
            }
        }
        if (!left.isEmpty()) {
            report.add("CYCLE (G2): these cannot have run one after the other, each before the next: " + words(left));
        }
    }

    /** A cycle among those that are left. */
    private String words(Set<Integer> left) {
        List<Integer> way = new ArrayList<>();
        int one = left.iterator().next();
        while (!way.contains(one)) {
            way.add(one);
            int from = one;
            one = left.stream()
                    .filter(next -> behind.getOrDefault(next, Set.of()).contains(from))
                    .findFirst()
                    .orElseThrow();
        }
        List<Integer> cycle = way.subList(way.indexOf(one), way.size()).reversed();
        return String.join(" -> ", cycle.stream().map(history::words).toList());
    }
}
