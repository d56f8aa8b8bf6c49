package org.borealisdb.expr.format;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.format.ReadParts.Part;

/**
 * Reads a text by a template of dates and times. Belongs to one call.
 *
 * <p>Unless FX says otherwise, spaces before and after fields are skipped, and a separator in the template stands for one in the
 * text or none; characters that were skipped beyond what the template asks for are taken as its next literal ones.
 */
final class DateTimeReader {
    private static final List<String> HALVES = List.of("am", "pm");
    private static final List<String> DOTTED_HALVES = List.of("a.m.", "p.m.");
    private static final List<String> ERAS = List.of("ad", "bc");
    private static final List<String> DOTTED_ERAS = List.of("a.d.", "b.c.");
    private static final String FILL_MODE_HINT =
            "If your source string is not fixed-width, try using the \"FM\" modifier.";

    private final String text;
    private final DateTimeTemplate template;
    private final boolean standard;
    private final ReadParts parts = new ReadParts();
    private int at;
    private boolean exact;
    private int skipped;

    /**
     * Makes a reader.
     *
     * @param standard whether the text has exactly the characters of the template, as the SQL standard wants it
     */
    DateTimeReader(String text, DateTimeTemplate template, boolean standard) {
        this.text = text;
        this.template = template;
        this.standard = standard;
        this.exact = standard;
    }

    ReadParts read() {
        List<DateTimeTemplate.Item> items = template.items();
        for (int i = 0; i < items.size(); i++) {
            if (at >= text.length()) {
                if (standard) {
                    throw new SqlException(
                            ErrorCode.INVALID_DATETIME_FORMAT, "input string is too short for datetime format");
                }
                break;
            }
            DateTimeTemplate.Item item = items.get(i);
            boolean begins = i == 0 || item instanceof DateTimeTemplate.Field;
            boolean isExact = item
                            instanceof
                            DateTimeTemplate.Field(DateTimeKeyword keyword, boolean _, DateTimeTemplate.Ordinal _)
                    && keyword.field() == DateTimeField.EXACT;
            if (!exact && begins && !isExact) {
                skipped += skipSpaces();
            }
            switch (item) {
                case DateTimeTemplate.Field field -> {
                    readField(field, i);
                    if (!exact) {
                        skipped = skipSpaces();
                    }
                }
                case DateTimeTemplate.Literal(int c) when standard -> match(c, "character");
                case DateTimeTemplate.Separator(int c) when standard -> match(c, "separator");
                case DateTimeTemplate.Space(int c) when standard -> match(c, "separator");
                case DateTimeTemplate.Literal _ -> literal();
                case DateTimeTemplate.Separator _, DateTimeTemplate.Space _ -> separator();
            }
        }
        if (standard) {
            skipSpaces();
            if (at < text.length()) {
                throw new SqlException(
                        ErrorCode.INVALID_DATETIME_FORMAT,
                        "trailing characters remain in input string after datetime format");
            }
        }
        return parts;
    }

    private void match(int character, String what) {
        if (text.codePointAt(at) != character) {
            throw new SqlException(
                    ErrorCode.INVALID_DATETIME_FORMAT,
                    "unmatched format " + what + " \"" + Character.toString(character) + "\"");
        }
        at += Character.charCount(character);
    }

    private int skipSpaces() {
        int start = at;
        while (at < text.length() && DateTimeTemplate.isSpace(text.charAt(at))) {
            at++;
        }
        return at - start;
    }

    private void skipCharacter() {
        if (at < text.length()) {
            at += Character.charCount(text.codePointAt(at));
        }
    }

    private void separator() {
        if (exact) {
            skipCharacter();
            return;
        }
        skipped--;
        if (at < text.length()
                && (DateTimeTemplate.isSpace(text.charAt(at)) || DateTimeTemplate.isSeparator(text.charAt(at)))) {
            at++;
            skipped++;
        }
    }

    private void literal() {
        if (!exact && skipped > 0) {
            skipped--;
        } else {
            skipCharacter();
        }
    }

