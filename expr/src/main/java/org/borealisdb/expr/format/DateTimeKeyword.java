package org.borealisdb.expr.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A key word of date and time templates, as it may be spelled. Of those that begin a text, the first in the table holds: longer
 * ones stand before those they begin with. A table.
 *
 * @param name the spelling; that of a name of a month or day says in which letters it is written
 * @param field what it stands for
 */
record DateTimeKeyword(String name, DateTimeField field) {
    private static final Map<Character, List<DateTimeKeyword>> BY_FIRST_CHARACTER = new LinkedHashMap<>();

    static {
        both("A.D.", DateTimeField.ERA_DOTTED);
        both("A.M.", DateTimeField.HALF_DAY_DOTTED);
        both("AD", DateTimeField.ERA);
        both("AM", DateTimeField.HALF_DAY);
        both("B.C.", DateTimeField.ERA_DOTTED);
        both("BC", DateTimeField.ERA);
        both("CC", DateTimeField.CENTURY);
        both("DAY", DateTimeField.DAY_NAME);
        both("DDD", DateTimeField.DAY_OF_YEAR);
        both("DD", DateTimeField.DAY_OF_MONTH);
        both("DY", DateTimeField.SHORT_DAY_NAME);
        one("Day", DateTimeField.DAY_NAME);
        one("Dy", DateTimeField.SHORT_DAY_NAME);
        both("D", DateTimeField.DAY_OF_WEEK);
        both("FF1", DateTimeField.FRACTION_1);
        both("FF2", DateTimeField.FRACTION_2);
        both("FF3", DateTimeField.FRACTION_3);
        both("FF4", DateTimeField.FRACTION_4);
        both("FF5", DateTimeField.FRACTION_5);
        both("FF6", DateTimeField.FRACTION_6);
        both("FX", DateTimeField.EXACT);
        both("HH24", DateTimeField.HOUR_24);
        both("HH12", DateTimeField.HOUR_12);
        both("HH", DateTimeField.HOUR_12);
        both("IDDD", DateTimeField.ISO_DAY_OF_YEAR);
        both("ID", DateTimeField.ISO_DAY_OF_WEEK);
        both("IW", DateTimeField.ISO_WEEK);
        both("IYYY", DateTimeField.ISO_YEAR);
        both("IYY", DateTimeField.ISO_YEAR_3);
        both("IY", DateTimeField.ISO_YEAR_2);
        both("I", DateTimeField.ISO_YEAR_1);
        both("J", DateTimeField.JULIAN_DAY);
        both("MI", DateTimeField.MINUTE);
        both("MM", DateTimeField.MONTH);
        both("MONTH", DateTimeField.MONTH_NAME);
        both("MON", DateTimeField.SHORT_MONTH_NAME);
        both("MS", DateTimeField.MILLISECOND);
        one("Month", DateTimeField.MONTH_NAME);
        one("Mon", DateTimeField.SHORT_MONTH_NAME);
        both("OF", DateTimeField.ZONE_OFFSET);
        both("P.M.", DateTimeField.HALF_DAY_DOTTED);
        both("PM", DateTimeField.HALF_DAY);
        both("Q", DateTimeField.QUARTER);
        both("RM", DateTimeField.ROMAN_MONTH);
        both("SSSSS", DateTimeField.SECOND_OF_DAY);
        both("SSSS", DateTimeField.SECOND_OF_DAY);
        both("SS", DateTimeField.SECOND);
        both("TZH", DateTimeField.ZONE_HOUR);
        both("TZM", DateTimeField.ZONE_MINUTE);
        both("TZ", DateTimeField.ZONE_NAME);
        both("US", DateTimeField.MICROSECOND);
        both("WW", DateTimeField.WEEK_OF_YEAR);
        both("W", DateTimeField.WEEK_OF_MONTH);
        both("Y,YYY", DateTimeField.YEAR_WITH_COMMA);
        both("YYYY", DateTimeField.YEAR);
        both("YYY", DateTimeField.YEAR_3);
        both("YY", DateTimeField.YEAR_2);
        both("Y", DateTimeField.YEAR_1);
    }

    private static void both(String name, DateTimeField field) {
        one(name, field);
        one(name.toLowerCase(Locale.ROOT), field);
    }

    private static void one(String name, DateTimeField field) {
        BY_FIRST_CHARACTER
                .computeIfAbsent(name.charAt(0), first -> new ArrayList<>())
                .add(new DateTimeKeyword(name, field));
    }

    /** Returns the key word that a text has at a place. */
    static Optional<DateTimeKeyword> at(String text, int place) {
        return BY_FIRST_CHARACTER.getOrDefault(text.charAt(place), List.of()).stream()
                .filter(keyword -> text.startsWith(keyword.name, place))
                .findFirst();
    }

    /** Returns a capitalized English word in the letters that the key word is written in. */
    String styled(String word) {
        if (Character.isLowerCase(name.charAt(0))) {
            return word.toLowerCase(Locale.ROOT);
        }
        return Character.isLowerCase(name.charAt(1)) ? word : word.toUpperCase(Locale.ROOT);
    }
}
