package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds how a graph's relations are joined if only a part of the rows is wanted, or all in an order. What streams through a join is read to the same part as the join's rows, what is kept is read as a whole: so of each set of
 * relations the way is kept that costs least as a whole, and those that cost least for the part, with each number of keys by which rows may come in order. Belongs to one task.
 */
final class FirstRows {
    /** The most relations that chains are tried of, as there are about as many trials as the third power of that. */
    private static final int MOST_CHAINED = 20;

    private final JoinCosts costs;
    private final double part;
    private final int keys;
    private final Runnable interrupts;

    /**
     * Makes a search.
     *
     * @param part of the rows that is wanted
     * @param keys of the order in which they are wanted
     */
    FirstRows(JoinCosts costs, double part, int keys, Runnable interrupts) {
        this.costs = costs;
        this.part = part;
        this.keys = keys;
        this.interrupts = interrupts;
    }

    /** The ways to get the rows of a set of relations that are worth keeping. */
    private final class Ways implements Consumer<JoinPath> {
        private @Nullable JoinPath whole;
        /** The way that costs least for the part, of those that come in order by so many keys at least. */
        private final @Nullable JoinPath[] first = new JoinPath[keys + 1];

        @Override
        public void accept(JoinPath path) {
            if (whole == null || path.cost() < whole.cost()) {
                whole = path;
            }
            double cost = path.first(part);
            for (int ordered = path.ordered(); ordered >= 0; ordered--) {
                JoinPath other = first[ordered];
                if (other == null || cost < other.first(part)) {
                    first[ordered] = path;
                }
            }
        }

        @Nullable
        JoinPath whole() {
            return whole;
        }

        /** Returns each way once. */
        List<JoinPath> all() {
            IdentityHashMap<JoinPath, Boolean> known = new IdentityHashMap<>();
            List<JoinPath> all = new ArrayList<>();
            JoinPath least = whole;
            if (least != null) {
                known.put(least, true);
                all.add(least);
            }
            for (JoinPath path : first) {
                if (path != null && known.put(path, true) == null) {
                    all.add(path);
                }
            }
            return all;
        }
    }

    /**
     * Returns ways to get all rows, found by trying all orders of joins.
     *
     * @param reads the ways to read each relation
     * @param connected whether no join need be of all pairs
     */
    List<JoinPath> exhaustive(List<List<JoinPath>> reads, boolean connected) {
        int all = (1 << reads.size()) - 1;
        List<Ways> ways = new ArrayList<>();
        for (int set = 0; set <= all; set++) {
            Ways here = new Ways();
            ways.add(here);
            if (Integer.bitCount(set) == 1) {
                reads.get(Integer.numberOfTrailingZeros(set)).forEach(here);
                continue;
            }
            interrupts.run();
            for (int left = (set - 1) & set; left > 0; left = (left - 1) & set) {
                join(ways.get(left), ways.get(set & ~left), connected, here);
            }
        }
        return ways.get(all).all();
    }

    private void join(Ways left, Ways right, boolean connected, Ways target) {
        JoinPath one = left.whole();
        JoinPath other = right.whole();
        if (one == null
                || other == null
                || !costs.isAllowed(one, other)
                || (connected && !costs.isJoined(one, other))) {
            return;
        }
        for (JoinPath path : left.all()) {
            costs.join(path, other, costs.conditions(), target);
        }
    }

    /**
     * Returns ways to get all rows that begin with one of the ways to read a relation and join one relation after the other, the one that costs least first.
     *
     * @param reads the ways to read each relation
     */
    List<JoinPath> chained(List<List<JoinPath>> reads) {
        List<JoinPath> found = new ArrayList<>();
        if (reads.size() > MOST_CHAINED) {
            return found;
        }
        for (List<JoinPath> of : reads) {
            for (int i = 0; i < of.size(); i++) {
                JoinPath read = of.get(i);
                if (!costs.isSpecialAlone(read) && (read.ordered() > 0 || i == 0)) {
                    JoinPath chain = chained(read, reads);
                    if (chain != null) {
                        found.add(chain);
                    }
                }
            }
        }
        return found;
    }

    private @Nullable JoinPath chained(JoinPath from, List<List<JoinPath>> reads) {
        JoinPath path = from;
        List<JoinPath> left = new ArrayList<>();
        reads.forEach(each -> left.add(each.getFirst()));
        left.removeIf(each -> each.set().equals(from.set()));
        while (!left.isEmpty()) {
            interrupts.run();
            Ways next = new Ways();
            for (JoinPath each : left) {
                if (costs.isAllowed(path, each) && costs.isJoined(path, each)) {
                    costs.join(path, each, costs.conditions(), next);
                }
            }
            JoinPath best = next.first[from.ordered()];
            if (best == null) {
                return null;
            }
            left.removeIf(each ->
                    each.set().equals(Objects.requireNonNull(best.right()).set()));
            path = best;
        }
        return path;
    }
}
