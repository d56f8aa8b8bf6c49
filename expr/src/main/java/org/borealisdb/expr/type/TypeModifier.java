package org.borealisdb.expr.type;

/** Packs and unpacks type modifiers the way PostgreSQL stores them in {@code atttypmod}. */
public final class TypeModifier {
    /** The four bytes of a varlena header that PostgreSQL adds to lengths, kept because clients subtract them. */
    private static final int HEADER = 4;

    /** The longest length that can be declared for varchar and char. */
    public static final int MAXIMUM_LENGTH = 10_485_760;

    /** The most bits that can be declared for bit and bit varying. */
    public static final int MAXIMUM_BITS = 83_886_080;

    /** The most digits that can be declared for numeric. */
    public static final int MAXIMUM_PRECISION = 1000;

    /** Where an interval has no fields: all of them. */
    public static final int ALL_INTERVAL_FIELDS = 0x7fff;

    /** Where an interval has no precision. */
    public static final int FULL_INTERVAL_PRECISION = 0xffff;

    /** The names of an interval's fields, from the largest to the smallest, and their bits. */
    private static final String[] INTERVAL_FIELDS = {"year", "month", "day", "hour", "minute", "second"};

    private static final int[] INTERVAL_BITS = {2, 1, 3, 10, 11, 12};

    private TypeModifier() {}

    /**
     * Returns the modifier of an interval.
     *
     * @param fields a bit for each field: month 1, year 2, day 3, hour 10, minute 11, second 12
     * @param precision digits of a second's fraction
     */
    public static int ofInterval(int fields, int precision) {
        return fields << 16 | precision;
    }

    /** Returns the bits of an interval's fields, all of them if it has none. */
    public static int intervalFields(int modifier) {
        return modifier < 0 ? ALL_INTERVAL_FIELDS : modifier >> 16 & ALL_INTERVAL_FIELDS;
    }

    /** Returns the digits of a second's fraction. */
    public static int intervalPrecision(int modifier) {
        return modifier < 0 ? FULL_INTERVAL_PRECISION : modifier & FULL_INTERVAL_PRECISION;
    }

    /** Returns what stands behind the word interval, such as {@code  day to second(3)}. */
    static String intervalText(int modifier) {
        int fields = intervalFields(modifier);
        int precision = intervalPrecision(modifier);
        StringBuilder text = new StringBuilder();
        if (fields != ALL_INTERVAL_FIELDS) {
            int first = -1;
            int last = -1;
            for (int i = 0; i < INTERVAL_BITS.length; i++) {
                if ((fields & 1 << INTERVAL_BITS[i]) != 0) {
                    first = first < 0 ? i : first;
                    last = i;
                }
            }
            if (first >= 0) {
                text.append(' ').append(INTERVAL_FIELDS[first]);
                if (last > first) {
                    text.append(" to ").append(INTERVAL_FIELDS[last]);
                }
            }
        }
        return precision == FULL_INTERVAL_PRECISION
                ? text.toString()
                : text.append('(').append(precision).append(')').toString();
    }

    /** Returns the modifier of {@code varchar(characters)} or {@code char(characters)}. */
    public static int ofLength(int characters) {
        return characters + HEADER;
    }

    /** Returns the length in characters of a varchar's or char's modifier, -1 if there is none. */
    public static int length(int modifier) {
        return modifier < HEADER ? -1 : modifier - HEADER;
    }

    /** Returns the modifier of {@code numeric(precision, scale)}; the scale may be negative (PostgreSQL 15). */
    public static int ofNumeric(int precision, int scale) {
        return ((precision << 16) | (scale & 0x7ff)) + HEADER;
    }

    /** Returns the digits of a numeric modifier. */
    public static int precision(int modifier) {
        return ((modifier - HEADER) >> 16) & 0xffff;
    }

    /** Returns the digits after the point of a numeric modifier. */
    public static int scale(int modifier) {
        return (((modifier - HEADER) & 0x7ff) ^ 1024) - 1024;
    }
}
