package org.borealisdb.benchmarks.contender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.borealisdb.runtime.config.ByteSize;

/**
 * What processes have used, from Linux's {@code /proc}, with what those of them used that have ended.
 *
 * @param cpuSeconds   user and system time
 * @param residentBytes memory; pages that processes share count once (proportional set size), if it may be read
 * @param writtenBytes bytes sent to the block device
 * @param poolBytes    the part of it that is a page cache mapped in one piece, as that of a Borealis writer is
 */
public record Usage(double cpuSeconds, long residentBytes, long writtenBytes, long poolBytes) {
    /** Linux counts time in /proc in hundredths of a second on every architecture that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** A mapping of the pool's size may have been joined with a neighbour by so much. */
    private static final long JOINED = 64L << 20;

    /** Usage of these processes and of everything below them; {@code pool} is the size of a page cache to tell apart. */
    public static Usage of(Collection<ProcessHandle> roots, ByteSize pool) {
        ProcessCounters counters = ProcessCounters.sum(() -> folders(roots), ProcessCounters::of);
        long resident = 0;
        long residentPool = 0;
        for (Path process : folders(roots)) {
            long[] memory = memory(process, pool.bytes());
            resident += memory[0];
            residentPool = Math.max(residentPool, memory[1]);
        }
        double cpuSeconds = (counters.ticks() + counters.endedTicks()) / TICKS_PER_SECOND;
        return new Usage(cpuSeconds, resident, counters.writtenBytes(), residentPool);
    }

    /** The folders in {@code /proc} of these processes and of everything below them. */
    private static List<Path> folders(Collection<ProcessHandle> roots) {
        return roots.stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .map(process -> Path.of("/proc", String.valueOf(process.pid())))
                .toList();
    }

    /** Proportional set size of a process, and the resident part of its page cache; of one that is gone, nothing. */
    private static long[] memory(Path process, long pool) {
        List<String> lines;
        try {
            lines = Files.readAllLines(process.resolve("smaps"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return new long[2];
        }
        long total = 0;
        long size = 0;
        long residentPool = 0;
        for (String line : lines) {
            if (line.startsWith("Size:")) {
                size = kibibytes(line);
            } else if (line.startsWith("Rss:") && size >= pool && size <= pool + JOINED) {
                residentPool = Math.max(residentPool, kibibytes(line));
            } else if (line.startsWith("Pss:")) {
                total += kibibytes(line);
            }
        }
        return new long[] {total, residentPool};
    }

    private static long kibibytes(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }

    /** What was used since an earlier look; memory is that of now. */
    public Usage since(Usage earlier) {
        return new Usage(
                Math.max(0, cpuSeconds - earlier.cpuSeconds),
                residentBytes,
                Math.max(0, writtenBytes - earlier.writtenBytes),
                poolBytes);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.2f s CPU, %d bytes resident, %d written", cpuSeconds, residentBytes, writtenBytes);
    }
}
