package org.borealisdb.expr.value;

/** How intervals are written, and how the sign of the first part is read: the setting {@code IntervalStyle}. */
public enum IntervalStyle {
    /** {@code 1 year 2 mons -3 days +04:05:06}. */
    POSTGRES,
    /** {@code @ 1 year 2 mons -3 days 4 hours 5 mins 6 secs}. */
    POSTGRES_VERBOSE,
    /** {@code +1-2 -3 +4:05:06}; a leading minus in input counts for all parts without a sign. */
    SQL_STANDARD,
    /** {@code P1Y2M-3DT4H5M6S}. */
    ISO_8601
}
