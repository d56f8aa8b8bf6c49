package org.borealisdb.expr.value;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The settings of a session that text conversions depend on.
 *
 * @param zone the session's time zone ({@code TimeZone})
 * @param dayFirst whether {@code 1/2/2000} is the first of February: DateStyle DMY; output is always ISO
 * @param yearFirst whether {@code 1/2/03} is in 2001: DateStyle YMD
 * @param extraFloatDigits above 0: the shortest text that reads back the same; else 15 (6) digits plus this many
 * @param byteaEscape whether bytea is written in the old escape format instead of hexadecimal
 */
public record SessionFormat(
        ZoneId zone, boolean dayFirst, boolean yearFirst, int extraFloatDigits, boolean byteaEscape) {
    /** PostgreSQL's defaults, in UTC: ISO, MDY; shortest floats; hexadecimal bytea. */
    public static final SessionFormat DEFAULT = new SessionFormat(ZoneOffset.UTC, false, false, 1, false);

    /** Checks the digits. */
    public SessionFormat {
        if (extraFloatDigits < -15 || extraFloatDigits > 3) {
            throw new IllegalArgumentException("extra_float_digits " + extraFloatDigits);
        }
    }

    /** Returns the same settings in another time zone. */
    public SessionFormat withZone(ZoneId newZone) {
        return new SessionFormat(newZone, dayFirst, yearFirst, extraFloatDigits, byteaEscape);
    }
}
