package org.borealisdb.server.region;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that cannot be mistaken for a later one with the same number: its number and when it began. Written as
 * {@code PID START_MILLIS}.
 *
 * @param pid         number of the process
 * @param startMillis when it began, in milliseconds since 1970 UTC; 0 if the operating system does not tell
 */
public record ProcessIdentity(long pid, long startMillis) {
    /** The operating system derives the start from the time of boot, which moves when the clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,18}) ([0-9]{1,18})\\s*");

    public ProcessIdentity {
        if (pid <= 0) {
            throw new IllegalArgumentException("number of a process: " + pid);
        }
        if (startMillis < 0) {
            throw new IllegalArgumentException("start of a process: " + startMillis);
        }
    }

    /** This process. */
    public static ProcessIdentity self() {
        return of(ProcessHandle.current());
    }

    /**
     * When this process began, as the operating system tells whoever looks for it later: the virtual machine takes itself for younger, by seconds on a busy machine.
     *
     * @param otherwise what is taken if the operating system does not tell
     */
    public static Instant beginning(Instant otherwise) {
        return ProcessHandle.current().info().startInstant().orElse(otherwise);
    }

    static ProcessIdentity of(ProcessHandle handle) {
        return new ProcessIdentity(
                handle.pid(),
                handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    /** What {@link #toString()} wrote; empty for anything else, such as a file that was never written to its end. */
    public static Optional<ProcessIdentity> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
    }

    /** The process, if it still runs. */
    public Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(handle -> {
            long start = of(handle).startMillis;
            return start == 0 || startMillis == 0 || Math.abs(start - startMillis) <= TOLERANCE.toMillis();
        });
    }

    @Override
    public String toString() {
        return pid + " " + startMillis;
    }
}
