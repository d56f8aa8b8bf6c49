package org.borealisdb.benchmarks.contender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What Linux has counted for a process (proc(5)).
 *
 * @param ticks        its CPU time, in hundredths of a second
 * @param endedTicks   that of its children that have ended and were waited for, and of theirs
 * @param writtenBytes what it, and such children, sent to the block device
 */
record ProcessCounters(long ticks, long endedTicks, long writtenBytes) {
    private static final ProcessCounters NONE = new ProcessCounters(0, 0, 0);

    /** Places of the fields after the command's name in /proc/PID/stat: utime, stime, cutime, cstime. */
    private static final int FIRST_TIME_FIELD = 11;

    /** A thousand sessions that end at once take a few looks; where something always ends, no figure is exact. */
    private static final int MOST_LOOKS = 100;

    /** Those of the process with that folder in {@code /proc}; empty if it is gone. One that has ended and was not waited for has some. */
    static Optional<ProcessCounters> of(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long[] times = new long[4];
            for (int i = 0; i < times.length; i++) {
                times[i] = Long.parseLong(fields[FIRST_TIME_FIELD + i]);
            }
            return Optional.of(
                    new ProcessCounters(times[0] + times[1], times[2] + times[3], writtenBytes(process.resolve("io"))));
        } catch (IOException | IndexOutOfBoundsException gone) {
            return Optional.empty();
        }
    }

    /** 0 if it may not be read: the process has ended, or belongs to somebody else. */
    private static long writtenBytes(Path file) {
        String name = "write_bytes:";
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.substring(name.length()).strip());
                }
            }
        } catch (IOException unreadable) {
            return 0;
        }
        return 0;
    }

    /**
     * What all processes of some trees have counted, those included that have ended.
     *
     * <p>They are read one after another. A process that is waited for meanwhile passes its time on to its parent: it is missed if the parent was read before and it itself
     * after, and counted twice the other way round. So all are read again, and the sum counts only if nobody has got such time meanwhile, and nobody is gone. When a
     * load ends, all of PostgreSQL's sessions do, just then.
     *
     * @param processes answers all processes of the trees that there are now
     * @param counters  answers those of one of them; empty if it is gone
     */
    static <P> ProcessCounters sum(Supplier<List<P>> processes, Function<P, Optional<ProcessCounters>> counters) {
        ProcessCounters sum = NONE;
        for (int look = 0; look < MOST_LOOKS; look++) {
            Map<P, ProcessCounters> seen = new LinkedHashMap<>();
            for (P process : processes.get()) {
                counters.apply(process).ifPresent(counted -> seen.put(process, counted));
            }
            sum = seen.values().stream().reduce(NONE, ProcessCounters::plus);
            if (seen.entrySet().stream()
                    .allMatch(each -> counters.apply(each.getKey())
                            .filter(now -> now.endedTicks == each.getValue().endedTicks)
                            .isPresent())) {
                break;
            }
        }
        return sum;
    }

    private ProcessCounters plus(ProcessCounters other) {
        return new ProcessCounters(
                ticks + other.ticks, endedTicks + other.endedTicks, writtenBytes + other.writtenBytes);
    }
}
