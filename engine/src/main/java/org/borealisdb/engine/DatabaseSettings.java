package org.borealisdb.engine;

import java.time.Duration;

/**
 * Limits of a database.
 *
 * @param maximumLocks most locks held or waited for at a time
 * @param maximumViews most read views open at a time
 * @param longestView  how long a view may be open on a reader, at least: then it is ended if it keeps row versions on the writer that nobody else does
 */
public record DatabaseSettings(int maximumLocks, int maximumViews, Duration longestView) {
    public static final DatabaseSettings DEFAULT = new DatabaseSettings(1_000_000, 4096, Duration.ofMinutes(30));

    public DatabaseSettings {
        if (maximumLocks < 1) {
            throw new IllegalArgumentException("there must be room for locks: " + maximumLocks);
        }
        if (maximumViews < 1) {
            throw new IllegalArgumentException("there must be room for read views: " + maximumViews);
        }
        if (!longestView.isPositive()) {
            throw new IllegalArgumentException("a view must be allowed some time: " + longestView);
        }
    }
}
