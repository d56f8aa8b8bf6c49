package org.borealisdb.tests.fuzz;

import java.util.List;

/** What a piece of SQL is: a value of a type, something that may be left out, or mere syntax. Types carry constants that are worth trying. */
enum Sort {
    INTEGER("integer", "0", "1", "-1", "2", "3", "7", "2147483647", "-2147483648"),
    BIGINT("bigint", "0", "1", "-5", "3", "2147483648", "9223372036854775807", "-9223372036854775808"),
    NUMERIC(
            "numeric",
            "0",
            "1.50",
            "-0.001",
            "3",
            "1e30",
            "123456789012345678901234567890.123456789",
            "NaN",
            "Infinity"),
    TEXT("text", "", "a", "A", "ab", "b%", " a", "zz", "é", "x_y"),
    BOOLEAN("boolean", "true", "false"),
    DATE("date", "2000-01-01", "1999-12-31", "2024-02-29", "0044-03-15 BC", "infinity", "-infinity"),
    TIMESTAMP("timestamp", "2000-01-01 00:00:00", "2024-02-29 12:30:00.000001", "0001-01-01 00:00:00 BC", "infinity"),
    /** May be left out together with its parts. */
    CLAUSE(""),
    /** Stays as it is. */
    SYNTAX("");

    /** Those that columns have. */
    static final List<Sort> TYPES = List.of(INTEGER, BIGINT, NUMERIC, TEXT, BOOLEAN, DATE, TIMESTAMP);

    private final String type;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> constants;

    Sort(String type, String... constants) {
        this.type = type;
        this.constants = List.of(constants);
    }

    /** The type's name in SQL. */
    String type() {
        return type;
    }

    /** Texts of values, in the type's input form. */
    List<String> constants() {
        return constants;
    }

    boolean isType() {
        return !constants.isEmpty();
    }
}
