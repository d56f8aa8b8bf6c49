package org.borealisdb.tests.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.tests.history.ObservedTransaction.Isolation;
import org.borealisdb.tests.history.ObservedTransaction.Outcome;
import org.borealisdb.tests.history.ObservedTransaction.Promise;

/**
 * Looks for snapshots and commits that cannot be put into one order. If one transaction is <em>before</em> another (that depends on it, or began when it was acknowledged and is promised to see that, or follows it in a session that is promised to see its own), it was committed before the snapshot of the other was taken. If one with a snapshot
 * <em>overlooks</em> another, it did not see what that appended: its snapshot was taken before that was committed. So along a way that never overlooks twice in a row, time goes on; and one that comes back to where it began cannot be. Of such cycles those with one overlooking are G-single, and found by {@link CycleChecks} if no time and no
 * session is needed; those with several are known as G-nonadjacent (two readers that see two changes in different orders, for instance).
 *
 * <p>A node is a transaction, or a moment: one at the end of each transaction, after all that were over by then; and one at the end of each in its session. Each node is there twice, by whether one came to it by an overlooking.
 */
final class SnapshotOrder {
    /** As many transactions of a cycle are told of. */
    private static final int MOST_WORDS = 12;

    private final ListHistory history;
    private final Report report;
    private final int size;
    private final IntLists before;
    private final IntLists overlooks;

    /** Lists of numbers that grow. */
    private static final class IntLists {
        private final int[][] lists;
        private final int[] sizes;

        IntLists(int count) {
            this.lists = new int[count][];
            this.sizes = new int[count];
            Arrays.fill(lists, new int[0]);
        }

        void add(int list, int number) {
            if (sizes[list] == lists[list].length) {
                lists[list] = Arrays.copyOf(lists[list], Math.max(2, 2 * sizes[list]));
            }
            lists[list][sizes[list]++] = number;
        }

        int size(int list) {
            return sizes[list];
        }

        int get(int list, int at) {
            return lists[list][at];
        }
    }

    @FunctionalInterface
    private interface OfPlace {
        void see(int place);
    }

    SnapshotOrder(ListHistory history, Report report) {
        this.history = history;
        this.report = report;
        this.size = history.transactions().size();
        this.before = new IntLists(3 * size);
        this.overlooks = new IntLists(size);
    }

    /** The one is before the other: so says the order of a list, or what was read. */
    void before(int earlier, int later) {
        before.add(earlier, later);
    }

    /** The one has a snapshot without what the other appended. */
    void overlooks(int reader, int other) {
        if (history.transaction(reader).isolation() != Isolation.READ_COMMITTED) {
            overlooks.add(reader, other);
        }
    }

    /** Reports a cycle if there is one. */
    void run() {
        addTimes();
        addSessions();
        boolean[] left = peel();
        for (int place = 0; place < left.length; place++) {
            if (left[place]) {
                report.add(
                        "CYCLE (G-nonadjacent): each was committed before the next one took its snapshot, or was overlooked by it: "
                                + words(cycle(left)));
                return;
            }
        }
    }

    /** Whoever was acknowledged is before all that begin later and are promised to see everything. */
    private void addTimes() {
        int[] committed = committed();
        for (int rank = 0; rank < committed.length; rank++) {
            before.add(committed[rank], size + rank);
            if (rank > 0) {
                before.add(size + rank - 1, size + rank);
            }
        }
        for (int i = 0; i < size; i++) {
            ObservedTransaction one = history.transaction(i);
            if (one.promise() == Promise.EVERYTHING) {
                int earlier = endedBefore(committed, one.began());
                if (earlier > 0) {
                    before.add(size + earlier - 1, i);
                }
            }
        }
    }

    /** All that were acknowledged, in that order. */
    private int[] committed() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (history.transaction(i).outcome() == Outcome.COMMITTED) {
                all.add(i);
            }
        }
        all.sort((one, other) -> Long.compare(
                history.transaction(one).ended(), history.transaction(other).ended()));
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private int endedBefore(int[] committed, long time) {
        int low = 0;
        int high = committed.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (history.transaction(committed[middle]).ended() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void addSessions() {
        Map<Integer, Integer> last = new HashMap<>();
        for (int i = 0; i < size; i++) {
            ObservedTransaction one = history.transaction(i);
            Integer previous = last.put(one.session(), i);
            if (previous != null) {
                before.add(2 * size + previous, 2 * size + i);
                if (one.promise() == Promise.OWN) {
                    before.add(2 * size + previous, i);
                }
            }
            if (one.outcome() == Outcome.COMMITTED) {
                before.add(i, 2 * size + i);
            }
        }
    }

    /** Where one can go on from a place: a node, doubled, plus one if it was come to by an overlooking. */
    private void forEachNext(int place, OfPlace action) {
        int node = place >>> 1;
        for (int at = 0; at < before.size(node); at++) {
            action.see(2 * before.get(node, at));
        }
        if ((place & 1) == 0 && node < size) {
            for (int at = 0; at < overlooks.size(node); at++) {
                action.see(2 * overlooks.get(node, at) + 1);
            }
        }
    }

    /** Takes away places that nothing leads to, again and again. What is left are cycles, and what they lead to. */
    private boolean[] peel() {
        int places = 6 * size;
        int[] comings = new int[places];
        for (int place = 0; place < places; place++) {
            forEachNext(place, next -> comings[next]++);
        }
        ArrayDeque<Integer> free = new ArrayDeque<>();
        boolean[] left = new boolean[places];
        Arrays.fill(left, true);
        for (int place = 0; place < places; place++) {
            if (comings[place] == 0) {
                free.add(place);
            }
        }
        while (!free.isEmpty()) {
            int place = free.poll();
            left[place] = false;
            forEachNext(place, next -> {
                if (--comings[next] == 0) {
                    free.add(next);
                }
            });
        }
        return left;
    }

    /** Some cycle: going back from anything that is left, one comes to it. */
    private List<Integer> cycle(boolean[] left) {
        int[] cameFrom = new int[left.length];
        int at = 0;
        for (int place = 0; place < left.length; place++) {
            if (left[place]) {
                int from = place;
                at = place;
                forEachNext(place, next -> cameFrom[next] = from);
            }
        }
        boolean[] seen = new boolean[left.length];
        while (!seen[at]) {
            seen[at] = true;
            at = cameFrom[at];
        }
        return shortest(at, left);
    }

    /** The shortest way from a place on a cycle back to it. */
    private static List<Integer> back(int start, int[] cameFrom) {
        List<Integer> all = new ArrayList<>(List.of(start));
        for (int place = cameFrom[start]; place != start; place = cameFrom[place]) {
            all.addFirst(place);
        }
        return all;
    }

    private List<Integer> shortest(int start, boolean[] left) {
        int[] cameFrom = new int[left.length];
        Arrays.fill(cameFrom, -1);
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
        while (cameFrom[start] < 0) {
            int place = open.remove();
            forEachNext(place, next -> {
                if (left[next] && cameFrom[next] < 0) {
                    cameFrom[next] = place;
                    open.add(next);
                }
            });
        }
        return back(start, cameFrom);
    }

    private String words(List<Integer> cycle) {
        List<String> all = new ArrayList<>();
        for (int place : cycle) {
            if (place >>> 1 < size) {
                all.add(((place & 1) == 0 ? "then " : "overlooks ") + history.words(place >>> 1));
            }
        }
        return all.size() <= MOST_WORDS
                ? String.join(" ", all)
                : String.join(" ", all.subList(0, MOST_WORDS)) + " ... (" + all.size() + " of them)";
    }
}
