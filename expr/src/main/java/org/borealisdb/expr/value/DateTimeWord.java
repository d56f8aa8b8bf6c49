package org.borealisdb.expr.value;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a word in the text of a date or time means.
 *
 * @param kind which part of the date it is
 * @param value the month, the day of the week, 1 for PM and BC, or the code of a special word or of a unit
 */
record DateTimeWord(Kind kind, int value) {
    /** The value of {@code now}. */
    static final int NOW = 1;
    /** The value of {@code today}. */
    static final int TODAY = 2;
    /** The value of {@code tomorrow}. */
    static final int TOMORROW = 3;
    /** The value of {@code yesterday}. */
    static final int YESTERDAY = 4;
    /** The value of {@code allballs}, midnight in Greenwich. */
    static final int MIDNIGHT = 5;
    /** The value of {@code epoch}. */
    static final int EPOCH = 6;
    /** The value of {@code infinity}. */
    static final int INFINITY = 7;
    /** The value of {@code -infinity}. */
    static final int MINUS_INFINITY = 8;

    /** Words are told apart by this many characters. */
    private static final int SIGNIFICANT_CHARACTERS = 10;

    private static final Map<String, DateTimeWord> WORDS = new HashMap<>();

    /** Which part of a date or time a word is. */
    enum Kind {
        /** Filler without a meaning. */
        IGNORED(8),
        /** A date, a time or both by themselves. */
        SPECIAL(0),
        /** The name of a month. */
        MONTH(1),
        /** The name of a day of the week. */
        DAY_OF_WEEK(16),
        /** AM or PM. */
        HALF_OF_DAY(9),
        /** AD or BC. */
        ERA(18),
        /** Says what the number behind it is. */
        UNIT(17),
        /** Says that a time follows. */
        TIME_FOLLOWS(23),
        /** Makes the zone before it one of daylight saving time. */
        DAYLIGHT_SAVING(28);

        private final int bit;

        Kind(int bit) {
            this.bit = bit;
        }

        /** Returns its bit among those of the fields that a text has had. */
        int mask() {
            return 1 << bit;
        }
    }

    static {
        all(Kind.IGNORED, "at", 0, "on", 0);
        all(Kind.SPECIAL, "now", NOW, "today", TODAY, "tomorrow", TOMORROW, "yesterday", YESTERDAY);
        all(Kind.SPECIAL, "allballs", MIDNIGHT, "epoch", EPOCH, "infinity", INFINITY, "-infinity", MINUS_INFINITY);
        all(Kind.MONTH, "jan", 1, "january", 1, "feb", 2, "february", 2, "mar", 3, "march", 3, "apr", 4, "april", 4);
        all(Kind.MONTH, "may", 5, "jun", 6, "june", 6, "jul", 7, "july", 7, "aug", 8, "august", 8);
        all(Kind.MONTH, "sep", 9, "sept", 9, "september", 9, "oct", 10, "october", 10, "nov", 11, "november", 11);
        all(Kind.MONTH, "dec", 12, "december", 12);
        all(Kind.DAY_OF_WEEK, "sun", 0, "sunday", 0, "mon", 1, "monday", 1, "tue", 2, "tues", 2, "tuesday", 2);
        all(Kind.DAY_OF_WEEK, "wed", 3, "weds", 3, "wednesday", 3, "thu", 4, "thur", 4, "thurs", 4, "thursday", 4);
        all(Kind.DAY_OF_WEEK, "fri", 5, "friday", 5, "sat", 6, "saturday", 6);
        all(Kind.HALF_OF_DAY, "am", 0, "pm", 1);
        all(Kind.ERA, "ad", 0, "bc", 1);
        all(Kind.UNIT, "y", DateFields.YEAR, "m", DateFields.MONTH, "d", DateFields.DAY, "h", DateFields.HOUR);
        all(Kind.UNIT, "mm", DateFields.MINUTE, "s", DateFields.SECOND);
        all(Kind.UNIT, "j", DateFields.JULIAN, "jd", DateFields.JULIAN, "julian", DateFields.JULIAN);
        all(Kind.UNIT, "dow", DateFields.OTHER, "doy", DateFields.OTHER);
        all(Kind.UNIT, "isodow", DateFields.OTHER, "isoyear", DateFields.OTHER);
        all(Kind.TIME_FOLLOWS, "t", DateFields.TIME);
        all(Kind.DAYLIGHT_SAVING, "dst", 3600);
    }

    private static void all(Kind kind, Object... wordsAndValues) {
        for (int i = 0; i < wordsAndValues.length; i += 2) {
            WORDS.put((String) wordsAndValues[i], new DateTimeWord(kind, (Integer) wordsAndValues[i + 1]));
        }
    }

    /** Returns what a word in lower case means, if it is one. */
    static Optional<DateTimeWord> find(String word) {
        String key = word.length() > SIGNIFICANT_CHARACTERS ? word.substring(0, SIGNIFICANT_CHARACTERS) : word;
        return Optional.ofNullable(WORDS.get(key));
    }
}
