package org.borealisdb.expr.format;

import java.time.ZoneOffset;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.TypeModifiers;
import org.borealisdb.expr.value.ZonedTimes;

/**
 * A date or time read by a template of the SQL standard; what the template asks for says which type it is of.
 *
 * @param type one of the five types of dates and times
 * @param value as values of the type are carried
 * @param zone that the text names, UTC if the type has none
 */
public record StandardDateTime(BuiltInType type, long value, ZoneOffset zone) {
    private static final String NEITHER = "datetime format is not dated and not timed";

    /** Reads a text; fails with 22007, 22008 or 22009 if it does not fit the template exactly. */
    public static StandardDateTime of(String text, String templateText) {
        if (templateText.isEmpty()) {
            throw invalid(NEITHER);
        }
        DateTimeTemplate template = DateTimeTemplate.parseStandard(templateText);
        ReadDateTime read = ReadDateTime.ofStandard(text, template);
        boolean dated = false;
        boolean timed = false;
        boolean zoned = false;
        int digits = 6;
        for (DateTimeTemplate.Item item : template.items()) {
            if (item
                    instanceof DateTimeTemplate.Field(DateTimeKeyword keyword, boolean _, DateTimeTemplate.Ordinal _)) {
                switch (keyword.field()) {
                    case EXACT -> {}
                    case HALF_DAY_DOTTED,
                            HALF_DAY,
                            HOUR_24,
                            HOUR_12,
                            MINUTE,
                            SECOND,
                            SECOND_OF_DAY,
                            MILLISECOND,
                            MICROSECOND -> timed = true;
                    case FRACTION_1, FRACTION_2, FRACTION_3, FRACTION_4, FRACTION_5, FRACTION_6 -> {
                        timed = true;
                        digits = keyword.field().fractionDigits();
                    }
                    case ZONE_OFFSET, ZONE_NAME, ZONE_HOUR, ZONE_MINUTE -> zoned = true;
                    default -> dated = true;
                }
            }
        }
        ZoneOffset zone = read.zone().orElse(ZoneOffset.UTC);
        if (dated && timed) {
            long value = zoned ? read.instant(zone) : read.local();
            BuiltInType type = zoned ? BuiltInType.TIMESTAMPTZ : BuiltInType.TIMESTAMP;
            return new StandardDateTime(type, rounded(value, digits), zone);
        }
        if (dated) {
            if (zoned) {
                throw invalid("datetime format is zoned but not timed");
            }
            return new StandardDateTime(BuiltInType.DATE, read.date(), zone);
        }
        if (!timed) {
            throw invalid(NEITHER);
        }
        long time = rounded(read.time(), digits);
        return zoned
                ? new StandardDateTime(BuiltInType.TIMETZ, ZonedTimes.of(time, zone.getTotalSeconds()), zone)
                : new StandardDateTime(BuiltInType.TIME, time, zone);
    }

    private static long rounded(long micros, int digits) {
        return TypeModifiers.roundedMicros(micros, digits);
    }

    private static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_DATETIME_FORMAT, message);
    }
}
