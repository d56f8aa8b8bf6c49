package org.borealisdb.expr.format;

/** What a key word of a date and time template stands for. */
enum DateTimeField {
    ERA_DOTTED(false, DateMode.NONE),
    HALF_DAY_DOTTED(false, DateMode.NONE),
    ERA(false, DateMode.NONE),
    HALF_DAY(false, DateMode.NONE),
    CENTURY(true, DateMode.NONE),
    DAY_NAME(false, DateMode.NONE),
    SHORT_DAY_NAME(false, DateMode.NONE),
    DAY_OF_YEAR(true, DateMode.GREGORIAN),
    DAY_OF_MONTH(true, DateMode.GREGORIAN),
    DAY_OF_WEEK(true, DateMode.GREGORIAN),
    FRACTION_1(true, DateMode.NONE),
    FRACTION_2(true, DateMode.NONE),
    FRACTION_3(true, DateMode.NONE),
    FRACTION_4(true, DateMode.NONE),
    FRACTION_5(true, DateMode.NONE),
    FRACTION_6(true, DateMode.NONE),
    EXACT(false, DateMode.NONE),
    HOUR_24(true, DateMode.NONE),
    HOUR_12(true, DateMode.NONE),
    ISO_DAY_OF_YEAR(true, DateMode.ISO_WEEK),
    ISO_DAY_OF_WEEK(true, DateMode.ISO_WEEK),
    ISO_WEEK(true, DateMode.ISO_WEEK),
    ISO_YEAR(true, DateMode.ISO_WEEK),
    ISO_YEAR_3(true, DateMode.ISO_WEEK),
    ISO_YEAR_2(true, DateMode.ISO_WEEK),
    ISO_YEAR_1(true, DateMode.ISO_WEEK),
    JULIAN_DAY(true, DateMode.NONE),
    MINUTE(true, DateMode.NONE),
    MONTH(true, DateMode.GREGORIAN),
    MONTH_NAME(false, DateMode.GREGORIAN),
    SHORT_MONTH_NAME(false, DateMode.GREGORIAN),
    MILLISECOND(true, DateMode.NONE),
    ZONE_OFFSET(false, DateMode.NONE),
    QUARTER(true, DateMode.NONE),
    ROMAN_MONTH(false, DateMode.GREGORIAN),
    SECOND_OF_DAY(true, DateMode.NONE),
    SECOND(true, DateMode.NONE),
    ZONE_HOUR(false, DateMode.NONE),
    ZONE_MINUTE(true, DateMode.NONE),
    ZONE_NAME(false, DateMode.NONE),
    MICROSECOND(true, DateMode.NONE),
    WEEK_OF_YEAR(true, DateMode.GREGORIAN),
    WEEK_OF_MONTH(true, DateMode.GREGORIAN),
    YEAR_WITH_COMMA(true, DateMode.GREGORIAN),
    YEAR(true, DateMode.GREGORIAN),
    YEAR_3(true, DateMode.GREGORIAN),
    YEAR_2(true, DateMode.GREGORIAN),
    YEAR_1(true, DateMode.GREGORIAN);

    /** Which way of naming days a field belongs to; a template to read by must not mix them. */
    enum DateMode {
        NONE,
        GREGORIAN,
        ISO_WEEK
    }

    private final boolean digits;
    private final DateMode mode;

    DateTimeField(boolean digits, DateMode mode) {
        this.digits = digits;
        this.mode = mode;
    }

    /** Whether it begins with a digit, so that a number before it must have its full width. */
    boolean isDigits() {
        return digits;
    }

    DateMode mode() {
        return mode;
    }

    /** How many digits of a second a field has, 0 if it has none: FF1 to FF6, MS and US. */
    int fractionDigits() {
        return switch (this) {
            case FRACTION_1 -> 1;
            case FRACTION_2 -> 2;
            case FRACTION_3, MILLISECOND -> 3;
            case FRACTION_4 -> 4;
            case FRACTION_5 -> 5;
            case FRACTION_6, MICROSECOND -> 6;
            default -> 0;
        };
    }

    /** How many of its last digits a field of years shows, 0 if it is none or shows all. */
    int yearDigits() {
        return switch (this) {
            case YEAR_3, ISO_YEAR_3 -> 3;
            case YEAR_2, ISO_YEAR_2 -> 2;
            case YEAR_1, ISO_YEAR_1 -> 1;
            default -> 0;
        };
    }
}
