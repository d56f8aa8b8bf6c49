package org.borealisdb.expr.format;

import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.IsoWeeks;

/** Writes a moment or an interval by a template: to_char. Belongs to one call. */
final class DateTimeWriter {
    static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    static final List<String> DAYS =
            List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
    static final List<String> ROMAN_MONTHS =
            List.of("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII");

    static final int SHORT_NAME = 3;

    private static final int NAME_WIDTH = 9;
    private static final int ROMAN_WIDTH = 4;
    private static final int HOURS_OF_HALF_DAY = 12;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final long JULIAN_2000 = 2_451_545;

    private final CalendarTime time;
    private final StringBuilder text = new StringBuilder();

    DateTimeWriter(CalendarTime time) {
        this.time = time;
    }

    String write(DateTimeTemplate template) {
        for (DateTimeTemplate.Item item : template.items()) {
            switch (item) {
                case DateTimeTemplate.Field field -> write(field);
                case DateTimeTemplate.Literal(int c) -> text.appendCodePoint(c);
                case DateTimeTemplate.Separator(int c) -> text.appendCodePoint(c);
                case DateTimeTemplate.Space(int c) -> text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    private void write(DateTimeTemplate.Field item) {
        DateTimeKeyword keyword = item.keyword();
        switch (keyword.field()) {
            case EXACT -> {}
            case ERA_DOTTED,
                    ERA,
                    HALF_DAY_DOTTED,
                    HALF_DAY,
                    DAY_NAME,
                    SHORT_DAY_NAME,
                    MONTH_NAME,
                    SHORT_MONTH_NAME,
                    ROMAN_MONTH -> name(item);
            case ZONE_NAME, ZONE_OFFSET, ZONE_HOUR, ZONE_MINUTE -> zone(item);
            case FRACTION_1, FRACTION_2, FRACTION_3, FRACTION_4, FRACTION_5, FRACTION_6, MILLISECOND, MICROSECOND ->
                fraction(item);
            case YEAR_WITH_COMMA -> {
                int year = time.shownYear(time.year());
                text.append(
                        Ordinals.with(String.format(Locale.ROOT, "%d,%03d", year / 1000, year % 1000), item.ordinal()));
            }
            default -> number(item);
        }
    }

    private SqlException notOfAnInterval() {
        return new SqlException(ErrorCode.INVALID_DATETIME_FORMAT, "invalid format specification for an interval value")
                .withHint("Intervals are not tied to specific calendar dates.");
    }

    private void notInAnInterval() {
        if (time.interval()) {
            throw notOfAnInterval();
        }
    }

    private void name(DateTimeTemplate.Field item) {
        DateTimeKeyword keyword = item.keyword();
        switch (keyword.field()) {
            case ERA_DOTTED -> era(keyword, "B.C.", "A.D.");
            case ERA -> era(keyword, "BC", "AD");
            case HALF_DAY_DOTTED -> text.append(keyword.styled(isAfternoon() ? "P.M." : "A.M."));
            case HALF_DAY -> text.append(keyword.styled(isAfternoon() ? "PM" : "AM"));
            case MONTH_NAME -> {
                notInAnInterval();
                padded(keyword.styled(MONTHS.get(time.month() - 1)), item.plain() ? 0 : NAME_WIDTH);
            }
            case SHORT_MONTH_NAME -> {
                notInAnInterval();
                text.append(keyword.styled(MONTHS.get(time.month() - 1).substring(0, SHORT_NAME)));
            }
            case DAY_NAME -> {
                notInAnInterval();
                padded(keyword.styled(dayName()), item.plain() ? 0 : NAME_WIDTH);
            }
            case SHORT_DAY_NAME -> {
                notInAnInterval();
                text.append(keyword.styled(dayName().substring(0, SHORT_NAME)));
            }
            default -> romanMonth(item);
        }
    }

    private void era(DateTimeKeyword keyword, String before, String after) {
        notInAnInterval();
        text.append(keyword.styled(time.year() <= 0 ? before : after));
    }

    private boolean isAfternoon() {
        return time.hour() % (2 * HOURS_OF_HALF_DAY) >= HOURS_OF_HALF_DAY;
    }

    private String dayName() {
        return DAYS.get(CivilCalendar.dayOfWeek(time.dayNumber()));
    }

    private void padded(String word, int width) {
        text.append(word).repeat(' ', Math.max(0, width - word.length()));
    }

    /** Months of an interval count backwards if they are negative; whole years end with the twelfth. */
    private void romanMonth(DateTimeTemplate.Field item) {
        int month = time.month();
        if (month == 0 && time.year() == 0) {
            return;
        }
        int index = month > 0 ? month - 1 : month < 0 ? 12 + month : time.year() >= 0 ? 11 : 0;
        padded(item.keyword().styled(ROMAN_MONTHS.get(index)), item.plain() ? 0 : ROMAN_WIDTH);
    }

    private void zone(DateTimeTemplate.Field item) {
        notInAnInterval();
        int seconds = Math.abs(time.offsetSeconds());
        char sign = time.offsetSeconds() >= 0 ? '+' : '-';
        int hours = seconds / SECONDS_PER_HOUR;
        int minutes = seconds % SECONDS_PER_HOUR / 60;
        switch (item.keyword().field()) {
            case ZONE_NAME ->
                text.append(
                        item.keyword().name().equals("tz")
                                ? time.zoneName().toLowerCase(Locale.ROOT)
                                : time.zoneName());
            case ZONE_HOUR -> text.append(sign).append(zeros(hours, 2));
            case ZONE_MINUTE -> text.append(zeros(minutes, 2));
            default -> {
                text.append(sign).append(zeros(hours, item.plain() ? 0 : 2));
                if (seconds % SECONDS_PER_HOUR != 0) {
                    text.append(':').append(zeros(minutes, 2));
                }
            }
        }
    }

    private void fraction(DateTimeTemplate.Field item) {
        int digits = item.keyword().field().fractionDigits();
        int value = time.micros();
        for (int i = digits; i < DateTimeField.MICROSECOND.fractionDigits(); i++) {
            value /= 10;
        }
        text.append(Ordinals.with(zeros(value, digits), item.ordinal()));
    }

    /** Returns a number with zeros before it, up to a width that a minus sign counts in. */
    private static String zeros(long number, int width) {
        return width == 0 ? Long.toString(number) : String.format(Locale.ROOT, "%0" + width + "d", number);
    }

    private void number(DateTimeTemplate.Field item) {
        DateTimeField field = item.keyword().field();
        String written = switch (field) {
            case HOUR_24 -> signed(time.hour(), 2, item);
            case HOUR_12 -> {
                long hour = time.hour() % HOURS_OF_HALF_DAY;
                int width = item.plain() ? 0 : time.hour() >= 0 ? 2 : 3;
                yield zeros(hour == 0 ? HOURS_OF_HALF_DAY : hour, width);
            }
            case MINUTE -> signed(time.minute(), 2, item);
            case SECOND -> signed(time.second(), 2, item);
            case SECOND_OF_DAY -> zeros(time.hour() * SECONDS_PER_HOUR + time.minute() * 60L + time.second(), 0);
            case MONTH -> signed(time.month(), 2, item);
            case DAY_OF_YEAR -> zeros(time.dayOfYear(), item.plain() ? 0 : 3);
            case ISO_DAY_OF_YEAR -> zeros(IsoWeeks.dayOfYear(time.dayNumber()), item.plain() ? 0 : 3);
            case DAY_OF_MONTH -> zeros(time.day(), item.plain() ? 0 : 2);
            case DAY_OF_WEEK, ISO_DAY_OF_WEEK -> dayOfWeek(field);
            case WEEK_OF_YEAR -> zeros((time.dayOfYear() - 1) / 7 + 1, item.plain() ? 0 : 2);
            case WEEK_OF_MONTH -> zeros((time.day() - 1) / 7 + 1, 0);
            case ISO_WEEK -> zeros(IsoWeeks.week(time.dayNumber()), item.plain() ? 0 : 2);
            case QUARTER -> time.month() == 0 ? "" : zeros((time.month() - 1) / 3 + 1, 0);
            case CENTURY -> century(item);
            case JULIAN_DAY -> zeros(time.dayNumber() + JULIAN_2000, 0);
            default -> year(item);
        };
        text.append(written.isEmpty() ? "" : Ordinals.with(written, item.ordinal()));
    }

    private static String signed(long number, int width, DateTimeTemplate.Field item) {
        return zeros(number, item.plain() ? 0 : number >= 0 ? width : width + 1);
    }

    private String dayOfWeek(DateTimeField field) {
        notInAnInterval();
        int day = CivilCalendar.dayOfWeek(time.dayNumber());
        return zeros(field == DateTimeField.DAY_OF_WEEK ? day + 1 : day == 0 ? 7 : day, 0);
    }

    private String century(DateTimeTemplate.Field item) {
        int year = time.year();
        int century = time.interval() ? year / 100 : year > 0 ? (year - 1) / 100 + 1 : year / 100 - 1;
        return Math.abs(century) <= 99 ? signed(century, 2, item) : zeros(century, 0);
    }

    private String year(DateTimeTemplate.Field item) {
        DateTimeField field = item.keyword().field();
        boolean iso = field.mode() == DateTimeField.DateMode.ISO_WEEK;
        int year = time.shownYear(iso ? (int) IsoWeeks.year(time.dayNumber()) : time.year());
        int width = time.shownYear(time.year()) >= 0 ? 0 : 1;
        int shown = switch (field.yearDigits()) {
            case 1 -> year % 10;
            case 2 -> year % 100;
            case 3 -> year % 1000;
            default -> year;
        };
        int digits = field.yearDigits() == 0 ? 4 : field.yearDigits();
        return zeros(shown, item.plain() || digits == 1 ? 0 : digits + width);
    }
}
