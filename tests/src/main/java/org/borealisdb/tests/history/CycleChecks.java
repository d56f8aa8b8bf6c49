package org.borealisdb.tests.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.tests.history.ObservedTransaction.Isolation;
import org.borealisdb.tests.history.ObservedTransaction.Outcome;

/**
 * Looks for cycles of dependencies among transactions that took effect. One depends on another if it wrote or read what is directly behind what that wrote; it anti-depends on another if it read what that replaced. No cycle of dependencies alone is allowed (G0, G1c). A cycle with one anti-dependency, of a transaction
 * with a snapshot, is not either (G-single, of which a lost update is one): all on the cycle before it was committed before its snapshot. Cycles with two of them in a row are write skew, which snapshots allow and {@link SerialOrder} finds among serializable transactions; all others are found by {@link SnapshotOrder}.
 */
final class CycleChecks {
    private final ListHistory history;
    private final Report report;
    /** Whom each depends on it, by place in the history. */
    private final List<int[]> dependents;

    private final int[] counts;
    private final SnapshotOrder order;
    private final SerialOrder serial;

    CycleChecks(ListHistory history, Report report) {
        this.history = history;
        this.report = report;
        int size = history.transactions().size();
        this.dependents = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            dependents.add(new int[2]);
        }
        this.counts = new int[size];
        this.order = new SnapshotOrder(history, report);
        this.serial = new SerialOrder(history, report);
    }

    void run() {
        history.lists().values().forEach(this::addWrites);
        forEachRead(this::addRead);
        findCyclesOfDependencies();
        forEachRead(this::checkAntiDependency);
        if (!report.hasCycle()) {
            order.run();
            serial.run();
        }
    }

    private interface OfRead {
        void see(int reader, Elements list, int seen);
    }

    /** Reads of transactions that took effect: what they saw of others is a prefix of the list. */
    private void forEachRead(OfRead action) {
        for (int i = 0; i < history.transactions().size(); i++) {
            ObservedTransaction one = history.transaction(i);
            if (one.outcome() != Outcome.COMMITTED) {
                continue;
            }
            for (Operation operation : one.operations()) {
                if (operation instanceof Operation.Read(int key, Elements elements)
                        && history.list(key).startsWith(elements)) {
                    int seen = elements.size();
                    while (seen > 0 && history.appender(elements.at(seen - 1)) == i) {
                        seen--;
                    }
                    action.see(i, history.list(key), seen);
                }
            }
        }
    }

    private void addWrites(Elements list) {
        for (int at = 1; at < list.size(); at++) {
            depend(history.appender(list.at(at)), history.appender(list.at(at - 1)));
        }
    }

    private void addRead(int reader, Elements list, int seen) {
        if (seen > 0) {
            depend(reader, history.appender(list.at(seen - 1)));
        }
    }

    private void depend(int later, int earlier) {
        if (later < 0 || earlier < 0 || later == earlier) {
            return;
        }
        int[] known = dependents.get(earlier);
        if (counts[earlier] == known.length) {
            known = Arrays.copyOf(known, 2 * known.length);
            dependents.set(earlier, known);
        }
        known[counts[earlier]++] = later;
        order.before(earlier, later);
        serial.before(earlier, later);
    }

    /** Takes away whoever depends on nobody, again and again: what is left are cycles, and what depends on them. */
    private void findCyclesOfDependencies() {
        int size = counts.length;
        int[] dependsOn = new int[size];
        for (int i = 0; i < size; i++) {
            for (int at = 0; at < counts[i]; at++) {
                dependsOn[dependents.get(i)[at]]++;
            }
        }
        ArrayDeque<Integer> free = new ArrayDeque<>();
        for (int i = 0; i < size; i++) {
            if (dependsOn[i] == 0) {
                free.add(i);
            }
        }
        int taken = 0;
        while (!free.isEmpty()) {
            int one = free.poll();
            taken++;
            for (int at = 0; at < counts[one]; at++) {
                if (--dependsOn[dependents.get(one)[at]] == 0) {
                    free.add(dependents.get(one)[at]);
                }
            }
        }
        if (taken < size) {
            for (int i = 0; i < size; i++) {
                List<Integer> cycle = dependsOn[i] > 0 ? path(i, i, Long.MAX_VALUE) : List.of();
                if (!cycle.isEmpty()) {
                    report.add("CYCLE (G1c): each depends on the one before: " + words(cycle));
                    return;
                }
            }
        }
    }

    /** A reader that did not see a number is before whoever appended that: then nobody may be before the reader who is behind that one. */
    private void checkAntiDependency(int reader, Elements list, int seen) {
        ObservedTransaction one = history.transaction(reader);
        int next = seen;
        while (next < list.size() && history.appender(list.at(next)) == reader) {
            next++;
        }
        if (one.isolation() == Isolation.READ_COMMITTED || next == list.size()) {
            return;
        }
        int overwriter = history.appender(list.at(next));
        if (overwriter >= 0) {
            serial.before(reader, overwriter);
        }
        if (overwriter < 0 || history.transaction(overwriter).began() > one.ended()) {
            return;
        }
        if (seen < next) {
            // It appended behind what it had seen; the next one comes after it, as it must.
            return;
        }
        order.overlooks(reader, overwriter);
        List<Integer> path = path(overwriter, reader, one.ended());
        if (!path.isEmpty()) {
            report.add("CYCLE (G-single): the last did not see what the first appended, and depends on it: "
                    + words(path));
        }
    }

    /** A way from one to another along dependents that began before a time; empty if there is none. */
    private List<Integer> path(int from, int to, long before) {
        Map<Integer, Integer> cameFrom = new HashMap<>();
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            int one = open.poll();
            for (int at = 0; at < counts[one]; at++) {
                int next = dependents.get(one)[at];
                if (next == to) {
                    List<Integer> path = new ArrayList<>(List.of(to));
                    for (int back = one; back != from; back = cameFrom.getOrDefault(back, from)) {
                        path.addFirst(back);
                    }
                    path.addFirst(from);
                    return path;
                }
                if (history.transaction(next).began() <= before && !cameFrom.containsKey(next) && next != from) {
                    cameFrom.put(next, one);
                    open.add(next);
                }
            }
        }
        return List.of();
    }

    private String words(List<Integer> path) {
        return String.join(" -> ", path.stream().map(history::words).toList());
    }
}
