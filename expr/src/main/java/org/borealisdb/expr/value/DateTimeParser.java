package org.borealisdb.expr.value;

import static org.borealisdb.expr.value.CivilCalendar.MICROS_PER_SECOND;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.DateTimeToken.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads a date, time or timestamp. One object reads one text, once.
 *
 * <p>Fields may come in any order, as PostgreSQL's manual says in "Date/Time Input Interpretation": dates as {@code
 * 2020-01-02}, {@code 1/2/2020}, {@code 20200102}, {@code Jan 2, 2020} or {@code 2-Jan-2020}, Julian days, times with
 * fraction, AM or PM, zones as offset, name or abbreviation, AD or BC, and the special words.
 */
final class DateTimeParser {
    private static final int MAXIMUM_ZONE_HOURS = 15;

    private final DateTimeErrors errors;
    private final String text;
    private final SessionFormat format;
    private final long now;
    private final DateFields fields;

    private List<DateTimeToken> tokens = List.of();
    private boolean timeOnly;
    private int unit;
    private @Nullable Boolean afternoon;
    private boolean beforeChrist;
    private int offsetSeconds;
    private @Nullable ZoneId namedZone;
    private TimeZoneAbbreviations.@Nullable Abbreviation abbreviation;
    private int special;

    DateTimeParser(String typeName, String text, SessionFormat format, long now) {
        this.errors = new DateTimeErrors(typeName, text);
        this.text = text;
        this.format = format;
        this.now = now;
        this.fields = new DateFields(errors, format.dateOrder());
    }

    long date() {
        readDateAndTime();
        return switch (special) {
            case DateTimeWord.INFINITY -> CivilCalendar.DATE_INFINITY;
            case DateTimeWord.MINUS_INFINITY -> CivilCalendar.DATE_MINUS_INFINITY;
            case DateTimeWord.EPOCH -> -CivilCalendar.EPOCH_DAYS;
            default -> {
                long day = fields.dayNumber();
                if (!CivilCalendar.isDate(day)) {
                    throw errors.outOfRange();
                }
                yield day;
            }
        };
    }

    long time() {
        readTime();
        return fields.microsOfDay();
    }

    long timeWithZone() {
        readTime();
        return ZonedTimes.of(fields.microsOfDay(), zoneOfTime());
    }

    long timestamp() {
        readDateAndTime();
        return switch (special) {
            case DateTimeWord.INFINITY -> CivilCalendar.TIMESTAMP_INFINITY;
            case DateTimeWord.MINUS_INFINITY -> CivilCalendar.TIMESTAMP_MINUS_INFINITY;
            case DateTimeWord.EPOCH -> -CivilCalendar.EPOCH_SECONDS * MICROS_PER_SECOND;
            default -> stamp();
        };
    }

    long timestampWithZone() {
        readDateAndTime();
        return switch (special) {
            case DateTimeWord.INFINITY -> CivilCalendar.TIMESTAMP_INFINITY;
            case DateTimeWord.MINUS_INFINITY -> CivilCalendar.TIMESTAMP_MINUS_INFINITY;
            case DateTimeWord.EPOCH -> -CivilCalendar.EPOCH_SECONDS * MICROS_PER_SECOND;
            default -> instant();
        };
    }

    private long stamp() {
        try {
            return CivilCalendar.timestamp(fields.dayNumber(), fields.microsOfDay());
        } catch (SqlException _) {
            throw errors.outOfRange();
        }
    }

    /** Returns the moment of the local time, which itself may be a little beyond the limits. */
    private long instant() {
        long day = fields.dayNumber();
        if (!CivilCalendar.isNearTimestamps(day)) {
            throw errors.outOfRange();
        }
        long local = day * CivilCalendar.MICROS_PER_DAY + fields.microsOfDay();
        long instant = local - offsetOf(local) * MICROS_PER_SECOND;
        if (!CivilCalendar.isTimestamp(instant)) {
            throw errors.outOfRange();
        }
        return instant;
    }

