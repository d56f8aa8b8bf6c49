package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.Contender;
import org.borealisdb.benchmarks.contender.PostgresPrograms;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.runtime.config.ByteSize;

/** Runs cells: those of the same scale and pool one after the other on the same servers. */
final class Matrix {
    private static final Duration INITIALISE_PATIENCE = Duration.ofMinutes(15);

    private final MatrixSettings settings;
    private final Workspace workspace;
    private final PostgresPrograms programs;
    private final Pgbench pgbench;
    private final Console console;
    private final Report report;

    /** Scale and pool: what the servers of a field have in common. */
    private record Setting(int scale, ByteSize pool) {}

    Matrix(MatrixSettings settings, Workspace workspace, PostgresPrograms programs, Console console, Report report) {
        this.settings = settings;
        this.workspace = workspace;
        this.programs = programs;
        this.pgbench = new Pgbench(workspace, programs);
        this.console = console;
        this.report = report;
    }

    void run(List<Cell> cells) throws IOException, InterruptedException {
        Map<Setting, List<Cell>> groups = new LinkedHashMap<>();
        for (Cell cell : cells) {
            Setting setting = new Setting(settings.scale(cell), settings.pool(cell));
            groups.computeIfAbsent(setting, _ -> new ArrayList<>()).add(cell.resolved(setting.scale(), setting.pool()));
        }
        for (Map.Entry<Setting, List<Cell>> group : groups.entrySet()) {
            Setting setting = group.getKey();
            console.line("Servers with scale %d, pool %s:", setting.scale(), setting.pool());
            Field field = new Field(workspace, programs, settings, setting.pool());
            try {
                boolean needsTables = group.getValue().stream().anyMatch(cell -> cell.kind() != Cell.Kind.INITIALISE);
                for (Contender contender : field.all().values()) {
                    prepare(field, contender, setting, needsTables);
                }
                for (Cell cell : group.getValue()) {
                    report.add(measure(field, cell));
                }
            } finally {
                field.stop();
            }
        }
    }

    private void prepare(Field field, Contender contender, Setting setting, boolean needsTables)
            throws IOException, InterruptedException {
        report.settings(contender.name(), contender.settings());
        try {
            contender.start();
            if (needsTables) {
                double seconds = pgbench.initialise(contender.endpoint(), setting.scale(), INITIALISE_PATIENCE);
                console.line("  %s is filled (%.1f s)", contender.name(), seconds);
            } else {
                console.line("  %s runs", contender.name());
            }
        } catch (BenchmarkException failure) {
            console.line("  %s: %s", contender.name(), String.valueOf(failure.getMessage()));
            field.failed(contender.name(), failure);
        }
    }

    private CellResult measure(Field field, Cell cell) throws IOException, InterruptedException {
        console.line("%s: %s", cell.name(), cell.title());
        Pauses before = field.pauses();
        CellRun run = new CellRun(field, cell, settings, workspace, pgbench, console);
        CellResult result = run.run();
        CellResult complete = result.with(field.pauses().since(before));
        complete.problems().forEach(problem -> console.line("  %s", problem));
        return complete;
    }
}
