package org.borealisdb.server.cli;

import java.time.Duration;
import java.util.List;
import org.borealisdb.server.region.RegionProblemException;
import picocli.CommandLine.Option;

/** How often storage nodes verify their files. */
final class ScrubOption {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(90);

    @Option(
            names = "--scrub-every",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = StartCommand.DurationConverter.class,
            description = "Storage nodes read all their files once within this time, 1s to 2160h, mend what has rotted,"
                    + " and compare pages with other copies (default: ${DEFAULT-VALUE}). Less costs more reading.")
    private Duration period = Duration.ofDays(1);

    /**
     * The time.
     *
     * @throws RegionProblemException if it is out of bounds
     */
    Duration every() {
        if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
            throw new RegionProblemException("--scrub-every: a time from 1s to 2160h, not " + period.toSeconds() + "s");
        }
        return period;
    }

    /** For the command line of a process in the background. */
    List<String> arguments() {
        return List.of("--scrub-every", period.toSeconds() + "s");
    }
}
