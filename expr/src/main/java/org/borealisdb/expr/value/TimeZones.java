package org.borealisdb.expr.value;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds time zones by the names that PostgreSQL accepts: those of the tz database, without regard to case, and abbreviations. */
public final class TimeZones {
    private static final Map<String, ZoneId> ZONES = new TreeMap<>();
    private static final SortedMap<String, ZoneId> NAMES = new TreeMap<>();
    private static final Pattern POSIX =
            Pattern.compile("([A-Za-z]{3,}|<[A-Za-z0-9:+-]{3,}>)?([+-]?)([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2}))?)?");

    /** Abbreviations that the tz database has; Java has more. */
    private static final Set<String> NAMED_TIMES = Set.of(
            "ACDT", "ACST", "ADT", "AEDT", "AEST", "AKDT", "AKST", "AST", "AWST", "BST", "CAT", "CDT", "CEST", "CET",
            "ChST", "CST", "EAT", "EDT", "EEST", "EET", "EST", "GMT", "HDT", "HKT", "HST", "IDT", "IST", "JST", "KST",
            "MDT", "MSK", "MST", "NDT", "NST", "NZDT", "NZST", "PDT", "PKT", "PST", "SAST", "SST", "UTC", "WAT", "WEST",
            "WET", "WIB", "WIT", "WITA");

    static {
        for (String name : ZoneId.getAvailableZoneIds()) {
            if (!name.startsWith("SystemV/")) {
                NAMES.put(name, ZoneId.of(name));
            }
        }
        NAMES.put("EST", ZoneOffset.ofHours(-5));
        NAMES.put("MST", ZoneOffset.ofHours(-7));
        NAMES.put("HST", ZoneOffset.ofHours(-10));
        NAMES.put("ROC", ZoneId.of("Asia/Taipei"));
        NAMES.forEach((name, zone) -> ZONES.put(name.toLowerCase(Locale.ROOT), zone));
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
        Instant instant = CivilCalendar.instant(micros);
        List<ZoneOffsetTransition> transitions = zone.getRules().getTransitions();
        if (!transitions.isEmpty() && instant.isBefore(transitions.getFirst().getInstant())) {
            return "LMT";
        }
        boolean daylight = zone.getRules().isDaylightSavings(instant);
        String name = TimeZone.getTimeZone(zone).getDisplayName(daylight, TimeZone.SHORT, Locale.US);
        return NAMED_TIMES.contains(name) ? name : offsetName(offset);
    }

    private static String offsetName(int offset) {
        int minutes = Math.abs(offset) / 60;
        return (offset < 0 ? "-" : "+")
                + String.format(Locale.ROOT, "%02d", minutes / 60)
                + (minutes % 60 == 0 ? "" : String.format(Locale.ROOT, "%02d", minutes % 60));
    }

    /** Returns all zones by name. */
    public static SortedMap<String, ZoneId> all() {
        return Collections.unmodifiableSortedMap(NAMES);
    }

    /** Returns the zone with this name, or of a POSIX name, such as {@code UTC+3} or {@code -02}. */
    public static Optional<ZoneId> named(String name) {
        ZoneId known = ZONES.get(name.toLowerCase(Locale.ROOT));
        return known == null ? posix(name) : Optional.of(known);
    }

    /** Returns what the zone of a POSIX name is called in it, empty for other names. */
    public static String abbreviationIn(String name) {
        Matcher parts = POSIX.matcher(name);
        boolean known = ZONES.containsKey(name.toLowerCase(Locale.ROOT));
        if (known || !parts.matches() || parts.group(1) == null) {
            return "";
        }
        String letters = parts.group(1);
        return letters.startsWith("<") ? letters.substring(1, letters.length() - 1) : letters;
    }

    /** Returns the zone that an abbreviation stands for, or the zone with this name. */
    public static Optional<ZoneId> find(String name) {
        return TimeZoneAbbreviations.find(name)
                .map(TimeZoneAbbreviations.Abbreviation::zone)
                .or(() -> named(name));
    }

    /** Letters, and the hours (minutes, seconds) that the zone is west of Greenwich; without daylight saving. */
    private static Optional<ZoneId> posix(String name) {
        Matcher parts = POSIX.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int seconds = number(parts.group(3)) * 3600 + number(parts.group(4)) * 60 + number(parts.group(5));
        boolean east = parts.group(2).equals("-");
        boolean valid = number(parts.group(4)) < 60 && number(parts.group(5)) < 60 && seconds <= 18 * 3600;
        return valid ? Optional.of(ZoneOffset.ofTotalSeconds(east ? seconds : -seconds)) : Optional.empty();
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
