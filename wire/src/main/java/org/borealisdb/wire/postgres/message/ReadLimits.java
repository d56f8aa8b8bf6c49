package org.borealisdb.wire.postgres.message;

/**
 * What a connection accepts.
 *
 * @param maximumMessageBytes longest message of the kinds that carry texts and values; longer ones are refused
 * @param stallNanos how long the rest of a message may be waited for without a byte arriving
 */
public record ReadLimits(int maximumMessageBytes, long stallNanos) {
    /** Longest start-up packet (PostgreSQL's MAX_STARTUP_PACKET_LENGTH). */
    public static final int MAXIMUM_STARTUP_BYTES = 10_000;

    /** Longest message of the other kinds (PostgreSQL's PQ_SMALL_MESSAGE_LIMIT). */
    public static final int MAXIMUM_SMALL_BYTES = 10_000;

    /** Longest message that the session goes on after (PostgreSQL's PQ_LARGE_MESSAGE_LIMIT). */
    public static final int MAXIMUM_PASSED_BYTES = (1 << 30) - 2;

    public ReadLimits {
        if (maximumMessageBytes < MAXIMUM_SMALL_BYTES || maximumMessageBytes > 1 << 30) {
            throw new IllegalArgumentException("longest message of " + maximumMessageBytes + " bytes");
        }
        if (stallNanos <= 0) {
            throw new IllegalArgumentException("stall time-out of " + stallNanos + " ns");
        }
    }
}
