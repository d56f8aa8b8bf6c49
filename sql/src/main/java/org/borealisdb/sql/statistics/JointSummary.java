package org.borealisdb.sql.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.StoredText;
import org.borealisdb.expr.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/** Computes what is known of several dimensions together from their values in a sample, as PostgreSQL's ANALYZE does. Used once. */
public final class JointSummary {
    /** The square of how far off a frequency may be, as a part of it: PostgreSQL's fifth. */
    private static final double ERROR = 0.04;

    /** Longest texts of common values together. */
    private static final int MOST_CHARACTERS = 256 * 1024;

    private final List<SqlType> types;
    private final List<BoxedRow> rows;
    private final double total;
    private final Runnable step;
    /** By dimensions as bits, which rows have the same values: a number from 0 for each row. */
    private final Map<Integer, Groups> groups = new HashMap<>();

    /** Which rows have the same values. */
    private static final class Groups {
        private final int[] numbers;
        private final int count;

        private Groups(int[] numbers, int count) {
            this.numbers = numbers;
            this.count = count;
        }

        /** The number of a row's group. */
        private int of(int row) {
            return numbers[row];
        }

        private int[] sizes() {
            int[] sizes = new int[count];
            for (int number : numbers) {
                sizes[number]++;
            }
            return sizes;
        }
    }

    /**
     * Begins.
     *
     * @param types of the dimensions
     * @param rows of the sample, with a value for each dimension; not empty
     * @param total how many rows the table has
     * @param step is run now and then, and may throw
     */
    public JointSummary(List<SqlType> types, List<BoxedRow> rows, long total, Runnable step) {
        this.types = List.copyOf(types);
        this.rows = rows;
        this.total = (double) total;
        this.step = step;
        for (int dimension = 0; dimension < types.size(); dimension++) {
            groups.put(1 << dimension, ranked(dimension));
        }
    }

    private @Nullable Object value(int row, int dimension) {
        return rows.get(row).isNull(dimension) ? null : rows.get(row).objectAt(dimension);
    }

    /** Rows with the same value have the same number; values that are too long to be kept are all different. */
    private Groups ranked(int dimension) {
        step.run();
        SqlType type = types.get(dimension);
        List<Integer> known = new ArrayList<>();
        int[] numbers = new int[rows.size()];
        int count = 1;
        for (int row = 0; row < rows.size(); row++) {
            Object value = value(row, dimension);
            if (value instanceof WideValue) {
                numbers[row] = count++;
            } else if (value != null) {
                known.add(row);
            }
        }
        known.sort((left, right) -> ValueOrder.compare(type, present(left, dimension), present(right, dimension)));
        for (int i = 0; i < known.size(); i++) {
            boolean same = i > 0
                    && ValueOrder.compare(type, present(known.get(i - 1), dimension), present(known.get(i), dimension))
                            == 0;
            count += same ? 0 : 1;
            numbers[known.get(i)] = count - 1;
        }
        return dense(numbers, count);
    }

    private Object present(int row, int dimension) {
        return rows.get(row).objectAt(dimension);
    }

