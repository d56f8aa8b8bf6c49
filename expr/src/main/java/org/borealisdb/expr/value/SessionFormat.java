package org.borealisdb.expr.value;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The settings of a session that text conversions depend on.
 *
 * @param zone the session's time zone ({@code TimeZone})
 * @param zoneAbbreviation what the zone is called at all times; empty if the zone itself says it
 * @param dateStyle how dates and timestamps are written ({@code DateStyle})
 * @param dateOrder which of the numbers in a date is the day, the month, the year ({@code DateStyle})
 * @param intervalStyle how intervals are written ({@code IntervalStyle})
 * @param extraFloatDigits above 0: the shortest text that reads back the same; else 15 (6) digits plus this many
 * @param byteaEscape whether bytea is written in the old escape format instead of hexadecimal
 * @param arrayNulls whether NULL without quotes in the text of an array is a null element ({@code array_nulls})
 * @param names of the catalog's objects, as the session sees them
 */
public record SessionFormat(
        ZoneId zone,
        String zoneAbbreviation,
        DateStyle dateStyle,
        DateOrder dateOrder,
        IntervalStyle intervalStyle,
        int extraFloatDigits,
        boolean byteaEscape,
        boolean arrayNulls,
        ObjectNames names) {
    /** PostgreSQL's defaults, in UTC: ISO, MDY; intervals of PostgreSQL; shortest floats; hexadecimal bytea; no names. */
    public static final SessionFormat DEFAULT = new SessionFormat(
            ZoneOffset.UTC, "", DateStyle.ISO, DateOrder.MDY, IntervalStyle.POSTGRES, 1, false, true, ObjectNames.NONE);

    /** Checks the digits. */
    public SessionFormat {
        if (extraFloatDigits < -15 || extraFloatDigits > 3) {
            throw new IllegalArgumentException("extra_float_digits " + extraFloatDigits);
        }
    }

    /** Returns the same settings in another time zone. */
    public SessionFormat withZone(ZoneId newZone) {
        return withZone(newZone, "");
    }

    /** Returns the same settings in another time zone that is called the same at all times. */
    public SessionFormat withZone(ZoneId newZone, String abbreviation) {
        return new SessionFormat(
                newZone,
                abbreviation,
                dateStyle,
                dateOrder,
                intervalStyle,
                extraFloatDigits,
                byteaEscape,
                arrayNulls,
                names);
    }

    /** Returns the same settings with another form of dates. */
    public SessionFormat withDateStyle(DateStyle newStyle) {
        return newStyle == dateStyle ? this : withDateStyle(newStyle, dateOrder);
    }

    /** Returns the same settings with another form of dates and order of day, month and year. */
    public SessionFormat withDateStyle(DateStyle newStyle, DateOrder newOrder) {
        return new SessionFormat(
                zone,
                zoneAbbreviation,
                newStyle,
                newOrder,
                intervalStyle,
                extraFloatDigits,
                byteaEscape,
                arrayNulls,
                names);
    }

    /** Returns the same settings with another form of intervals. */
    public SessionFormat withIntervalStyle(IntervalStyle newStyle) {
        return new SessionFormat(
                zone,
                zoneAbbreviation,
                dateStyle,
                dateOrder,
                newStyle,
                extraFloatDigits,
                byteaEscape,
                arrayNulls,
                names);
    }

    /** Returns the same settings with another number of digits. */
    public SessionFormat withExtraFloatDigits(int digits) {
        return new SessionFormat(
                zone, zoneAbbreviation, dateStyle, dateOrder, intervalStyle, digits, byteaEscape, arrayNulls, names);
    }

    /** Returns the same settings with another format of bytea. */
    public SessionFormat withByteaEscape(boolean escape) {
        return new SessionFormat(
                zone,
                zoneAbbreviation,
                dateStyle,
                dateOrder,
                intervalStyle,
                extraFloatDigits,
                escape,
                arrayNulls,
                names);
    }

    /** Returns the same settings with another meaning of NULL in arrays. */
    public SessionFormat withArrayNulls(boolean nulls) {
        return new SessionFormat(
                zone,
                zoneAbbreviation,
                dateStyle,
                dateOrder,
                intervalStyle,
                extraFloatDigits,
                byteaEscape,
                nulls,
                names);
    }

    /** Returns the same settings with the names of a catalog. */
    public SessionFormat withNames(ObjectNames newNames) {
        return new SessionFormat(
                zone,
                zoneAbbreviation,
                dateStyle,
                dateOrder,
                intervalStyle,
                extraFloatDigits,
                byteaEscape,
                arrayNulls,
                newNames);
    }

    /** Returns what the session's zone is called at an instant. */
    public String zoneAbbreviationAt(long micros) {
        return zoneAbbreviation.isEmpty() ? TimeZones.abbreviation(micros, zone) : zoneAbbreviation;
    }
}
