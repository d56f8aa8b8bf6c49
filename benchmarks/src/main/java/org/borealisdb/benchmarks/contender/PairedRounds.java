package org.borealisdb.benchmarks.contender;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.benchmarks.figure.Spread;

/**
 * What two servers did in turns, each round in the other order than the one before it.
 *
 * @param ours   figures of the first
 * @param theirs figures of the second
 * @param ratio  of the figures of the same round, first by second
 */
public record PairedRounds(Spread ours, Spread theirs, Spread ratio) {
    /** How far the worse quartile may be from a bar that the median reaches. */
    private static final double TOLERANCE = 0.95;

    /** Measures one server once. */
    @FunctionalInterface
    public interface Measurement {
        double of(Contender contender) throws IOException, InterruptedException;
    }

    /** Runs the rounds. */
    public static PairedRounds of(Contender first, Contender second, int rounds, Measurement measurement)
            throws IOException, InterruptedException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double their = round % 2 == 1 ? measurement.of(second) : 0;
            double our = measurement.of(first);
            if (round % 2 == 0) {
                their = measurement.of(second);
            }
            ours.add(our);
            theirs.add(their);
            ratios.add(our / their);
        }
        return new PairedRounds(Spread.of(ours), Spread.of(theirs), Spread.of(ratios));
    }

    /** Whether the ratio is at least a bar: its median reaches it, and the worse quartile comes within 5 % of it. */
    public boolean reaches(double bar) {
        return ratio.median() >= bar && ratio.lower() >= bar * TOLERANCE;
    }
}