    /** Leaves out numbers that no row has. */
    private static Groups dense(int[] numbers, int count) {
        int[] renumbered = new int[count];
        Arrays.fill(renumbered, -1);
        int next = 0;
        int[] dense = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            if (renumbered[numbers[i]] < 0) {
                renumbered[numbers[i]] = next++;
            }
            dense[i] = renumbered[numbers[i]];
        }
        return new Groups(dense, next);
    }

    private Groups of(int dimensions) {
        Groups known = groups.get(dimensions);
        if (known == null) {
            step.run();
            int last = Integer.highestOneBit(dimensions);
            Groups some = of(dimensions - last);
            Groups other = of(last);
            Map<Long, Integer> pairs = new HashMap<>();
            int[] numbers = new int[rows.size()];
            for (int row = 0; row < numbers.length; row++) {
                long pair = (long) some.of(row) * other.count + other.of(row);
                Integer number = pairs.putIfAbsent(pair, pairs.size());
                numbers[row] = number == null ? pairs.size() - 1 : number;
            }
            known = new Groups(numbers, pairs.size());
            groups.put(dimensions, known);
        }
        return known;
    }

    /** Returns the choices of so many dimensions, in order. */
    private List<List<Integer>> choices(int size) {
        List<List<Integer>> all = new ArrayList<>();
        choose(List.of(), 0, size, all);
        return all;
    }

    private void choose(List<Integer> chosen, int from, int size, List<List<Integer>> all) {
        if (chosen.size() == size) {
            all.add(chosen);
            return;
        }
        for (int dimension = from; dimension < types.size(); dimension++) {
            List<Integer> more = new ArrayList<>(chosen);
            more.add(dimension);
            choose(more, dimension + 1, size, all);
        }
    }

    private static int bits(List<Integer> dimensions) {
        return dimensions.stream().mapToInt(dimension -> 1 << dimension).sum();
    }

    /** Returns how many values each two and more dimensions have together. */
    public List<JointStatistics.Distinct> distinct() {
        List<JointStatistics.Distinct> all = new ArrayList<>();
        for (int size = 2; size <= types.size(); size++) {
            for (List<Integer> dimensions : choices(size)) {
                all.add(new JointStatistics.Distinct(dimensions, distinct(of(bits(dimensions)))));
            }
        }
        return all;
    }

    /** The estimator of Haas and Stokes. */
    private double distinct(Groups of) {
        double once = Arrays.stream(of.sizes()).filter(size -> size == 1).count();
        double n = rows.size();
        double estimate = n * of.count / (n - once + once * n / total);
        return Math.floor(Math.clamp(estimate, of.count, Math.max(of.count, total)) + 0.5);
    }

    /** Returns which dimensions depend on others. */
    public List<JointStatistics.Dependency> dependencies() {
        List<JointStatistics.Dependency> all = new ArrayList<>();
        for (int size = 1; size < types.size(); size++) {
            for (List<Integer> from : choices(size)) {
                for (int to = 0; to < types.size(); to++) {
                    double degree = from.contains(to) ? 0 : degree(bits(from), to);
                    if (degree > 0) {
                        all.add(new JointStatistics.Dependency(from, to, degree));
                    }
                }
            }
        }
        return all;
    }

    /** The part of the rows whose value follows from those of other dimensions in the whole sample. */
    private double degree(int from, int to) {
        Groups determining = of(from);
        Groups both = of(from | 1 << to);
        int[] values = new int[determining.count];
        Arrays.fill(values, -1);
        boolean[] several = new boolean[values.length];
        for (int row = 0; row < rows.size(); row++) {
            int group = determining.of(row);
            int value = both.of(row);
            several[group] |= values[group] >= 0 && values[group] != value;
            values[group] = value;
        }
        int[] sizes = determining.sizes();
        long supporting = 0;
        for (int group = 0; group < sizes.length; group++) {
            supporting += several[group] ? 0 : sizes[group];
        }
        return (double) supporting / rows.size();
    }

    /**
     * Returns the most common values of all dimensions.
     *
     * @param target most of them
     */
    public List<JointStatistics.Common> common(int target) {
        Groups all = of((1 << types.size()) - 1);
        int[] sizes = all.sizes();
        int[] first = new int[all.count];
        Arrays.fill(first, -1);
        for (int row = 0; row < rows.size(); row++) {
            int group = all.of(row);
            first[group] = first[group] < 0 ? row : first[group];
        }
        List<Integer> order = new ArrayList<>();
        for (int group = 0; group < sizes.length; group++) {
            if (!isWide(first[group])) {
                order.add(group);
            }
        }
        order.sort(Comparator.<Integer>comparingInt(group -> -sizes[group])
                .thenComparing((left, right) -> compare(first[left], first[right])));
        double least = leastCount();
        List<JointStatistics.Common> common = new ArrayList<>();
        int characters = 0;
        for (int group : order.subList(0, Math.min(target, order.size()))) {
            if (sizes[group] < least || characters > MOST_CHARACTERS) {
                break;
            }
            JointStatistics.Common each = common(first[group], sizes[group]);
            characters += each.values().stream()
                    .mapToInt(value -> value == null ? 0 : value.length())
                    .sum();
            common.add(each);
        }
        return common;
    }

    /** Below it a count of the sample says too little of the table. */
    private double leastCount() {
        double n = rows.size();
        double of = total - n + ERROR * n * (total - 1);
        return of == 0 ? 0 : n * (total - n) / of;
    }

    private boolean isWide(int row) {
        for (int dimension = 0; dimension < types.size(); dimension++) {
            if (value(row, dimension) instanceof WideValue) {
                return true;
            }
        }
        return false;
    }

    /** By the values, NULL last. */
    private int compare(int left, int right) {
        for (int dimension = 0; dimension < types.size(); dimension++) {
            Object one = value(left, dimension);
            Object other = value(right, dimension);
            int order = one == null || other == null
                    ? Boolean.compare(one == null, other == null)
                    : ValueOrder.compare(types.get(dimension), one, other);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private JointStatistics.Common common(int row, int size) {
        List<@Nullable String> values = new ArrayList<>();
        double base = 1;
        for (int dimension = 0; dimension < types.size(); dimension++) {
            Object value = value(row, dimension);
            values.add(value == null ? null : StoredText.format(types.get(dimension), value));
            Groups one = of(1 << dimension);
            int number = one.of(row);
            base *= (double) Arrays.stream(one.numbers)
                            .filter(other -> other == number)
                            .count()
                    / rows.size();
        }
        return new JointStatistics.Common(values, (double) size / rows.size(), base);
    }
}
