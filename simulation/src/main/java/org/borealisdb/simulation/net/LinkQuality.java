package org.borealisdb.simulation.net;

/**
 * How bad the network is.
 *
 * @param minLatencyNanos   least time of a message under way
 * @param maxLatencyNanos   usual most time
 * @param lossPerMille      messages lost of a thousand
 * @param duplicatePerMille messages delivered twice of a thousand
 * @param slowPerMille      messages of a thousand that take up to a hundred times as long
 */
public record LinkQuality(
        long minLatencyNanos, long maxLatencyNanos, int lossPerMille, int duplicatePerMille, int slowPerMille) {
    /** Fast, and nothing is ever lost. */
    public static final LinkQuality GOOD = new LinkQuality(20_000, 200_000, 0, 0, 0);
}
