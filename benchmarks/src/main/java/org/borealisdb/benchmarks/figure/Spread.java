package org.borealisdb.benchmarks.figure;

import java.util.Arrays;
import java.util.Collection;

/** Median and quartiles of a few figures; quartiles are interpolated, so that two figures have some as well. */
public record Spread(double lower, double median, double upper) {
    /** Of no figures. */
    public static final Spread UNKNOWN = new Spread(Double.NaN, Double.NaN, Double.NaN);

    /** Of some figures; those that are not numbers are left out. */
    public static Spread of(Collection<Double> figures) {
        double[] sorted = figures.stream()
                .mapToDouble(Double::doubleValue)
                .filter(figure -> !Double.isNaN(figure))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return UNKNOWN;
        }
        return new Spread(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Whether there was a figure. */
    public boolean known() {
        return !Double.isNaN(median);
    }

    /** The same figures as an array, for the raw results. */
    public double[] toArray() {
        return new double[] {lower, median, upper};
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }
}
