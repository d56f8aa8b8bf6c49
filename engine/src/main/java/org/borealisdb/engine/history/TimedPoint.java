package org.borealisdb.engine.history;

/**
 * A point in the history of a volume.
 *
 * @param millis when it was durable, in milliseconds since 1970
 * @param lsn    VDL then: a consistency point
 */
public record TimedPoint(long millis, long lsn) {}