    private int offsetOf(long local) {
        if (namedZone != null) {
            return CivilCalendar.offsetOfLocal(local, namedZone);
        }
        if (abbreviation != null) {
            return abbreviation.offset(local);
        }
        return fields.has(DateFields.ZONE_MASK) ? offsetSeconds : CivilCalendar.offsetOfLocal(local, format.zone());
    }

    /** Returns the offset of a time; that of a zone depends on the date, today if none is there. */
    private int zoneOfTime() {
        boolean dated = fields.has(DateFields.DATE_MASK);
        boolean free = !fields.hasAny(DateFields.DATE_MASK);
        if (namedZone != null && !namedZone.getRules().isFixedOffset() && !dated) {
            throw errors.syntax();
        }
        boolean byDate = namedZone == null && (abbreviation != null || !fields.has(DateFields.ZONE_MASK));
        if (byDate && !dated && !free) {
            throw errors.syntax();
        }
        long today = CivilCalendar.dayOf(CivilCalendar.toLocal(now, format.zone()));
        return offsetOf(CivilCalendar.timestamp(dated ? fields.dayNumber() : today, fields.microsOfDay()));
    }

    private void readDateAndTime() {
        readTokens();
        if (special != 0) {
            return;
        }
        fields.validate(beforeChrist);
        if (afternoon != null) {
            fields.setHalfOfDay(afternoon);
        }
        if (!fields.has(DateFields.DATE_MASK)) {
            throw errors.syntax();
        }
        checkZone();
    }

    private void readTime() {
        timeOnly = true;
        readTokens();
        fields.validate(beforeChrist);
        if (afternoon != null) {
            fields.setHalfOfDay(afternoon);
        }
        fields.checkTime();
        if (!fields.has(DateFields.TIME_MASK)) {
            throw errors.syntax();
        }
        checkZone();
        zoneOfTime();
    }

    /** DST behind a zone that has its own rules, or without a zone, means nothing. */
    private void checkZone() {
        boolean ownRules = namedZone != null || abbreviation != null || !fields.has(DateFields.ZONE_MASK);
        if (ownRules && fields.hasAny(DateTimeWord.Kind.DAYLIGHT_SAVING.mask())) {
            throw errors.syntax();
        }
    }

    private void readTokens() {
        tokens = DateTimeToken.split(text).orElseThrow(errors::syntax);
        for (int i = 0; i < tokens.size(); i++) {
            DateTimeToken token = tokens.get(i);
            fields.add(
                    switch (token.kind()) {
                        case DATE -> readDate(i, token.text());
                        case TIME -> readClock(token.text());
                        case SIGNED -> readOffset(token.text());
                        case NUMBER -> readNumber(i, token.text());
                        case WORD, SIGNED_WORD -> readWord(i, token.text());
                    });
        }
    }

    private int assumed() {
        return timeOnly ? DateFields.DATE_MASK : 0;
    }

    private int readClock(String clock) {
        if (!timeOnly && unit != 0) {
            if (unit != DateFields.TIME) {
                throw errors.syntax();
            }
            unit = 0;
        }
        fields.setTimeOfDay(clock);
        return DateFields.TIME_MASK;
    }

    private int readDate(int index, String part) {
        boolean date = timeOnly
                ? index == 0
                        && tokens.size() >= 2
                        && (tokens.getLast().kind() == Kind.DATE
                                || tokens.get(1).kind() == Kind.TIME)
                : unit == 0 && !fields.has(1 << DateFields.MONTH | 1 << DateFields.DAY);
        if (!timeOnly && unit == DateFields.JULIAN) {
            LeadingNumber number = LeadingNumber.ofInt(part, 0);
            if (!number.fits()) {
                throw errors.overflow();
            }
            fields.setJulian(number.value());
            readOffset(part.substring(number.end()));
            unit = 0;
            return DateFields.DATE_MASK | DateFields.TIME_MASK | DateFields.ZONE_MASK;
        }
        if (date) {
            return fields.setParts(part);
        }
        if (DateTimeToken.isDigit(part.charAt(0)) || (!timeOnly && unit != 0)) {
            return readTimeAndZone(part);
        }
        return readNamedZone(part, true);
    }

