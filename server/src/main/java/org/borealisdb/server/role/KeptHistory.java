package org.borealisdb.server.role;

import java.time.Duration;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.volume.VolumeSettings;

/**
 * How far back a volume can be rewound.
 *
 * @param time how long history is kept: up to 72 hours; zero keeps none
 * @param size most log that is kept for it, on each storage node: when it is reached, history is kept for less time
 */
public record KeptHistory(Duration time, ByteSize size) {
    /** The longest. */
    private static final Duration LONGEST = Duration.ofDays(3);

    /** An hour, up to 2 GiB. */
    public static final KeptHistory STANDARD =
            new KeptHistory(VolumeSettings.STANDARD_HISTORY, new ByteSize(VolumeSettings.STANDARD_HISTORY_BYTES));

    public KeptHistory {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new RegionProblemException(
                    "history is kept for at most " + LONGEST.toHours() + " hours, not " + time.toHours());
        }
    }
}
