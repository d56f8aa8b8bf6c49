package org.borealisdb.expr.value;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds time zones by the names that PostgreSQL accepts: those of the tz database, without regard to case, and abbreviations. */
public final class TimeZones {
    private static final Map<String, ZoneId> ZONES = new TreeMap<>();
    private static final Pattern POSIX = Pattern.compile(
            "(?:[A-Za-z]{3,}|<[A-Za-z0-9:+-]{3,}>)?([+-]?)([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2}))?)?");

    /** Abbreviations that the tz database has; Java has more. */
    private static final Set<String> NAMED_TIMES = Set.of(
            "ACDT", "ACST", "ADT", "AEDT", "AEST", "AKDT", "AKST", "AST", "AWST", "BST", "CAT", "CDT", "CEST", "CET",
            "ChST", "CST", "EAT", "EDT", "EEST", "EET", "EST", "GMT", "HDT", "HKT", "HST", "IDT", "IST", "JST", "KST",
            "MDT", "MSK", "MST", "NDT", "NST", "NZDT", "NZST", "PDT", "PKT", "PST", "SAST", "SST", "UTC", "WAT", "WEST",
            "WET", "WIB", "WIT", "WITA");

    static {
        for (String name : ZoneId.getAvailableZoneIds()) {
            if (!name.startsWith("SystemV/")) {
                ZONES.put(name.toLowerCase(Locale.ROOT), ZoneId.of(name));
            }
        }
        String[] abbreviations = {
            "z 0", "utc 0", "gmt 0", "ut 0", "uct 0", "zulu 0", "wet 0", "bst 1", "west 1", "cet 1", "met 1", "cest 2",
            "mest 2", "eet 2", "sast 2", "eest 3", "msk 3", "jst 9", "kst 9", "est -5", "edt -4", "cst -6", "cdt -5",
            "mst -7", "mdt -6", "pst -8", "pdt -7", "akst -9", "akdt -8", "hst -10", "aest 10", "aedt 11", "nzst 12",
            "nzdt 13"
        };
        for (String abbreviation : abbreviations) {
            int space = abbreviation.indexOf(' ');
            int hours = Integer.parseInt(abbreviation.substring(space + 1));
            ZONES.put(abbreviation.substring(0, space), ZoneOffset.ofHours(hours));
        }
    }

    private TimeZones() {}

    /**
     * Returns what people call the time that a zone has at an instant, such as CEST; where they have no such word, the offset, as
     * in the tz database.
     */
    public static String abbreviation(long micros, ZoneId zone) {
        int offset = CivilCalendar.offsetAt(micros, zone);
        if (zone instanceof ZoneOffset) {
            return offset == 0 ? "UTC" : offsetName(offset);
        }
        long seconds = Math.floorDiv(micros, CivilCalendar.MICROS_PER_SECOND) + CivilCalendar.EPOCH_SECONDS;
        boolean daylight = zone.getRules().isDaylightSavings(Instant.ofEpochSecond(seconds));
        String name = TimeZone.getTimeZone(zone).getDisplayName(daylight, TimeZone.SHORT, Locale.US);
        return NAMED_TIMES.contains(name) ? name : offsetName(offset);
    }

    private static String offsetName(int offset) {
        int minutes = Math.abs(offset) / 60;
        return (offset < 0 ? "-" : "+")
                + String.format(Locale.ROOT, "%02d", minutes / 60)
                + (minutes % 60 == 0 ? "" : String.format(Locale.ROOT, "%02d", minutes % 60));
    }

    /** Returns the zone with this name or abbreviation, or of a POSIX name, such as {@code UTC+3} or {@code -02}. */
    public static Optional<ZoneId> find(String name) {
        ZoneId known = ZONES.get(name.toLowerCase(Locale.ROOT));
        return known == null ? posix(name) : Optional.of(known);
    }

    /** Letters, and the hours (minutes, seconds) that the zone is west of Greenwich; without daylight saving. */
    private static Optional<ZoneId> posix(String name) {
        Matcher parts = POSIX.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int seconds = number(parts.group(2)) * 3600 + number(parts.group(3)) * 60 + number(parts.group(4));
        boolean east = parts.group(1).equals("-");
        boolean valid = number(parts.group(3)) < 60 && number(parts.group(4)) < 60 && seconds <= 18 * 3600;
        return valid ? Optional.of(ZoneOffset.ofTotalSeconds(east ? seconds : -seconds)) : Optional.empty();
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
