package org.borealisdb.sql.setting;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TimeZones;

/** What a time zone can be set to: a name, so many hours east of Greenwich, or {@code interval '...'} (check_timezone in variable.c). Stateless. */
final class TimeZoneSetting {
    private static final Pattern INTERVAL = Pattern.compile("interval\\s*'([^']*)'\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOURS = Pattern.compile("\\s*[+-]?(\\d+(\\.\\d*)?|\\.\\d+)");
    /** A week: no clock is further from another. */
    private static final int MOST_SECONDS = 168 * 3600;

    private static final long MICROS_PER_SECOND = 1_000_000;

    private TimeZoneSetting() {}

    /**
     * Returns the name that is kept.
     *
     * @throws SqlException 22023 if it is no zone
     */
    static String checked(SettingDeclaration setting, String value) {
        Matcher interval = INTERVAL.matcher(value);
        String name = value;
        if (interval.matches()) {
            name = named(setting, value, seconds(setting, value, interval.group(1)));
        } else if (HOURS.matcher(value).matches()) {
            name = named(setting, value, (long) (Double.parseDouble(value.strip()) * 3600));
        }
        if (TimeZones.named(name).isEmpty()) {
            throw setting.invalid(value);
        }
        return name;
    }

    private static long seconds(SettingDeclaration setting, String value, String text) {
        Interval interval = (Interval) new TextInput(SessionFormat.DEFAULT, 0).parse(BuiltInType.INTERVAL.type(), text);
        if (interval.months() != 0) {
            throw setting.invalid(value).withDetail("Cannot specify months in time zone interval.");
        }
        if (interval.days() != 0) {
            throw setting.invalid(value).withDetail("Cannot specify days in time zone interval.");
        }
        return interval.micros() / MICROS_PER_SECOND;
    }

    /** The POSIX name of a zone that is so many seconds east of Greenwich. */
    private static String named(SettingDeclaration setting, String value, long east) {
        if (Math.abs(east) > MOST_SECONDS) {
            throw setting.invalid(value).withDetail("UTC timezone offset is out of range.");
        }
        long seconds = Math.abs(east);
        String clock = String.format(Locale.ROOT, "%02d", seconds / 3600);
        if (seconds % 3600 != 0) {
            clock += String.format(Locale.ROOT, ":%02d", seconds % 3600 / 60);
        }
        if (seconds % 60 != 0) {
            clock += String.format(Locale.ROOT, ":%02d", seconds % 60);
        }
        return east < 0 ? "<-" + clock + ">+" + clock : "<+" + clock + ">-" + clock;
    }
}
