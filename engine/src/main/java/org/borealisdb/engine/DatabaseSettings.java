package org.borealisdb.engine;

/**
 * Limits of a database.
 *
 * @param maximumLocks most locks held or waited for at a time
 * @param maximumViews most read views open at a time
 */
public record DatabaseSettings(int maximumLocks, int maximumViews) {
    public static final DatabaseSettings DEFAULT = new DatabaseSettings(1_000_000, 4096);

    public DatabaseSettings {
        if (maximumLocks < 1) {
            throw new IllegalArgumentException("there must be room for locks: " + maximumLocks);
        }
        if (maximumViews < 1) {
            throw new IllegalArgumentException("there must be room for read views: " + maximumViews);
        }
    }
}
