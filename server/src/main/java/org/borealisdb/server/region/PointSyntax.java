package org.borealisdb.server.region;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points in history as people write them: a time ({@code 2026-11-01 10:00:03}, {@code 2026-11-01T10:00:03Z}, {@code 10:00:03} of today), how long ago ({@code 5m}, {@code 90s ago}), or
 * an LSN ({@code 123456}).
 *
 * @param isLsn true for an LSN
 * @param value an LSN, or milliseconds since 1970
 */
public record PointSyntax(boolean isLsn, long value) {
    private static final Pattern LSN = Pattern.compile("[0-9]{1,18}");
    private static final Pattern AGO = Pattern.compile("([0-9]{1,9}\\s*(?:s|m|min|h|d))(?:\\s+ago)?");
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd['T'][' ']HH:mm[:ss][.SSS]", Locale.ROOT);

    /**
     * Reads a point.
     *
     * @throws RegionProblemException with one line that says what a point looks like
     */
    public static PointSyntax parse(String text, Instant now, ZoneId zone) {
        String point = text.strip();
        if (LSN.matcher(point).matches()) {
            return new PointSyntax(true, Long.parseLong(point));
        }
        Matcher ago = AGO.matcher(point.toLowerCase(Locale.ROOT));
        if (ago.matches()) {
            return new PointSyntax(
                    false, now.minus(DurationSyntax.parse(ago.group(1))).toEpochMilli());
        }
        try {
            return new PointSyntax(false, time(point, now, zone).toEpochMilli());
        } catch (DateTimeException unfit) {
            throw new RegionProblemException(
                    "'" + text + "' is no point in history; write a time as 2026-11-01 10:00:03"
                            + " (of this machine) or 2026-11-01T10:00:03Z, or 5m for five minutes ago, or an LSN",
                    unfit);
        }
    }

    private static Instant time(String point, Instant now, ZoneId zone) {
        if (point.indexOf('-') < 0) {
            return LocalDateTime.of(LocalDate.ofInstant(now, zone), LocalTime.parse(point))
                    .atZone(zone)
                    .toInstant();
        }
        boolean offset = point.endsWith("Z")
                || point.substring(Math.min(10, point.length())).matches(".*[+-].*");
        return offset
                ? OffsetDateTime.parse(point.replace(' ', 'T')).toInstant()
                : LocalDateTime.parse(point, LOCAL).atZone(zone).toInstant();
    }

    /** A time as people read it, in {@code zone}, to the millisecond. */
    public static String time(long millis, ZoneId zone) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                .format(Instant.ofEpochMilli(millis).atZone(zone));
    }
}
