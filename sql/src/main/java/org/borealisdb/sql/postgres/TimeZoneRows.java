package org.borealisdb.sql.postgres;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.TimeZoneAbbreviations;
import org.borealisdb.expr.value.TimeZones;

/** The rows of pg_timezone_names and pg_timezone_abbrevs: what time zones are when the transaction began. Belongs to one task. */
final class TimeZoneRows {
    private final long now;

    /** Rows for a time in microseconds since 2000. */
    TimeZoneRows(long now) {
        this.now = now;
    }

    void names(SystemRows rows) {
        TimeZones.all()
                .forEach((name, zone) -> rows.add()
                        .set("name", name)
                        .set("abbrev", abbreviation(name, zone))
                        .set("utc_offset", interval(CivilCalendar.offsetAt(now, zone)))
                        .set("is_dst", isDaylightSaving(zone))
                        .end());
    }

    private String abbreviation(String name, ZoneId zone) {
        // EST, MST and HST are offsets that have names.
        return zone instanceof ZoneOffset ? name : TimeZones.abbreviation(now, zone);
    }

    void abbreviations(SystemRows rows) {
        for (TimeZoneAbbreviations.Abbreviation each : TimeZoneAbbreviations.all()) {
            int offset = each.offset(now);
            boolean daylightSaving =
                    each.zone() instanceof ZoneOffset ? each.daylightSaving() : offset != standard(each.zone());
            rows.add()
                    .set("abbrev", each.name().toUpperCase(Locale.ROOT))
                    .set("utc_offset", interval(offset))
                    .set("is_dst", daylightSaving)
                    .end();
        }
    }

    private boolean isDaylightSaving(ZoneId zone) {
        return zone.getRules().isDaylightSavings(CivilCalendar.instant(now));
    }

    private int standard(ZoneId zone) {
        return zone.getRules().getStandardOffset(CivilCalendar.instant(now)).getTotalSeconds();
    }

    private static Interval interval(int seconds) {
        return new Interval(0, 0, seconds * CivilCalendar.MICROS_PER_SECOND);
    }
}
