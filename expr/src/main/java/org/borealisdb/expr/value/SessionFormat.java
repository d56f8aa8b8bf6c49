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
 * @param names of the catalog's objects, as the session sees them
 */
public record SessionFormat(
        ZoneId zone,
        boolean dayFirst,
        boolean yearFirst,
        int extraFloatDigits,
        boolean byteaEscape,
        ObjectNames names) {
    /** PostgreSQL's defaults, in UTC: ISO, MDY; shortest floats; hexadecimal bytea; no names. */
    public static final SessionFormat DEFAULT =
            new SessionFormat(ZoneOffset.UTC, false, false, 1, false, ObjectNames.NONE);

    /** Checks the digits. */
    public SessionFormat {
        if (extraFloatDigits < -15 || extraFloatDigits > 3) {
            throw new IllegalArgumentException("extra_float_digits " + extraFloatDigits);
        }
    }

    /** Returns the same settings in another time zone. */
    public SessionFormat withZone(ZoneId newZone) {
        return new SessionFormat(newZone, dayFirst, yearFirst, extraFloatDigits, byteaEscape, names);
    }

    /** Returns the same settings with another order of day, month and year. */
    public SessionFormat withDateOrder(boolean newDayFirst, boolean newYearFirst) {
        return new SessionFormat(zone, newDayFirst, newYearFirst, extraFloatDigits, byteaEscape, names);
    }

    /** Returns the same settings with another number of digits. */
    public SessionFormat withExtraFloatDigits(int digits) {
        return new SessionFormat(zone, dayFirst, yearFirst, digits, byteaEscape, names);
    }

    /** Returns the same settings with another format of bytea. */
    public SessionFormat withByteaEscape(boolean escape) {
        return new SessionFormat(zone, dayFirst, yearFirst, extraFloatDigits, escape, names);
    }

    /** Returns the same settings with the names of a catalog. */
    public SessionFormat withNames(ObjectNames newNames) {
        return new SessionFormat(zone, dayFirst, yearFirst, extraFloatDigits, byteaEscape, newNames);
    }
}
