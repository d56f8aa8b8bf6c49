package org.borealisdb.benchmarks.contender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.borealisdb.runtime.config.ByteSize;

/**
 * What processes have used, from Linux's {@code /proc}. A process that ended and was waited for is in the figures of its parent.
 *
 * @param cpuSeconds   user and system time
 * @param residentBytes memory; pages that processes share count once (proportional set size), if it may be read
 * @param writtenBytes bytes sent to the block device
 * @param poolBytes    the part of it that is a page cache mapped in one piece, as that of a Borealis writer is
 */
public record Usage(double cpuSeconds, long residentBytes, long writtenBytes, long poolBytes) {
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /** Linux counts time in /proc in hundredths of a second on every architecture that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** Places of the fields after the command's name in /proc/PID/stat (proc(5)): utime, stime, cutime, cstime. */
    private static final int FIRST_TIME_FIELD = 11;

    private static final int TIME_FIELDS = 4;

    /** A mapping of the pool's size may have been joined with a neighbour by so much. */
    private static final long JOINED = 64L << 20;

    /** Usage of these processes and of everything below them; {@code pool} is the size of a page cache to tell apart. */
    public static Usage of(Collection<ProcessHandle> roots, ByteSize pool) {
        Usage sum = NONE;
        for (ProcessHandle root : roots) {
            List<ProcessHandle> tree = new ArrayList<>();
            tree.add(root);
            root.descendants().forEach(tree::add);
            for (ProcessHandle process : tree) {
                sum = sum.plus(of(Path.of("/proc", String.valueOf(process.pid())), pool.bytes()));
            }
        }
        return sum;
    }

    private static Usage of(Path process, long pool) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int i = 0; i < TIME_FIELDS; i++) {
                ticks += Long.parseLong(fields[FIRST_TIME_FIELD + i]);
            }
            long[] memory = memory(process, pool);
            return new Usage(
                    ticks / TICKS_PER_SECOND, memory[0], field(process.resolve("io"), "write_bytes"), memory[1]);
        } catch (IOException | IndexOutOfBoundsException endedMeanwhile) {
            return NONE;
        }
    }

    /** Proportional set size of a process, and the resident part of its page cache. */
    private static long[] memory(Path process, long pool) throws IOException {
        long total = 0;
        long size = 0;
        long residentPool = 0;
        for (String line : Files.readAllLines(process.resolve("smaps"), StandardCharsets.ISO_8859_1)) {
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

    private static long field(Path file, String name) throws IOException {
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.substring(name.length() + 1).strip());
            }
        }
        return 0;
    }

    private Usage plus(Usage other) {
        return new Usage(
                cpuSeconds + other.cpuSeconds,
                residentBytes + other.residentBytes,
                writtenBytes + other.writtenBytes,
                Math.max(poolBytes, other.poolBytes));
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
