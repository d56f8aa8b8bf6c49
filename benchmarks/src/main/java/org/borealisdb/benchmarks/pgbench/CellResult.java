package org.borealisdb.benchmarks.pgbench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.borealisdb.benchmarks.figure.Spread;

/**
 * What a cell gave.
 *
 * @param cell      the cell
 * @param subject   name of the Borealis that was measured
 * @param opponents names of the servers that it was compared with
 * @param rounds    those that were measured
 * @param problems  what went wrong: a server that cannot run the cell, one that had ended
 * @param pauses    garbage collections of Borealis meanwhile
 */
record CellResult(
        Cell cell,
        String subject,
        Map<Opponent, String> opponents,
        List<Round> rounds,
        List<String> problems,
        Pauses pauses) {
    CellResult {
        opponents = Map.copyOf(opponents);
        rounds = List.copyOf(rounds);
        problems = List.copyOf(problems);
    }

    CellResult with(Pauses newPauses) {
        return new CellResult(cell, subject, opponents, rounds, problems, newPauses);
    }

    /** The spread of a figure of a server. */
    Spread spread(String server, ToDoubleFunction<Sample> figure) {
        return Spread.of(samples(server).stream().map(figure::applyAsDouble).toList());
    }

    Collection<Sample> samples(String server) {
        List<Sample> samples = new ArrayList<>();
        rounds.forEach(round -> round.of(server).ifPresent(samples::add));
        return samples;
    }

    /** The spread of Borealis / opponent, each pair of the same round. */
    Spread ratio(Opponent opponent) {
        String other = opponents.getOrDefault(opponent, "");
        List<Double> ratios = new ArrayList<>();
        for (Round round : rounds) {
            Optional<Sample> mine = round.of(subject);
            Optional<Sample> theirs = round.of(other);
            if (mine.isPresent() && theirs.isPresent()) {
                ratios.add(mine.get().figure() / theirs.get().figure());
            }
        }
        return Spread.of(ratios);
    }

    /** Failed transactions of a server. */
    long failed(String server) {
        return samples(server).stream().mapToLong(Sample::failed).sum();
    }

    /**
     * Whether the bar against an opponent holds: the median reaches it, and the worse quartile comes within 5 % of it. Empty if there is
     * none, or nothing to tell it from.
     */
    Optional<Boolean> holds(Opponent opponent) {
        Double bar = cell.bars().get(opponent);
        Spread ratio = ratio(opponent);
        if (bar == null || !ratio.known()) {
            return Optional.empty();
        }
        return Optional.of(
                cell.kind().lessIsBetter()
                        ? ratio.median() <= bar && ratio.upper() <= 1.05 * bar
                        : ratio.median() >= bar && ratio.lower() >= 0.95 * bar);
    }
}