    /** Reads digits of a time that are run together, and an offset behind a minus. */
    private int readTimeAndZone(String part) {
        if (!timeOnly && unit != 0) {
            if (unit != DateFields.TIME) {
                throw errors.syntax();
            }
            unit = 0;
        }
        int minus = part.indexOf('-');
        if (fields.has(DateFields.TIME_MASK) || minus < 0) {
            throw errors.syntax();
        }
        readOffset(part.substring(minus));
        int mask = fields.setRunTogether(part.substring(0, minus), known());
        return mask | DateFields.ZONE_MASK;
    }

    private int known() {
        return fields.known() | assumed();
    }

    private int readNumber(int index, String number) {
        if (unit != 0) {
            int wanted = unit;
            unit = 0;
            special = 0;
            return fields.setUnit(wanted, number);
        }
        int point = number.indexOf('.');
        if (timeOnly) {
            if (point >= 0) {
                if (index == 0 && tokens.size() >= 2 && tokens.getLast().kind() == Kind.DATE) {
                    return fields.setParts(number);
                }
                if (point <= 2) {
                    throw errors.syntax();
                }
                return fields.setRunTogether(number, known());
            }
            return number.length() > 4 ? fields.setRunTogether(number, known()) : fields.setNumber(number, known());
        }
        if (point >= 0 && !fields.hasAny(DateFields.DATE_MASK)) {
            return fields.setParts(number);
        }
        boolean complete = fields.hasAny(DateFields.DATE_MASK) && fields.hasAny(DateFields.TIME_MASK);
        if (point > 2 || (point < 0 && number.length() >= 6 && !complete)) {
            return fields.setRunTogether(number, known());
        }
        return fields.setNumber(number, known());
    }

    private int readWord(int index, String word) {
        Optional<TimeZoneAbbreviations.Abbreviation> zone = TimeZoneAbbreviations.find(word);
        if (zone.isPresent()) {
            return readAbbreviation(zone.get());
        }
        Optional<DateTimeWord> found = DateTimeWord.find(word);
        if (found.isEmpty()) {
            return readNamedZone(word, false);
        }
        DateTimeWord.Kind kind = found.get().kind();
        int value = found.get().value();
        if (timeOnly && (kind == DateTimeWord.Kind.MONTH || kind == DateTimeWord.Kind.DAY_OF_WEEK)) {
            throw errors.syntax();
        }
        return switch (kind) {
            case IGNORED -> 0;
            case SPECIAL -> readSpecial(value);
            case MONTH -> fields.setNamedMonth(value);
            case DAY_OF_WEEK -> kind.mask();
            case HALF_OF_DAY -> {
                afternoon = value == 1;
                yield kind.mask();
            }
            case ERA -> {
                beforeChrist = value == 1;
                yield kind.mask();
            }
            case UNIT -> {
                unit = value;
                yield 0;
            }
            case TIME_FOLLOWS -> {
                checkTimeFollows(index);
                unit = value;
                yield 0;
            }
            case DAYLIGHT_SAVING -> {
                offsetSeconds += value;
                yield kind.mask() | 1 << 6;
            }
        };
    }

    private void checkTimeFollows(int index) {
        boolean follows = index < tokens.size() - 1
                && switch (tokens.get(index + 1).kind()) {
                    case NUMBER, TIME, DATE -> true;
                    default -> false;
                };
        if (!follows || (!timeOnly && !fields.has(DateFields.DATE_MASK))) {
            throw errors.syntax();
        }
    }

