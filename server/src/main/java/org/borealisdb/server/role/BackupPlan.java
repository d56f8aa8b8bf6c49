package org.borealisdb.server.role;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.storage.backup.BackupPlace;

/**
 * Whether, where and for how long a region keeps a backup.
 *
 * @param place     an absolute folder, or {@code s3://bucket/prefix?endpoint=URL}; empty: no backup is made
 * @param retention how far back a restore can go: 1 to 35 days
 */
public record BackupPlan(String place, Duration retention) {
    /** What people write for no backup. */
    public static final String OFF = "off";

    /** No backup. */
    public static final BackupPlan NONE = new BackupPlan("", BackupPlace.SHORTEST);

    public BackupPlan {
        if (retention.compareTo(BackupPlace.SHORTEST) < 0 || retention.compareTo(BackupPlace.LONGEST) > 0) {
            throw new RegionProblemException("a backup is kept for " + BackupPlace.SHORTEST.toDays() + " to "
                    + BackupPlace.LONGEST.toDays() + " days, not for " + text(retention));
        }
    }

    private static String text(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /**
     * What somebody chose.
     *
     * @param place      a folder, {@code s3://bucket/prefix}, or {@link #OFF}
     * @param s3Endpoint of a store that speaks S3; empty for AWS
     * @param base       where relative folders start from
     */
    public static BackupPlan of(String place, Optional<String> s3Endpoint, Duration retention, Path base) {
        return new BackupPlan(place.equals(OFF) ? "" : place(place, s3Endpoint, base), retention);
    }

    /** A place as it is kept: a folder absolute, an S3 store with its endpoint. */
    public static String place(String place, Optional<String> s3Endpoint, Path base) {
        if (place.isBlank()) {
            throw new RegionProblemException(
                    "the place of a backup is empty; write a folder, s3://bucket/prefix, or " + OFF);
        }
        boolean remote = place.contains("://");
        if (s3Endpoint.isPresent() && !remote) {
            throw new RegionProblemException("an S3 endpoint is for a backup in s3://bucket/prefix, not in " + place);
        }
        return remote
                ? place + s3Endpoint.map(endpoint -> "?endpoint=" + endpoint).orElse("")
                : base.resolve(place).toAbsolutePath().normalize().toString();
    }

    /** True if a backup is made. */
    public boolean on() {
        return !place.isEmpty();
    }
}
