package org.borealisdb.sql.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.StoredText;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.ValuePrefix;

/** Computes what is known of a column from its values in a sample, as PostgreSQL's ANALYZE does. Used once. */
public final class ColumnSummary {
    /** Most common values, and stretches of the histogram, at most: PostgreSQL's default. */
    public static final int TARGET = 100;

    /** If there are more values than this part of the rows, their number is thought to grow with the table. */
    private static final double GROWING = 0.1;

    private static final int SHORT_HEADER_LIMIT = 126;
    private static final int SHORT_HEADER = 1;
    private static final int LONG_HEADER = 4;

    private final SqlType type;
    private final boolean prefixed;
    private final List<Valued> values = new ArrayList<>();
    private final int sampled;
    private final double total;
    private final int target;
    private int nulls;
    private int tooWide;
    private long bytes;

    /** A value, what it begins with ({@link ValuePrefix}), and the place of its row in the sample. */
    private record Valued(long prefix, Object value, int place) {}

    /** Equal values: where they begin in order, and how many they are. */
    private record Run(int from, int count) {}

    private ColumnSummary(SqlType type, int sampled, double total, int target) {
        this.target = target;
        this.type = type;
        this.prefixed = ValuePrefix.isKnown(type);
        this.sampled = sampled;
        this.total = total;
    }

    /**
     * Returns what is known of a column.
     *
     * @param rows of the sample, in the order of the table; not empty
     * @param total how many rows the table has
     * @param target most common values, and stretches of the histogram, at most
     */
    public static ColumnStatistics of(SqlType type, List<BoxedRow> rows, int column, long total, int target) {
        ColumnSummary summary = new ColumnSummary(type, rows.size(), (double) total, target);
        for (int i = 0; i < rows.size(); i++) {
            BoxedRow row = rows.get(i);
            if (row.isNull(column)) {
                summary.nulls++;
            } else {
                summary.add(row, column, i);
            }
        }
        return summary.result();
    }

    private void add(BoxedRow row, int column, int place) {
        Object value = row.objectAt(column);
        int width = width(value);
        bytes += width;
        if (width > TableSample.MOST_BYTES) {
            tooWide++;
        } else {
            values.add(new Valued(prefixed ? ValuePrefix.of(type, row, column) : 0, value, place));
        }
    }

    /** As many bytes as PostgreSQL stores. */
    private int width(Object value) {
        if (type.length() > 0) {
            return type.length();
        }
        int length = value instanceof WideValue wide ? wide.bytes() : WideValue.length(type, value);
        return length + (length <= SHORT_HEADER_LIMIT ? SHORT_HEADER : LONG_HEADER);
    }

    private ColumnStatistics result() {
        double nullFraction = (double) nulls / sampled;
        int present = sampled - nulls;
        if (present == 0) {
            return new ColumnStatistics(
                    nullFraction,
                    Math.max(0, type.length()),
                    0,
                    List.of(),
                    List.of(),
                    List.of(),
                    OptionalDouble.empty());
        }
        int width = type.length() > 0 ? type.length() : (int) ((double) bytes / present);
        if (!type.isOrdered()) {
            return new ColumnStatistics(
                    nullFraction, width, 0, List.of(), List.of(), List.of(), OptionalDouble.empty());
        }
        if (values.isEmpty()) {
            return new ColumnStatistics(
                    nullFraction, width, -(1 - nullFraction), List.of(), List.of(), List.of(), OptionalDouble.empty());
        }
        values.sort(this::compare);
        List<Run> runs = runs();
        List<Run> repeated =
                new ArrayList<>(runs.stream().filter(run -> run.count() > 1).toList());
        double distinct = distinct(runs.size(), repeated.size(), nullFraction);
        repeated.sort(Comparator.comparingInt(Run::count).reversed());
        List<Run> tracked = repeated.subList(0, Math.min(target, repeated.size()));
        boolean all = tracked.size() == runs.size() && tooWide == 0 && distinct > 0;
        List<Run> common = all ? tracked : tracked.subList(0, worthListing(tracked, distinct, nullFraction));
        return new ColumnStatistics(
                nullFraction,
                width,
                distinct,
                common.stream().map(run -> text(run.from())).toList(),
                common.stream().map(run -> (double) run.count() / sampled).toList(),
                histogram(runs.size() - common.size(), common),
                correlation());
    }

