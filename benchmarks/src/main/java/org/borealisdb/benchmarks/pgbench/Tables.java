package org.borealisdb.benchmarks.pgbench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.borealisdb.benchmarks.figure.Spread;
import org.borealisdb.benchmarks.figure.Table;
import org.borealisdb.runtime.config.ByteSize;

/** The two tables of a result: how fast, and at what cost. Figures are medians over the rounds. */
final class Tables {
    private static final String UNKNOWN = "-";

    private Tables() {}

    /** Borealis against each opponent. */
    static Table comparison(List<CellResult> results) {
        Table table = new Table(List.of(
                "cell",
                "against",
                "Borealis",
                "opponent",
                "ratio (quartiles)",
                "bar",
                "p99 ms",
                "CPU us/tx",
                "failed"));
        for (CellResult result : results) {
            if (result.opponents().isEmpty() || result.rounds().isEmpty()) {
                table.row(alone(result));
                continue;
            }
            for (Opponent opponent : Opponent.values()) {
                String other = result.opponents().get(opponent);
                if (other != null) {
                    table.row(List.of(
                            result.cell().title(),
                            opponent.title,
                            figure(result, result.subject()),
                            figure(result, other),
                            ratio(result.ratio(opponent)),
                            bar(result, opponent),
                            both(result, other, Sample::p99Millis, "%,.1f"),
                            both(result, other, Sample::cpuMicros, "%,.0f"),
                            result.failed(result.subject()) + " / " + result.failed(other)));
                }
            }
        }
        return table;
    }

    private static List<String> alone(CellResult result) {
        String subject = result.subject();
        return List.of(
                result.cell().title(),
                UNKNOWN,
                result.rounds().isEmpty() ? "cannot run" : figure(result, subject),
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                number("%,.1f", result.spread(subject, Sample::p99Millis).median()),
                number("%,.0f", result.spread(subject, Sample::cpuMicros).median()),
                String.valueOf(result.failed(subject)));
    }

    private static String figure(CellResult result, String server) {
        String format = result.cell().kind() == Cell.Kind.LOAD ? "%,.0f " : "%,.2f ";
        Spread spread = result.spread(server, Sample::figure);
        return spread.known()
                ? number(format, spread.median()) + result.cell().kind().unit()
                : UNKNOWN;
    }

    private static String ratio(Spread ratio) {
        return ratio.known()
                ? String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", ratio.median(), ratio.lower(), ratio.upper())
                : UNKNOWN;
    }

    private static String bar(CellResult result, Opponent opponent) {
        Double bar = result.cell().bars().get(opponent);
        if (bar == null) {
            return UNKNOWN;
        }
        String sign = result.cell().kind().lessIsBetter() ? "<= " : ">= ";
        String verdict = result.holds(opponent)
                .map(holds -> holds ? " holds" : " MISSED")
                .orElse("");
        return sign + number("%.1f", bar) + verdict;
    }

    private static String both(CellResult result, String other, ToDoubleFunction<Sample> figure, String format) {
        return number(format, result.spread(result.subject(), figure).median()) + " / "
                + number(format, result.spread(other, figure).median());
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? UNKNOWN : String.format(Locale.ROOT, format, value);
    }

    /** What each server took. */
    static Table costs(List<CellResult> results) {
        Table table = new Table(List.of(
                "cell",
                "server",
                "redo B/tx",
                "network B/tx",
                "disk B/tx",
                "memory",
                "beyond the pool",
                "backlog",
                "GC pauses"));
        for (CellResult result : results) {
            Set<String> servers = new LinkedHashSet<>();
            servers.add(result.subject());
            servers.addAll(new ArrayList<>(result.opponents().values()));
            for (String server : servers) {
                if (!result.samples(server).isEmpty()) {
                    boolean own = server.startsWith(result.subject());
                    table.row(List.of(
                            result.cell().title(),
                            server,
                            number(
                                    "%,.0f",
                                    result.spread(server, Sample::redoBytes).median()),
                            number(
                                    "%,.0f",
                                    result.spread(server, Sample::networkBytes).median()),
                            number(
                                    "%,.0f",
                                    result.spread(server, Sample::diskBytes).median()),
                            size(result.spread(server, Sample::residentBytes).upper()),
                            own
                                    ? size(result.spread(server, Sample::beyondPoolBytes)
                                            .upper())
                                    : UNKNOWN,
                            size(result.spread(server, Sample::backlogBytes).upper()),
                            server.equals(result.subject()) ? result.pauses().toString() : UNKNOWN));
                }
            }
        }
        return table;
    }

    private static String size(double bytes) {
        return Double.isNaN(bytes) ? UNKNOWN : new ByteSize((long) Math.max(0, bytes)).toString();
    }
}
