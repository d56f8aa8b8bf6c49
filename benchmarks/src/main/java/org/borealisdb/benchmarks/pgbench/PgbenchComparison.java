package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.borealisdb.benchmarks.contender.PostgresPrograms;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.benchmarks.figure.Conditions;

/** A whole comparison: prints the conditions, runs the cells, prints and keeps the result. */
public final class PgbenchComparison {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'pgbench-'yyyyMMdd-HHmmss", Locale.ROOT);

    private final MatrixSettings settings;
    private final Path home;
    private final Path work;
    private final Path postgres;
    private final PrintWriter out;

    /**
     * A comparison.
     *
     * @param home     root of the working tree; results go below it
     * @param work     where the temporary folder is made
     * @param postgres folder of PostgreSQL's programs
     */
    public PgbenchComparison(MatrixSettings settings, Path home, Path work, Path postgres, PrintWriter out) {
        this.settings = settings;
        this.home = home;
        this.work = work;
        this.postgres = postgres;
        this.out = out;
    }

    /** Prints the names of all cells. */
    public static void list(PrintWriter out) {
        for (Cell cell : Cells.all()) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-30s %s",
                    cell.name(),
                    cell.title().replace(Cell.SCALE, String.valueOf(cell.scale().orElse(0)))));
        }
        out.flush();
    }

    /** Runs the cells that fit the patterns; true if all bars held. */
    public boolean run(List<String> patterns) throws IOException, InterruptedException {
        List<Cell> cells = Cells.chosen(patterns);
        PostgresPrograms programs = new PostgresPrograms(postgres);
        try (Workspace workspace = new Workspace(work)) {
            Map<String, String> conditions = Conditions.of(home, workspace.folder(), programs.path("pgbench"));
            conditions.put(
                    "rounds",
                    settings.rounds() + " of " + settings.seconds() + " s after " + settings.warmUpSeconds()
                            + " s of warm-up, taking turns"
                            + (settings.quick() ? "; QUICK: the figures mean little" : ""));
            conditions.put("scale", settings.scale() + " where the cell does not say otherwise");
            conditions.forEach((name, value) -> out.println(name + ": " + value));
            Report report = new Report(
                    home.resolve("benchmarks").resolve("results"),
                    LocalDateTime.now(ZoneId.systemDefault()).format(NAME),
                    conditions);
            new Matrix(settings, workspace, programs, new Console(out), report).run(cells);
            out.println(report.human());
            out.flush();
            return report.allHold();
        }
    }
}