    private int compare(Valued left, Valued right) {
        return left.prefix() != right.prefix()
                ? Long.compare(left.prefix(), right.prefix())
                : ValueOrder.compare(type, left.value(), right.value());
    }

    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= values.size(); i++) {
            if (i == values.size() || compare(values.get(i), values.get(from)) != 0) {
                runs.add(new Run(from, i - from));
                from = i;
            }
        }
        return runs;
    }

    /** How many values the table has: the estimator of Haas and Stokes, from how many the sample has once and more than once. */
    private double distinct(int different, int repeated, double nullFraction) {
        if (repeated == 0) {
            return -(1 - nullFraction);
        }
        double estimate;
        if (tooWide == 0 && repeated == different) {
            estimate = different;
        } else {
            double once = different - repeated + tooWide;
            double known = once + repeated;
            double n = sampled - nulls;
            double all = total * (1 - nullFraction);
            estimate = all > 0 ? n * known / (n - once + once * n / all) : 0;
            estimate = Math.floor(Math.max(known, Math.min(estimate, all)) + 0.5);
        }
        return estimate > GROWING * total ? -(estimate / total) : estimate;
    }

    /** How many of the most common values are so much more common than the others that the sample's luck does not explain it. */
    private int worthListing(List<Run> tracked, double distinct, double nullFraction) {
        if (sampled == total || total <= 1) {
            return tracked.size();
        }
        double different = distinct < 0 ? -distinct * total : distinct;
        int count = tracked.size();
        double listed = tracked.stream().mapToLong(Run::count).sum();
        while (count > 0) {
            int last = tracked.get(count - 1).count();
            listed -= last;
            double rest = Math.clamp(1 - listed / sampled - nullFraction, 0.0, 1.0);
            double others = different - (count - 1);
            double expected = others > 1 ? rest / others : rest;
            double inTable = total * last / sampled;
            double variance = sampled * inTable * (total - inTable) * (total - sampled) / (total * total * (total - 1));
            if (last > expected * sampled + 2 * Math.sqrt(variance) + 0.5) {
                break;
            }
            count--;
        }
        return count;
    }

    private List<String> histogram(int different, List<Run> common) {
        int bounds = Math.min(different, target + 1);
        if (bounds < 2) {
            return List.of();
        }
        boolean[] listed = new boolean[values.size()];
        for (Run run : common) {
            Arrays.fill(listed, run.from(), run.from() + run.count(), true);
        }
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < listed.length; i++) {
            if (!listed[i]) {
                left.add(i);
            }
        }
        List<String> histogram = new ArrayList<>();
        for (int i = 0; i < bounds; i++) {
            long place = (long) i * (left.size() - 1) / (bounds - 1);
            histogram.add(text(left.get((int) place)));
        }
        return histogram;
    }

    private String text(int place) {
        return StoredText.format(type, values.get(place).value());
    }

    private OptionalDouble correlation() {
        double n = values.size();
        if (n < 2) {
            return OptionalDouble.empty();
        }
        double places = n * (n - 1) / 2;
        double squares = n * (n - 1) * (2 * n - 1) / 6;
        int[] ranks = ranks();
        double products = 0;
        for (int i = 0; i < values.size(); i++) {
            products += (double) i * ranks[i];
        }
        double spread = n * squares - places * places;
        return OptionalDouble.of((n * products - places * places) / spread);
    }

    /** Of the values in order, which place their rows have among those that have a value. */
    private int[] ranks() {
        int[] rankOfPlace = new int[sampled];
        for (Valued valued : values) {
            rankOfPlace[valued.place()] = 1;
        }
        int rank = 0;
        for (int place = 0; place < sampled; place++) {
            rank += rankOfPlace[place];
            rankOfPlace[place] = rank - 1;
        }
        return values.stream().mapToInt(valued -> rankOfPlace[valued.place()]).toArray();
    }
}
