package org.borealisdb.storage.backup;

import java.time.Duration;
import org.borealisdb.cloud.objectstore.ObjectStore;

/**
 * Where the backup goes, and how long what is there is kept.
 *
 * @param retention a restore can go back at least so far: 1 to 35 days
 * @param owner     names the region whose backup it is: a store that has another's is not touched
 */
public record BackupPlace(ObjectStore store, Duration retention, String owner, BackupSettings settings) {
    public static final Duration SHORTEST = Duration.ofDays(1);
    public static final Duration LONGEST = Duration.ofDays(35);

    public BackupPlace {
        if (!retention.isPositive() || retention.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a backup is kept for at most " + LONGEST.toDays() + " days, not for " + retention);
        }
    }
}