    private int readSpecial(int word) {
        if (timeOnly && word != DateTimeWord.NOW && word != DateTimeWord.MIDNIGHT) {
            throw errors.syntax();
        }
        long local = CivilCalendar.toLocal(now, format.zone());
        special = 0;
        return switch (word) {
            case DateTimeWord.NOW -> {
                fields.setDate(CivilCalendar.dayOf(local));
                fields.setTime(CivilCalendar.timeOf(local));
                if (timeOnly) {
                    yield DateFields.TIME_MASK;
                }
                offsetSeconds = CivilCalendar.offsetAt(now, format.zone());
                yield DateFields.DATE_MASK | DateFields.TIME_MASK | DateFields.ZONE_MASK;
            }
            case DateTimeWord.TODAY, DateTimeWord.TOMORROW, DateTimeWord.YESTERDAY -> {
                int ahead = word == DateTimeWord.TODAY ? 0 : word == DateTimeWord.TOMORROW ? 1 : -1;
                fields.setDate(CivilCalendar.dayOf(local) + ahead);
                yield DateFields.DATE_MASK;
            }
            case DateTimeWord.MIDNIGHT -> {
                fields.setTime(0);
                offsetSeconds = 0;
                yield DateFields.TIME_MASK | DateFields.ZONE_MASK;
            }
            default -> {
                special = word;
                yield DateTimeWord.Kind.SPECIAL.mask();
            }
        };
    }

    private int readAbbreviation(TimeZoneAbbreviations.Abbreviation found) {
        if (found.zone() instanceof ZoneOffset fixed) {
            offsetSeconds = fixed.getTotalSeconds();
            return DateFields.ZONE_MASK | (found.daylightSaving() ? 1 << 6 : 0);
        }
        abbreviation = found;
        return DateFields.ZONE_MASK;
    }

    private int readNamedZone(String name, boolean certain) {
        Optional<ZoneId> zone = TimeZones.named(name);
        if (zone.isEmpty()) {
            throw certain
                    ? new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "time zone \"" + name + "\" not recognized")
                    : errors.syntax();
        }
        namedZone = zone.get();
        return DateFields.ZONE_MASK;
    }

    /** Reads hours, minutes and seconds east of Greenwich: +5, +05:30, +0530, +05:30:15. */
    private int readOffset(String offset) {
        if (offset.isEmpty() || (offset.charAt(0) != '+' && offset.charAt(0) != '-')) {
            throw errors.syntax();
        }
        LeadingNumber first = LeadingNumber.ofInt(offset, 1);
        long hours = first.value();
        LeadingNumber minutes = new LeadingNumber(0, first.end(), true);
        LeadingNumber seconds = minutes;
        if (isColon(offset, first.end())) {
            minutes = LeadingNumber.ofInt(offset, first.end() + 1);
            seconds = new LeadingNumber(0, minutes.end(), true);
            if (isColon(offset, minutes.end())) {
                seconds = LeadingNumber.ofInt(offset, minutes.end() + 1);
            }
        } else if (first.end() == offset.length() && offset.length() > 3) {
            hours = first.value() / 100;
            minutes = new LeadingNumber(first.value() % 100, first.end(), true);
            seconds = new LeadingNumber(0, first.end(), true);
        }
        boolean inRange = first.fits()
                && hours >= 0
                && hours <= MAXIMUM_ZONE_HOURS
                && minutes.value() >= 0
                && minutes.value() < 60
                && seconds.value() >= 0
                && seconds.value() < 60;
        if (!inRange) {
            throw errors.displacement();
        }
        if (seconds.end() != offset.length()) {
            throw errors.syntax();
        }
        int total = (int) (hours * 3600 + minutes.value() * 60 + seconds.value());
        offsetSeconds = offset.charAt(0) == '-' ? -total : total;
        return DateFields.ZONE_MASK;
    }

    private static boolean isColon(String text, int at) {
        return at < text.length() && text.charAt(at) == ':';
    }
}
