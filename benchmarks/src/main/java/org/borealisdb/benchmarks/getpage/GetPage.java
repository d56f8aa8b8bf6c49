package org.borealisdb.benchmarks.getpage;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.borealisdb.benchmarks.contender.BorealisInSevenProcesses;
import org.borealisdb.benchmarks.contender.BorealisSettings;
import org.borealisdb.benchmarks.contender.Usage;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.redo.message.ReadWork;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.task.Task;

/**
 * Measures page reads at half the saturating write rate, with the write amplification of a node and the CPU time of it all. The bars: a read folds at most 64 records and 64 KiB of them, and
 * the 99th percentile of its time is at most 5 ms, and at most four times the median.
 */
public final class GetPage {
    private static final double MOST_MILLIS = 5;
    private static final double MOST_TIMES_MEDIAN = 4;
    private static final double MIB = 1 << 20;
    /** From the first read on a segment is looked after: these show what that is worth. */
    private static final Duration FIRST_READS = Duration.ofSeconds(10);
    /** Longer than any run. */
    private static final Duration HISTORY = Duration.ofHours(10);

    private final GetPageSettings settings;
    private final Path work;
    private final Optional<BorealisSettings> processes;
    private final PrintWriter out;

    private record Phase(Usage usage, long log, long nanos) {}

    /**
     * A measurement in a temporary folder below {@code work}.
     *
     * @param processes how nodes are started that are to be processes of their own
     */
    public GetPage(GetPageSettings settings, Path work, Optional<BorealisSettings> processes, PrintWriter out) {
        this.settings = settings;
        this.work = work;
        this.processes = processes;
        this.out = out;
    }

    /** Measures; true if all bars hold. */
    public boolean run() throws IOException, InterruptedException {
        try (Workspace workspace = new Workspace(work);
                MeasuredStorage region = storage(workspace)) {
            WriteLoad load = new WriteLoad(region, settings.pages());
            long from = load.fill();
            AtomicLong durable = new AtomicLong(from);
            line("filled %d pages", settings.pages());
            double most = load.run(settings.writers(), settings.saturating().toNanos(), Double.MAX_VALUE, durable);
            line("saturating: %.0f transactions a second", most);

            Phase before = phase(region);
            double warm = load.run(settings.writers(), settings.warming().toNanos(), most / 2, durable);
            Phase between = phase(region);
            line(
                    "at half of that, %.0f a second, for %d s:",
                    warm, settings.warming().toSeconds());
            report(before, between);

            ReadWork none = region.reads();
            reads(region, load, from, durable, most / 2, FIRST_READS);
            ReadWork first = region.reads();
            line(
                    "the first %d s of reads, from segments that nobody had read from: %d reads folded more than 64 records or 64 KiB, at"
                            + " most %d records",
                    FIRST_READS.toSeconds(), first.beyond() - none.beyond(), first.mostRecords());

            between = phase(region);
            Histogram nanos = reads(region, load, from, durable, most / 2, settings.measuring());
            Phase after = phase(region);
            line("with reads, for %d s:", settings.measuring().toSeconds());
            report(between, after);
            line("layers: %.0f MiB a copy", region.layerBytes() / MIB / MeasuredStorage.NODES);
            return verdict(nanos, first, region.reads(), region);
        }
    }

    private MeasuredStorage storage(Workspace workspace) throws IOException, InterruptedException {
        return processes.isPresent()
                ? new StorageProcesses(new BorealisInSevenProcesses(workspace, processes.get()), HISTORY)
                : new StorageInProcess(workspace.fresh("region"), HISTORY, settings.encrypted());
    }

    /** Reads while the load goes on at {@code rate}; how long reads took. */
    private Histogram reads(
            MeasuredStorage region, WriteLoad load, long from, AtomicLong durable, double rate, Duration length) {
        ReadLoad reads = new ReadLoad(region, load, from, durable);
        List<Task> readers = reads.start(settings.readers(), settings.readsPerSecond(), length.toNanos());
        load.run(settings.writers(), length.toNanos(), rate, durable);
        readers.forEach(Task::join);
        return reads.nanos();
    }

    private Phase phase(MeasuredStorage region) {
        return new Phase(
                Usage.of(List.of(ProcessHandle.current()), new ByteSize(0)),
                region.volume().vdl(),
                System.nanoTime());
    }

    private void report(Phase before, Phase after) {
        double log = (after.log() - before.log()) / MIB;
        double written = (after.usage().writtenBytes() - before.usage().writtenBytes()) / MIB;
        double cpu = after.usage().cpuSeconds() - before.usage().cpuSeconds();
        double seconds = (after.nanos() - before.nanos()) / 1e9;
        line(
                "  %.1f MiB of redo (%.2f a second); a node writes %.2f bytes to its disk for each of them; %.0f ms of CPU a"
                        + " MiB for six nodes, the client and the load; %.2f cores",
                log, log / seconds, written / MeasuredStorage.NODES / log, 1000 * cpu / log, cpu / seconds);
    }

    private boolean verdict(Histogram nanos, ReadWork before, ReadWork after, MeasuredStorage region) {
        long reads = after.served() - before.served();
        double median = nanos.getValueAtPercentile(50) / 1e6;
        double high = nanos.getValueAtPercentile(99) / 1e6;
        line(
                "%d page reads: median %.3f ms, p95 %.3f, p99 %.3f, p99.9 %.3f, longest %.1f",
                nanos.getTotalCount(),
                median,
                nanos.getValueAtPercentile(95) / 1e6,
                high,
                nanos.getValueAtPercentile(99.9) / 1e6,
                nanos.getMaxValue() / 1e6);
        line(
                "folded: %.1f records a read; %d reads more than 64 records or 64 KiB of them",
                (double) (after.records() - before.records()) / Math.max(1, reads), after.beyond() - before.beyond());
        line("hedged: %d of %d reads", region.counted("volume.reads.hedged"), region.counted("volume.reads"));
        boolean holds = bar("at most 64 records and 64 KiB folded", after.beyond() == before.beyond());
        holds &= bar("p99 at most 5 ms", high <= MOST_MILLIS);
        holds &= bar("p99 at most 4 times the median", high <= MOST_TIMES_MEDIAN * median);
        return holds;
    }

    private boolean bar(String what, boolean holds) {
        line("%s: %s", what, holds ? "holds" : "missed");
        return holds;
    }

    @FormatMethod
    private void line(@FormatString String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
