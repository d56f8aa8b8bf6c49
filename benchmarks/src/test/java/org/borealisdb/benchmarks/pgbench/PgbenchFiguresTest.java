package org.borealisdb.benchmarks.pgbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.figure.Spread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from pgbench and the JVM, and what is concluded from it. */
class PgbenchFiguresTest {
    private static final String OUTPUT = """
            pgbench (15.18 (Debian 15.18-0+deb12u1))
            transaction type: <builtin: TPC-B (sort of)>
            number of transactions actually processed: 13190
            number of failed transactions: 3 (0.023%)
            latency average = 24.21 ms
            initial connection time = 86.532 ms
            tps = 1321.906137 (without initial connection time)
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void outputIsReadOrRefused() {
        assertThat(PgbenchOutput.parse(OUTPUT)).isEqualTo(new PgbenchOutput(1321.906137, 13_190, 3));
        assertThatThrownBy(() -> PgbenchOutput.parse("pgbench: error: connection failed"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("connection failed");
        assertThatThrownBy(() -> PgbenchOutput.parse(OUTPUT.replace("13190", "0")))
                .hasMessageContaining("no transaction");
    }

    @Test
    void percentilesComeFromAllThreadsWithoutFailures() throws IOException {
        StringBuilder even = new StringBuilder();
        StringBuilder odd = new StringBuilder();
        for (int i = 1; i <= 100; i++) {
            (i % 2 == 0 ? even : odd)
                    .append("0 ")
                    .append(i)
                    .append(' ')
                    .append(i * 1000)
                    .append(" 0 1700000000 123\n");
        }
        odd.append("1 7 failed 0 1700000000 123\n1 8 skipped 0 1700000000 123\n");
        Files.writeString(folder.resolve("log.1"), even);
        Files.writeString(folder.resolve("log.1.1"), odd);
        assertThat(LatencyLog.percentileMillis(folder, 0.99)).isEqualTo(99);
        assertThat(LatencyLog.percentileMillis(folder, 0.5)).isEqualTo(50);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(LatencyLog.percentileMillis(empty, 0.99)).isNaN();
    }

    @Test
    void quartilesAreInterpolated() {
        assertThat(Spread.of(List.of(5.0, 1.0, 3.0, 2.0, 4.0))).isEqualTo(new Spread(2, 3, 4));
        assertThat(Spread.of(List.of(1.0, 2.0)).lower()).isCloseTo(1.25, within(1e-9));
        assertThat(Spread.of(List.of(Double.NaN)).known()).isFalse();
    }

    @Test
    void pausesAreThoseSinceTheLastLook() throws IOException {
        Path log = folder.resolve("gc");
        Files.writeString(log, "[1.0s] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->4M(128M) 2.5ms\n");
        Pauses before = Pauses.read(log);
        Files.writeString(
                log,
                Files.readString(log)
                        + "[1.1s] GC(1) Concurrent Mark Cycle 9.0ms\n[2.0s] GC(2) Pause Remark 4M->4M(128M) 1.5ms\n");
        assertThat(before.millis()).containsExactly(2.5);
        assertThat(Pauses.read(log).since(before).millis()).containsExactly(1.5);
        // A process that was started again begins its log again.
        assertThat(before.since(Pauses.read(log)).millis()).containsExactly(2.5);
        assertThat(Pauses.read(folder.resolve("none")).millis()).isEmpty();
    }

    @Test
    void progressIsReadIntervalByInterval() {
        assertThat(
                        Soak.progress(
                                "progress: 30.0 s, 1234.5 tps, lat 25.9 ms stddev 5\nx\nprogress: 60.0 s, 99.0 tps, lat 1 ms\n"))
                .containsExactly(1234.5, 99.0);
    }

    private static CellResult result(Cell cell, double... pairs) {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            rounds.add(new Round(Map.of("mine", sample(pairs[i]), "theirs", sample(pairs[i + 1]))));
        }
        return new CellResult(cell, "mine", Map.of(Opponent.ALONE, "theirs"), rounds, List.of(), Pauses.NONE);
    }

    private static Sample sample(double figure) {
        return new Sample(figure, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void aBarHoldsByItsMedianAndItsWorseQuartile() {
        Cell rate = Cell.load("x", Script.TPC_B, "prepared", 1).against(Opponent.ALONE, 1);
        assertThat(result(rate, 10, 10, 12, 10, 11, 10).holds(Opponent.ALONE)).isEqualTo(Optional.of(true));
        // The median reaches it, and a quarter of the rounds does not come near.
        assertThat(result(rate, 10, 10, 10, 10, 8, 10, 8, 10, 10, 10).holds(Opponent.ALONE))
                .isEqualTo(Optional.of(false));
        assertThat(result(rate, 9.9, 10, 9.9, 10).holds(Opponent.ALONE)).isEqualTo(Optional.of(false));
        Cell time = rate.of(Cell.Kind.INITIALISE);
        assertThat(result(time, 10, 10, 9, 10).holds(Opponent.ALONE)).isEqualTo(Optional.of(true));
        assertThat(result(time, 12, 10, 12, 10).holds(Opponent.ALONE)).isEqualTo(Optional.of(false));
        assertThat(result(rate).holds(Opponent.ALONE)).isEmpty();
        assertThat(result(rate, 1, 1).holds(Opponent.STANDBYS)).isEmpty();
    }

    @Test
    void cellsAreChosenByPattern() {
        assertThat(Cells.chosen(List.of("tpcb-*")).stream().map(Cell::name))
                .containsExactly("tpcb-prepared-1", "tpcb-prepared-8", "tpcb-prepared-32", "tpcb-simple-32");
        assertThat(Cells.chosen(List.of("*"))).hasSize(14);
        assertThatThrownBy(() -> Cells.chosen(List.of("nothing-*")))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("tpcb-simple-32");
    }

    @Test
    void resultsBecomeTablesAndRawFigures() {
        Cell cell = Cell.load("x", Script.TPC_B, "prepared", 1).against(Opponent.ALONE, 1);
        List<CellResult> results = List.of(result(cell, 10, 10, 12, 10), result(cell));
        assertThat(Tables.comparison(results).markdown())
                .contains(
                        "| TPC-B, prepared, 1 client | PostgreSQL alone | 11 tps | 10 tps | 1.10 (1.05 to 1.15) | >= 1.0 holds |")
                .contains("cannot run");
        assertThat(Tables.costs(results).human()).contains("theirs");
        assertThat(RawResults.json(Map.of("machine", "m"), Map.of("mine", "s"), results))
                .contains("\"machine\" : \"m\"", "\"rounds\"", "\"figure\" : 12.0");
    }
}