    private void readField(DateTimeTemplate.Field item, int place) {
        DateTimeField field = item.keyword().field();
        String name = item.keyword().name();
        parts.setMode(field.mode());
        switch (field) {
            case EXACT -> exact = true;
            case HALF_DAY_DOTTED, HALF_DAY -> {
                int half = word(field == DateTimeField.HALF_DAY ? HALVES : DOTTED_HALVES, name);
                parts.set(Part.AFTERNOON, half, name);
                parts.setTwelveHours();
            }
            case ERA_DOTTED, ERA ->
                parts.set(Part.BEFORE_CHRIST, word(field == DateTimeField.ERA ? ERAS : DOTTED_ERAS, name), name);
            case MONTH_NAME -> parts.set(Part.MONTH, word(DateTimeWriter.MONTHS, name) + 1, name);
            case SHORT_MONTH_NAME -> parts.set(Part.MONTH, shortWord(DateTimeWriter.MONTHS, name) + 1, name);
            case ROMAN_MONTH -> parts.set(Part.MONTH, 12 - word(DateTimeWriter.ROMAN_MONTHS.reversed(), name), name);
            case DAY_NAME -> dayOfWeek(word(DateTimeWriter.DAYS, name), name);
            case SHORT_DAY_NAME -> dayOfWeek(shortWord(DateTimeWriter.DAYS, name), name);
            case ZONE_NAME, ZONE_OFFSET ->
                throw new SqlException(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "formatting field \"" + name + "\" is only supported in to_char");
            case ZONE_HOUR -> zoneHour(item, place);
            case ZONE_MINUTE -> {
                parts.setZoneSign(parts.zoneSign() == 0 ? 1 : parts.zoneSign());
                number(Part.ZONE_MINUTE, 2, item, place);
            }
            case YEAR_WITH_COMMA -> {
                yearWithComma(name);
                skipOrdinal(item);
            }
            default -> {
                numeric(item, place);
                skipOrdinal(item);
            }
        }
    }

    /** Names count from 0, but are kept from 1: in PostgreSQL the same name twice is in conflict with itself. */
    private void dayOfWeek(int number, String name) {
        parts.set(Part.DAY_OF_WEEK, number, name);
        parts.replace(Part.DAY_OF_WEEK, number + 1);
    }

    private void skipOrdinal(DateTimeTemplate.Field item) {
        if (item.ordinal() != DateTimeTemplate.Ordinal.NONE) {
            skipCharacter();
            skipCharacter();
        }
    }

    private void numeric(DateTimeTemplate.Field item, int place) {
        DateTimeField field = item.keyword().field();
        int width = item.keyword().name().length();
        switch (field) {
            case HOUR_12 -> {
                number(Part.HOUR, 2, item, place);
                parts.setTwelveHours();
            }
            case HOUR_24 -> number(Part.HOUR, 2, item, place);
            case MINUTE -> number(Part.MINUTE, width, item, place);
            case SECOND -> number(Part.SECOND, width, item, place);
            case SECOND_OF_DAY -> number(Part.SECOND_OF_DAY, width, item, place);
            case MILLISECOND -> fraction(Part.MILLISECOND, field, 3, item, place);
            case FRACTION_1, FRACTION_2, FRACTION_3, FRACTION_4, FRACTION_5, FRACTION_6 -> {
                fraction(Part.MICROSECOND, field, 6, item, place);
                parts.setPrecision(field.fractionDigits());
            }
            case MICROSECOND -> fraction(Part.MICROSECOND, field, 6, item, place);
            case MONTH -> number(Part.MONTH, width, item, place);
            case DAY_OF_YEAR -> number(Part.DAY_OF_YEAR, width, item, place);
            case ISO_DAY_OF_YEAR -> number(Part.DAY_OF_YEAR, 3, item, place);
            case DAY_OF_MONTH -> number(Part.DAY_OF_MONTH, width, item, place);
            case DAY_OF_WEEK -> number(Part.DAY_OF_WEEK, width, item, place);
            case ISO_DAY_OF_WEEK -> {
                number(Part.DAY_OF_WEEK, 1, item, place);
                int day = parts.get(Part.DAY_OF_WEEK) + 1;
                parts.replace(Part.DAY_OF_WEEK, day > 7 ? 1 : day);
            }
            case WEEK_OF_YEAR, ISO_WEEK -> number(Part.WEEK_OF_YEAR, width, item, place);
            case WEEK_OF_MONTH -> number(Part.WEEK_OF_MONTH, width, item, place);
            case QUARTER -> number(Part.NOTHING, width, item, place);
            case CENTURY -> number(Part.CENTURY, width, item, place);
            case JULIAN_DAY -> number(Part.JULIAN_DAY, width, item, place);
            default -> year(item, place);
        }
    }

    private void fraction(Part part, DateTimeField field, int digits, DateTimeTemplate.Field item, int place) {
        int length = number(part, field.fractionDigits(), item, place);
        int value = parts.get(part);
        for (int i = length; i < digits; i++) {
            value *= 10;
        }
        parts.replace(part, value);
    }

    private void year(DateTimeTemplate.Field item, int place) {
        int digits = item.keyword().field().yearDigits();
        int length = number(Part.YEAR, item.keyword().name().length(), item, place);
        if (digits > 0 && length < 4) {
            parts.replace(Part.YEAR, nearTo2020(parts.get(Part.YEAR)));
        }
        parts.setYearDigits(digits == 0 ? 4 : digits);
    }

    /** Completes a year of up to three digits to the one that is next to 2020. */
    private static int nearTo2020(int year) {
        if (year < 70) {
            return year + 2000;
        }
        if (year < 100) {
            return year + 1900;
        }
        if (year < 520) {
            return year + 2000;
        }
        return year < 1000 ? year + 1000 : year;
    }

