package org.borealisdb.expr.type;

/** The categories of {@code pg_type.typcategory}, by which ambiguous calls are resolved. */
public enum TypeCategory {
    ARRAY('A'),
    BOOLEAN('B'),
    COMPOSITE('C'),
    DATE_TIME('D'),
    ENUM('E'),
    GEOMETRIC('G'),
    NETWORK('I'),
    NUMERIC('N'),
    PSEUDO('P'),
    RANGE('R'),
    STRING('S'),
    TIMESPAN('T'),
    USER('U'),
    BIT_STRING('V'),
    UNKNOWN('X'),
    INTERNAL('Z');

    private final char letter;

    TypeCategory(char letter) {
        this.letter = letter;
    }

    /** Returns the letter in the catalog. */
    public char letter() {
        return letter;
    }
}
