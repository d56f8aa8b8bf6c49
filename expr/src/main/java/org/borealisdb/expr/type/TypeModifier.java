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

    private TypeModifier() {}

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
