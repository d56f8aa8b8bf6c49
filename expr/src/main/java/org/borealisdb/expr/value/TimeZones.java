package org.borealisdb.expr.value;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds time zones by the names that PostgreSQL accepts: those of the tz database, without regard to case, and abbreviations. */
public final class TimeZones {
    private static final Map<String, ZoneId> ZONES = new TreeMap<>();

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

    /** Returns the zone with this name or abbreviation. */
    public static Optional<ZoneId> find(String name) {
        return Optional.ofNullable(ZONES.get(name.toLowerCase(Locale.ROOT)));
    }
}
