package org.borealisdb.expr.format;

import java.util.EnumMap;
import java.util.Map;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** The numbers that a text gave by a template; what was not given is 0. Belongs to one call. */
final class ReadParts {
    /** What numbers are for; several key words may give the same. */
    enum Part {
        HOUR,
        AFTERNOON,
        MINUTE,
        SECOND,
        SECOND_OF_DAY,
        MILLISECOND,
        MICROSECOND,
        /** From 1, a Sunday. */
        DAY_OF_WEEK,
        DAY_OF_MONTH,
        DAY_OF_YEAR,
        MONTH,
        YEAR,
        BEFORE_CHRIST,
        CENTURY,
        WEEK_OF_YEAR,
        WEEK_OF_MONTH,
        JULIAN_DAY,
        ZONE_HOUR,
        ZONE_MINUTE,
        /** Of quarters, which say nothing. */
        NOTHING
    }

    private final Map<Part, Integer> values = new EnumMap<>(Part.class);
    private DateTimeField.DateMode mode = DateTimeField.DateMode.NONE;
    private boolean twelveHours;
    private int yearDigits;
    private int precision = 6;
    private int zoneSign;

    int get(Part part) {
        return values.getOrDefault(part, 0);
    }

    boolean has(Part part) {
        return get(part) != 0;
    }

    /** Sets a number, which must not contradict what was set before. */
    void set(Part part, int value, String keyword) {
        int before = get(part);
        if (part != Part.NOTHING && before != 0 && before != value) {
            throw new SqlException(
                            ErrorCode.INVALID_DATETIME_FORMAT,
                            "conflicting values for \"" + keyword + "\" field in formatting string")
                    .withDetail("This value contradicts a previous setting for the same field type.");
        }
        replace(part, value);
    }

    void replace(Part part, int value) {
        values.put(part, value);
    }

    DateTimeField.DateMode mode() {
        return mode;
    }

    void setMode(DateTimeField.DateMode wanted) {
        if (wanted == DateTimeField.DateMode.NONE) {
            return;
        }
        if (mode != DateTimeField.DateMode.NONE && mode != wanted) {
            throw new SqlException(ErrorCode.INVALID_DATETIME_FORMAT, "invalid combination of date conventions")
                    .withHint("Do not mix Gregorian and ISO week date conventions in a formatting template.");
        }
        mode = wanted;
    }

    boolean isTwelveHours() {
        return twelveHours;
    }

    void setTwelveHours() {
        twelveHours = true;
    }

    int yearDigits() {
        return yearDigits;
    }

    void setYearDigits(int digits) {
        yearDigits = digits;
    }

    /** Returns how many digits of a second are kept. */
    int precision() {
        return precision;
    }

    void setPrecision(int digits) {
        precision = digits;
    }

    /** Returns 1 or -1, or 0 if no zone was given. */
    int zoneSign() {
        return zoneSign;
    }

    void setZoneSign(int sign) {
        zoneSign = sign;
    }
}
