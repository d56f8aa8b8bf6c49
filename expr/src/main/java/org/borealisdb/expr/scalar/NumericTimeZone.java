package org.borealisdb.expr.scalar;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * Time zones as make_timestamptz takes them: numbers are hours east of Greenwich, as in timestamps, and unlike those of POSIX, which are
 * west of it. Stateless.
 */
final class NumericTimeZone {
    private static final Pattern OFFSET = Pattern.compile("([+-])([0-9]{0,9})(?::([0-9]{0,9})(?::([0-9]{0,9}))?)?");
    private static final int MAXIMUM_HOURS = 15;

    private NumericTimeZone() {}

    /** Returns the zone of a number with a sign, or of a name at a local time. */
    static ZoneId zone(String name, long localMicros) {
        if (!name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9') {
            throw invalid("invalid input syntax for type numeric time zone: \"" + name + "\"")
                    .withHint("Numeric time zones must have \"-\" or \"+\" as first character.");
        }
        Matcher parts = OFFSET.matcher(name);
        if (!parts.matches()) {
            return DateTimeMath.zoneAt(localMicros, name);
        }
        int hours = number(parts.group(2));
        int minutes = number(parts.group(3));
        int seconds = number(parts.group(4));
        if (parts.group(3) == null && parts.group(2).length() > 2) {
            // Hours and minutes are run together.
            minutes = hours % 100;
            hours /= 100;
        }
        if (hours > MAXIMUM_HOURS || minutes >= 60 || seconds >= 60) {
            throw invalid("numeric time zone \"" + name + "\" out of range");
        }
        int offset = hours * 3600 + minutes * 60 + seconds;
        return ZoneOffset.ofTotalSeconds(parts.group(1).equals("-") ? -offset : offset);
    }

    /** What is not written counts as 0. */
    private static int number(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
