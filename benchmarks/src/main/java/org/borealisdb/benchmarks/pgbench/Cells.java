package org.borealisdb.benchmarks.pgbench;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.runtime.config.ByteSize;

/** The cells of the table, with their bars. */
final class Cells {
    private static final ByteSize SMALL_POOL = ByteSize.ofMebibytes(256);
    private static final int LARGE_SCALE = 100;
    private static final int MANY = 1000;
    private static final int BASE = 32;

    private static final List<Cell> ALL = List.of(
            Cell.load("select-prepared-8", Script.SELECT_ONLY, "prepared", 8).against(Opponent.ALONE, 1.5),
            Cell.load("select-prepared-32", Script.SELECT_ONLY, "prepared", 32).against(Opponent.ALONE, 1.5),
            Cell.load("select-simple-8", Script.SELECT_ONLY, "simple", 8).against(Opponent.ALONE, 2),
            Cell.load("select-simple-32", Script.SELECT_ONLY, "simple", 32).against(Opponent.ALONE, 2),
            Cell.load("tpcb-prepared-1", Script.TPC_B, "prepared", 1)
                    .against(Opponent.ALONE, 1)
                    .against(Opponent.STANDBYS, 2),
            Cell.load("tpcb-prepared-8", Script.TPC_B, "prepared", 8).against(Opponent.ALONE, 1),
            Cell.load("tpcb-prepared-32", Script.TPC_B, "prepared", 32)
                    .against(Opponent.ALONE, 1.2)
                    .against(Opponent.STANDBYS, 3),
            Cell.load("tpcb-simple-32", Script.TPC_B, "simple", 32)
                    .against(Opponent.ALONE, 1.2)
                    .against(Opponent.STANDBYS, 3),
            Cell.load("connections-1000-tpcb", Script.TPC_B, "prepared", MANY).againstSelf(BASE, 0.8),
            Cell.load("connections-1000-select", Script.SELECT_ONLY, "prepared", MANY)
                    .againstSelf(BASE, 0.8),
            Cell.load("restart", Script.TPC_B, "prepared", BASE)
                    .titled("restart after a crash under TPC-B, 32 clients")
                    .of(Cell.Kind.RESTART),
            Cell.load("init-100", Script.TPC_B, "simple", 1)
                    .titled("pgbench -i -s " + Cell.SCALE)
                    .of(Cell.Kind.INITIALISE)
                    .at(LARGE_SCALE)
                    .against(Opponent.ALONE, 3)
                    .against(Opponent.STANDBYS, 1),
            small(Cell.load("small-pool-select-prepared-32", Script.SELECT_ONLY, "prepared", BASE), 0.5),
            small(Cell.load("small-pool-tpcb-prepared-32", Script.TPC_B, "prepared", BASE), 0.8));

    private Cells() {}

    private static Cell small(Cell cell, double bar) {
        return cell.titled(cell.title() + ", scale " + Cell.SCALE + ", pool " + SMALL_POOL)
                .at(LARGE_SCALE)
                .with(SMALL_POOL)
                .against(Opponent.ALONE, bar);
    }

    static List<Cell> all() {
        return ALL;
    }

    /** Cells whose name fits any of the patterns ({@code *} stands for any characters), in the order of the table. */
    static List<Cell> chosen(List<String> patterns) {
        Set<Cell> chosen = new LinkedHashSet<>();
        List<PathMatcher> matchers = new ArrayList<>();
        for (String pattern : patterns) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            if (ALL.stream().noneMatch(cell -> matcher.matches(Path.of(cell.name())))) {
                throw new BenchmarkException("no cell is named " + pattern + "; there are "
                        + String.join(", ", ALL.stream().map(Cell::name).toList()));
            }
            matchers.add(matcher);
        }
        for (Cell cell : ALL) {
            if (matchers.stream().anyMatch(matcher -> matcher.matches(Path.of(cell.name())))) {
                chosen.add(cell);
            }
        }
        return List.copyOf(chosen);
    }
}