    private void yearWithComma(String name) {
        int start = at;
        Digits thousands = digits(at, Integer.MAX_VALUE);
        Digits rest = thousands.end() > at && text.startsWith(",", thousands.end())
                ? digits(thousands.end() + 1, 3)
                : new Digits(0, start, false);
        if (rest.end() <= thousands.end() + 1) {
            throw new SqlException(ErrorCode.INVALID_DATETIME_FORMAT, "invalid input string for \"Y,YYY\"");
        }
        parts.set(Part.YEAR, (int) (rest.value() + thousands.value() * 1000), name);
        parts.setYearDigits(4);
        at = rest.end();
    }

    private void zoneHour(DateTimeTemplate.Field item, int place) {
        char c = at < text.length() ? text.charAt(at) : 'x';
        if (c == '+' || c == '-' || c == ' ') {
            parts.setZoneSign(c == '-' ? -1 : 1);
            at++;
        } else {
            // A minus sign may have been taken for a separator.
            boolean minus = skipped > 0 && at > 0 && text.charAt(at - 1) == '-';
            parts.setZoneSign(minus ? -1 : 1);
        }
        number(Part.ZONE_HOUR, 2, item, place);
    }

    /** Returns which of some words is next, however its letters are written. */
    private int word(List<String> words, String name) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (text.regionMatches(true, at, word, 0, word.length())) {
                at += word.length();
                return i;
            }
        }
        throw noSuchWord(name);
    }

    private int shortWord(List<String> words, String name) {
        return word(
                words.stream()
                        .map(word -> word.substring(0, DateTimeWriter.SHORT_NAME))
                        .toList(),
                name);
    }

    private SqlException noSuchWord(String name) {
        int end = at;
        while (end < text.length() && !DateTimeTemplate.isSpace(text.charAt(end))) {
            end++;
        }
        return invalid(text.substring(at, end), name)
                .withDetail("The given value did not match any of the allowed values for this field.");
    }

    private static SqlException invalid(String value, String name) {
        return new SqlException(
                ErrorCode.INVALID_DATETIME_FORMAT, "invalid value \"" + value + "\" for \"" + name + "\"");
    }

    /**
     * Digits read, with what may be before them.
     *
     * @param value what they are
     * @param end where they end, or where reading began if there are none
     * @param overflow whether the value is beyond a long
     */
    private record Digits(long value, int end, boolean overflow) {}

    /** Reads spaces, a sign and digits. */
    private Digits digits(int from, int maximumLength) {
        int end = (int) Math.min(text.length(), (long) from + maximumLength);
        int i = from;
        while (i < end && DateTimeTemplate.isSpace(text.charAt(i))) {
            i++;
        }
        boolean negative = i < end && text.charAt(i) == '-';
        i += i < end && (negative || text.charAt(i) == '+') ? 1 : 0;
        int first = i;
        long value = 0;
        boolean overflow = false;
        while (i < end && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            value = value * 10 + (text.charAt(i) - '0');
            overflow |= value > 1L << 40;
            value = overflow ? 0 : value;
            i++;
        }
        return new Digits(negative ? -value : value, i == first ? from : i, overflow);
    }

    /** Reads a number into a part; answers how many characters it takes. */
    private int number(Part part, int width, DateTimeTemplate.Field item, int place) {
        String name = item.keyword().name();
        int start = at;
        skipSpaces();
        Digits read;
        if (item.plain() || template.endsNumber(place)) {
            read = digits(start, Integer.MAX_VALUE);
            at = read.end();
        } else {
            read = ofFullWidth(width, name);
            at = read.end();
        }
        if (at == start) {
            int from = skippedFrom(start);
            throw invalid(text.substring(from, Math.min(text.length(), from + width)), name)
                    .withDetail("Value must be an integer.");
        }
        if (read.overflow() || read.value() < Integer.MIN_VALUE || read.value() > Integer.MAX_VALUE) {
            throw new SqlException(
                            ErrorCode.DATETIME_FIELD_OVERFLOW,
                            "value for \"" + name + "\" in source string is out of range")
                    .withDetail("Value must be in the range " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE + ".");
        }
        parts.set(part, (int) read.value(), name);
        return at - start;
    }

    private int skippedFrom(int start) {
        int from = start;
        while (from < text.length() && DateTimeTemplate.isSpace(text.charAt(from))) {
            from++;
        }
        return from;
    }

    private Digits ofFullWidth(int width, String name) {
        int left = text.length() - at;
        if (left < width) {
            throw new SqlException(
                            ErrorCode.INVALID_DATETIME_FORMAT,
                            "source string too short for \"" + name + "\" formatting field")
                    .withDetail("Field requires " + width + " characters, but only " + left + " remain.")
                    .withHint(FILL_MODE_HINT);
        }
        Digits read = digits(at, width);
        int used = read.end() - at;
        if (used > 0 && used < width) {
            throw invalid(text.substring(at, at + width), name)
                    .withDetail("Field requires " + width + " characters, but only " + used + " could be parsed.")
                    .withHint(FILL_MODE_HINT);
        }
        return read;
    }
}
