package org.borealisdb.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.borealisdb.runtime.config.ByteSize;
import org.junit.jupiter.api.Test;

/** CPU time of processes that end while somebody looks. */
class ProcessCountersTest {
    private static final Optional<ProcessCounters> GONE = Optional.empty();

    private static Optional<ProcessCounters> counters(long ticks, long endedTicks) {
        return Optional.of(new ProcessCounters(ticks, endedTicks, 0));
    }

    private static <T> Queue<T> answers(List<T> answers) {
        return new ArrayDeque<>(answers);
    }

    /** A parent has used 10 ticks, a child that was waited for 5 and another one 100, whatever is read when. */
    private static long ticks(List<List<String>> processes, Map<String, Queue<Optional<ProcessCounters>>> answers) {
        Queue<List<String>> lists = answers(processes);
        ProcessCounters sum = ProcessCounters.sum(
                lists::remove,
                process -> Objects.requireNonNull(answers.get(process)).remove());
        assertThat(lists).isEmpty();
        assertThat(answers.values()).allMatch(Queue::isEmpty);
        return sum.ticks() + sum.endedTicks();
    }

    @Test
    void nothingEnds() {
        assertThat(ticks(
                        List.of(List.of("parent", "child")),
                        Map.of(
                                "parent", answers(List.of(counters(10, 5), counters(11, 5))),
                                "child", answers(List.of(counters(100, 0), counters(103, 0))))))
                .isEqualTo(115);
    }

    @Test
    void aChildThatEndsAfterItsParentWasReadIsNotMissed() {
        assertThat(ticks(
                        List.of(List.of("parent", "child"), List.of("parent")),
                        Map.of(
                                "parent",
                                answers(List.of(
                                        counters(10, 5), counters(10, 105), counters(10, 105), counters(10, 105))),
                                "child",
                                answers(List.of(GONE)))))
                .isEqualTo(115);
    }

    @Test
    void aChildThatEndsBeforeItsParentIsReadCountsOnce() {
        assertThat(ticks(
                        List.of(List.of("child", "parent"), List.of("parent")),
                        Map.of(
                                "parent", answers(List.of(counters(10, 105), counters(10, 105), counters(10, 105))),
                                "child", answers(List.of(counters(100, 0), GONE)))))
                .isEqualTo(115);
    }

    @Test
    void theLastLookCountsWhereSomethingAlwaysEnds() {
        long[] looks = {0};
        ProcessCounters sum = ProcessCounters.sum(
                () -> List.of("parent"), process -> Optional.of(new ProcessCounters(1, ++looks[0], 0)));
        assertThat(looks[0]).isGreaterThan(2);
        assertThat(sum.endedTicks()).isEqualTo(looks[0] - 1);
    }

    /** Of a shell and the one that it starts, which counts to a million and ends. */
    @Test
    void whatEndedBetweenTwoLooksIsCounted() throws IOException {
        String script = "(i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); done); echo ended; read line";
        Process shell = new ProcessBuilder("sh", "-c", script).start();
        try (BufferedReader output = shell.inputReader()) {
            assertThat(output.readLine()).isEqualTo("ended");
            assertThat(shell.descendants()).isEmpty();
            Usage usage = Usage.of(List.of(shell.toHandle()), ByteSize.ofMebibytes(1));
            assertThat(usage.cpuSeconds()).isGreaterThan(0.05);
            assertThat(usage.residentBytes()).isPositive();
        } finally {
            shell.destroyForcibly();
        }
    }
}
