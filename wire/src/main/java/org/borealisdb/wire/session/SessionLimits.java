package org.borealisdb.wire.session;

import java.time.Duration;

/**
 * The bounds of a server's clients.
 *
 * @param maximumConnections sessions at a time; more are refused with 53300
 * @param authenticationTimeout from the connection to the end of authentication
 * @param stallTimeout how long the rest of a message may take to arrive, with no byte of it coming
 * @param writeTimeout how long a client may leave an answer untaken
 * @param maximumMessageBytes longest message of a client
 * @param largeMessageBytes memory for messages beyond the first kilobytes, of all clients together
 */
public record SessionLimits(
        int maximumConnections,
        Duration authenticationTimeout,
        Duration stallTimeout,
        Duration writeTimeout,
        int maximumMessageBytes,
        long largeMessageBytes) {
    /** PostgreSQL's limits where it has them; messages up to 256 MiB. */
    public static final SessionLimits DEFAULT = new SessionLimits(
            1000, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), 256 << 20, 512L << 20);

    public SessionLimits {
        if (maximumConnections < 1) {
            throw new IllegalArgumentException("maximum of " + maximumConnections + " connections");
        }
        checkPositive("authentication", authenticationTimeout);
        checkPositive("stall", stallTimeout);
        checkPositive("write", writeTimeout);
    }

    private static void checkPositive(String name, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the " + name + " time-out must be positive: " + timeout);
        }
    }

    /** The same limits with another number of connections. */
    public SessionLimits withMaximumConnections(int connections) {
        return new SessionLimits(
                connections, authenticationTimeout, stallTimeout, writeTimeout, maximumMessageBytes, largeMessageBytes);
    }

    /** The same limits with another time for authentication. */
    public SessionLimits withAuthenticationTimeout(Duration timeout) {
        return new SessionLimits(
                maximumConnections, timeout, stallTimeout, writeTimeout, maximumMessageBytes, largeMessageBytes);
    }
}
