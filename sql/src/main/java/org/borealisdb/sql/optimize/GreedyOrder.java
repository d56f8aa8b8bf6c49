package org.borealisdb.sql.optimize;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Joins many relations by always doing the join next that has the fewest rows, one by a condition before any other. What has been joined is a group; a join is tried when one of its sides comes to be, and waits in a queue, so that
 * there are about as many trials as there are conditions. Where a group has very many others to be joined to, it is tried with all of them as long as there have been no more than {@value #MOST_TRIED} trials,
 * and with one afterwards. Belongs to one task.
 */
final class GreedyOrder {
    private static final int MOST_TRIED = 5_000;

    private static final Comparator<JoinPath> FEWEST_ROWS =
            Comparator.comparingDouble(JoinPath::rows).thenComparingDouble(JoinPath::cost);

    private final JoinCosts costs;
    private final Runnable interrupts;
    /** The group that each relation is in, by its place. */
    private final Group[] groups;
    /** The groups there are, in the order they came to be. */
    private final Set<Group> left = new LinkedHashSet<>();

    private final PriorityQueue<Candidate> candidates = new PriorityQueue<>(
            Comparator.comparing(Candidate::path, FEWEST_ROWS).thenComparingInt(Candidate::number));
    private int tried;

    /**
     * Relations that have been joined.
     *
     * @param number in the order they came to be
     * @param open the numbers of the conditions that read some of them and could not be met yet, and all that read a relation which is joined alone
     * @param waiting the places of relations that are joined alone and require some of them
     */
    private record Group(int number, JoinPath path, TreeSet<Integer> open, TreeSet<Integer> waiting) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    /** A join that can be done as long as there are both groups. */
    private record Candidate(int number, Group one, Group other, JoinPath path) {}

    /**
     * Begins an order.
     *
     * @param alone the ways to get the rows of each relation
     * @param interrupts fails if the statement is not wanted any more
     */
    GreedyOrder(JoinCosts costs, List<JoinPath> alone, Runnable interrupts) {
        this.costs = costs;
        this.interrupts = interrupts;
        this.groups = new Group[alone.size()];
        for (int place = 0; place < groups.length; place++) {
            groups[place] = new Group(place, alone.get(place), new TreeSet<>(), new TreeSet<>());
            left.add(groups[place]);
        }
        List<JoinCondition> conditions = costs.conditions();
        for (int i = 0; i < conditions.size(); i++) {
            RelationSet set = conditions.get(i).set();
            for (int place = set.first(); place >= 0; place = set.next(place + 1)) {
                groups[place].open.add(i);
            }
        }
        for (int place = 0; place < groups.length; place++) {
            RelationSet required = costs.required(place);
            for (int before = required.first(); before >= 0; before = required.next(before + 1)) {
                groups[before].waiting.add(place);
            }
        }
    }

    /** Returns a way to join all relations. */
    JoinPath find() {
        List.copyOf(left).forEach(this::tryNeighbours);
        PriorityQueue<Group> products = new PriorityQueue<>(
                Comparator.comparing(Group::path, FEWEST_ROWS).thenComparingInt(Group::number));
        products.addAll(left);
        products.removeIf(group -> costs.isSpecialAlone(group.path()));
        int number = groups.length;
        while (left.size() > 1) {
            interrupts.run();
            Candidate next = candidate();
            if (next == null) {
                next = product(products);
            }
            Group joined = joined(number++, next);
            products.add(joined);
            tryNeighbours(joined);
        }
        return left.iterator().next().path();
    }

    /** Returns the join by a condition that has the fewest rows. */
    private @Nullable Candidate candidate() {
        Candidate next = candidates.poll();
        while (next != null && !(left.contains(next.one()) && left.contains(next.other()))) {
            next = candidates.poll();
        }
        if (next == null && tried > MOST_TRIED) {
            left.forEach(this::tryNeighbours);
            next = candidates.poll();
        }
        return next;
    }

    /** Returns the join of all pairs of rows that has the fewest: where no condition is left it is that of the two groups that have the fewest. */
    private Candidate product(PriorityQueue<Group> products) {
        Group one = smallest(products);
        Group other = smallest(products);
        JoinPath path = costs.joined(one.path(), other.path(), List.of());
        JoinPath mirrored = costs.joined(other.path(), one.path(), List.of());
        boolean isFirst = FEWEST_ROWS.compare(Objects.requireNonNull(path), Objects.requireNonNull(mirrored)) <= 0;
        return new Candidate(0, one, other, isFirst ? path : mirrored);
    }

    private Group smallest(PriorityQueue<Group> products) {
        Group next = products.poll();
        while (next != null && !left.contains(next)) {
            next = products.poll();
        }
        return Objects.requireNonNull(next, "no two relations can be joined");
    }

    private Group joined(int number, Candidate candidate) {
        boolean alone = costs.isSpecialAlone(candidate.other().path());
        boolean isFirst =
                alone || candidate.one().open.size() > candidate.other().open.size();
        Group larger = isFirst ? candidate.one() : candidate.other();
        Group smaller = isFirst ? candidate.other() : candidate.one();
        JoinPath path = candidate.path();
        TreeSet<Integer> open = larger.open;
        for (int condition : smaller.open) {
            if (costs.conditions().get(condition).set().isWithin(path.set())) {
                open.remove(condition);
            } else {
                open.add(condition);
            }
        }
        TreeSet<Integer> waiting = larger.waiting;
        waiting.addAll(smaller.waiting);
        waiting.removeIf(path.set()::has);
        Group joined = new Group(number, path, open, waiting);
        left.remove(larger);
        left.remove(smaller);
        left.add(joined);
        for (int place = path.set().first(); place >= 0; place = path.set().next(place + 1)) {
            groups[place] = joined;
        }
        return joined;
    }

    /** Tries to join a group to others by conditions. */
    private void tryNeighbours(Group group) {
        Set<Group> done = new LinkedHashSet<>();
        for (int condition : group.open) {
            Group other = other(group, costs.conditions().get(condition).set());
            // A pair is tried once, by the one that came to be later.
            if (other != null
                    && other.number() < group.number()
                    && done.add(other)
                    && tryBoth(group, other)
                    && tried > MOST_TRIED) {
                return;
            }
        }
        for (int place : group.waiting) {
            if (done.add(groups[place]) && tryJoin(group, groups[place]) && tried > MOST_TRIED) {
                return;
            }
        }
    }

    /** Returns the only other group that a set of relations touches, if there is one. */
    private @Nullable Group other(Group group, RelationSet set) {
        Group other = null;
        for (int place = set.first(); place >= 0; place = set.next(place + 1)) {
            if (!groups[place].equals(group)) {
                if (other != null && !groups[place].equals(other)) {
                    return null;
                }
                other = groups[place];
            }
        }
        return other;
    }

    private boolean tryBoth(Group one, Group other) {
        boolean first = tryJoin(one, other);
        return tryJoin(other, one) || first;
    }

    private boolean tryJoin(Group one, Group other) {
        if (!costs.isAllowed(one.path(), other.path())) {
            return false;
        }
        interrupts.run();
        boolean isFirst = !costs.isSpecialAlone(other.path()) && one.open.size() < other.open.size();
        Set<Integer> open = isFirst ? one.open : other.open;
        JoinPath path = costs.joined(
                one.path(),
                other.path(),
                open.stream().map(costs.conditions()::get).toList());
        if (path == null) {
            return false;
        }
        candidates.add(new Candidate(tried++, one, other, path));
        return true;
    }
}
