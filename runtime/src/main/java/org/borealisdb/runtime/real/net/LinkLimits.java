package org.borealisdb.runtime.real.net;

import java.time.Duration;

/**
 * The bounds of a {@link SocketNetwork}.
 *
 * @param queuedFrames frames that may wait for one peer
 * @param queuedBytes their bytes; a frame on its own may be longer
 * @param pendingCalls calls to one peer that wait for an answer
 * @param connections connections that an endpoint takes from others at a time
 * @param strangers of these, how many may not have authenticated yet
 * @param workers requests of others that are worked on at a time
 * @param waitingRequests requests that may wait for a worker
 * @param connectTimeout for a TCP connection to be made, and as much again for authentication
 * @param pingInterval between two signs of life of the opener of a connection
 * @param silence after which a connection on which nothing arrives counts as broken: several ping intervals
 * @param firstBackOff pause after the first failed attempt to connect; doubles with each further one
 * @param longestBackOff at which it no longer doubles
 */
public record LinkLimits(
        int queuedFrames,
        long queuedBytes,
        int pendingCalls,
        int connections,
        int strangers,
        int workers,
        int waitingRequests,
        Duration connectTimeout,
        Duration pingInterval,
        Duration silence,
        Duration firstBackOff,
        Duration longestBackOff) {
    public LinkLimits {
        checkPositive("queuedFrames", queuedFrames);
        checkPositive("queuedBytes", queuedBytes);
        checkPositive("pendingCalls", pendingCalls);
        checkPositive("connections", connections);
        checkPositive("strangers", strangers);
        checkPositive("workers", workers);
        checkPositive("waitingRequests", waitingRequests);
        checkPositive("connectTimeout", connectTimeout.toMillis());
        checkPositive("pingInterval", pingInterval.toMillis());
        checkPositive("firstBackOff", firstBackOff.toMillis());
        if (silence.compareTo(pingInterval.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("silence " + silence + " must be at least twice " + pingInterval);
        }
        if (longestBackOff.compareTo(firstBackOff) < 0) {
            throw new IllegalArgumentException("longestBackOff " + longestBackOff + " is below " + firstBackOff);
        }
    }

    /** What a region uses. A queue holds about a second of redo at full speed. */
    public static LinkLimits standard() {
        return new LinkLimits(
                16_384,
                64L << 20,
                4_096,
                1_024,
                64,
                256,
                1_024,
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                Duration.ofSeconds(1));
    }

    private static void checkPositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
