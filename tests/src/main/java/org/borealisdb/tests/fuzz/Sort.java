package org.borealisdb.tests.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a piece of SQL is: a value of a type, something that may be left out, or mere syntax. Types carry constants that are worth trying. */
enum Sort {
    SMALLINT("smallint", "(n % 300)", "0", "1", "-1", "7", "32767", "-32768"),
    INTEGER("integer", "(n * 7919 % 1000)", "0", "1", "-1", "2", "3", "7", "2147483647", "-2147483648"),
    BIGINT("bigint", "(n % 50)", "0", "1", "-5", "3", "2147483648", "9223372036854775807", "-9223372036854775808"),
    NUMERIC(
            "numeric",
            "(n % 400 / 4.0)",
            "0",
            "1.50",
            "-0.001",
            "3",
            "1e30",
            "123456789012345678901234567890.123456789",
            "NaN",
            "Infinity"),
    /** Halves and quarters, so that sums do not depend on their order. */
    DOUBLE(
            "double precision",
            "(n % 128 / 8.0)",
            "0",
            "1.5",
            "-0.25",
            "3",
            "1e200",
            "NaN",
            "Infinity",
            "-Infinity",
            "1048576"),
    TEXT(
            "text",
            "('k' || n % 97)",
            "",
            "a",
            "A",
            "ab",
            "b%",
            " a",
            "zz",
            "é",
            "x_y",
            "12",
            "YYYY-MM-DD",
            "a,b,c",
            "(a|b)+",
            "\\"),
    BOOLEAN("boolean", "(n % 3 = 0)", "true", "false"),
    DATE(
            "date",
            "(date '2000-01-01' + n % 400)",
            "2000-01-01",
            "1999-12-31",
            "2024-02-29",
            "0044-03-15 BC",
            "infinity",
            "-infinity"),
    TIME(
            "time without time zone",
            "(time '00:00' + n * interval '7 minutes')",
            "00:00",
            "12:30:00.000001",
            "23:59:59.999999",
            "24:00"),
    TIMESTAMP(
            "timestamp without time zone",
            "(timestamp '2000-01-01' + n % 500 * interval '7 hours')",
            "2000-01-01 00:00:00",
            "2024-02-29 12:30:00.000001",
            "0001-01-01 00:00:00 BC",
            "infinity"),
    TIMESTAMPTZ(
            "timestamp with time zone",
            "(timestamptz '2020-03-28 00:00 Europe/Berlin' + n % 500 * interval '7 minutes')",
            "2000-01-01 00:00:00+00",
            "2020-03-29 01:30:00+00",
            "2020-10-25 00:30:00+00",
            "infinity",
            "-infinity"),
    INTERVAL(
            "interval",
            "(n % 90 * interval '7 hours')",
            "0",
            "1 day",
            "24:00:00",
            "1 mon",
            "30 days",
            "-1 mon +3 days -02:00:00.5",
            "178000000 years",
            "0.000001 seconds"),
    JSONB(
            "jsonb",
            "jsonb_build_object('a', n % 20, 'b', n % 3 = 0)",
            "null",
            "1",
            "\"a\"",
            "[]",
            "{}",
            "[1, \"a\", null, [2]]",
            "{\"a\": 1, \"b\": [1, 2]}",
            "{\"a\": {\"b\": null}}",
            "[{\"a\": 1}, {\"a\": 2}]"),
    JSONPATH("jsonpath", "'$'::jsonpath", "$", "$.a", "$[*] ? (@ > 1)", "strict $.a.b", "$.**", "$.a == 1", "$[last]"),
    UUID(
            "uuid",
            "md5((n % 300)::text)::uuid",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    BYTEA("bytea", "decode(md5((n % 300)::text), 'hex')", "", "\\x00", "\\xff00", "abc"),
    INTEGERS("integer[]", "array[n % 10, n % 7]", "{}", "{1}", "{1,2,3}", "{NULL,1}", "{{1,2},{3,4}}", "[0:1]={7,3}"),
    TEXTS("text[]", "array['k' || n % 10]", "{}", "{a}", "{a,b,NULL}", "{\"\",\"a b\"}", "{{a},{b}}"),
    REAL("real", "(n % 128 / 8.0)::real", "0", "1.5", "-0.25", "3", "1e30", "NaN", "Infinity", "16777216"),
    TIMETZ(
            "time with time zone",
            "(time '00:00' + n * interval '7 minutes')::timetz",
            "00:00+00",
            "12:30:00.000001+02",
            "23:59:59-08:30",
            "24:00+00"),
    BITS("bit varying", "(n % 16)::bit(4)::bit varying", "", "0", "1", "1011", "0000000011111111"),
    INET(
            "inet",
            "('10.0.' || n % 3 || '.' || n % 200)::inet",
            "10.0.0.1",
            "10.0.0.0/8",
            "::1",
            "fe80::/10",
            "192.168.1.5/24",
            "255.255.255.255"),
    MACADDR(
            "macaddr",
            "('08:00:2b:01:02:' || lpad(to_hex(n % 99), 2, '0'))::macaddr",
            "00:00:00:00:00:00",
            "08:00:2b:01:02:03",
            "ff:ff:ff:ff:ff:ff"),
    MONEY("money", "(n % 100)::integer::money", "0", "1.50", "-3.25", "92233720368547758.07"),
    OID("oid", "(n % 50)::oid", "0", "1", "4294967295"),
    JSON(
            "json",
            "json_build_object('a', n % 20)",
            "null",
            "1",
            "[]",
            "[1, \"a\", {\"b\": 2}]",
            "{\"a\": 1, \"a\": [2]}"),
    /** An enum that the schema declares. */
    MOOD("mood", "(array['low','middle','high']::mood[])[1 + n % 3]", "low", "middle", "high"),
    /** A composite type that the schema declares. */
    PAIR("pair", "row(n % 10, 'k' || n % 5)::pair", "(1,a)", "(,)", "(,a)", "(2,)", "(1,\"b c\")", "(-1,é)"),
    /** May be left out together with its parts. */
    CLAUSE("", ""),
    /** Any of its parts may be left out, but one. */
    LIST("", ""),
    /** Stays as it is. */
    SYNTAX("", "");

    /** Those that each schema has. */
    static final List<Sort> USUAL = List.of(INTEGER, TEXT, BOOLEAN);

    /** Those that columns may have. */
    static final List<Sort> TYPES = List.of(
            SMALLINT,
            INTEGER,
            BIGINT,
            NUMERIC,
            DOUBLE,
            TEXT,
            BOOLEAN,
            DATE,
            TIME,
            TIMESTAMP,
            TIMESTAMPTZ,
            INTERVAL,
            JSONB,
            UUID,
            BYTEA,
            INTEGERS,
            TEXTS,
            MOOD,
            REAL,
            TIMETZ,
            BITS,
            INET,
            MACADDR,
            MONEY,
            OID,
            PAIR);

    /** Those that functions are called with and for. */
    static final List<Sort> CALLED =
            Stream.concat(TYPES.stream(), Stream.of(JSON, JSONPATH)).toList();

    private final String type;
    private final String ofRow;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> constants;

    Sort(String type, String ofRow, String... constants) {
        this.type = type;
        this.ofRow = ofRow;
        this.constants = List.of(constants);
    }

    /** The sort of a type's name. */
    static Optional<Sort> named(String type) {
        return Arrays.stream(values())
                .filter(sort -> sort.isType() && sort.type.equals(type))
                .findFirst();
    }

    /** The type's name in SQL. */
    String type() {
        return type;
    }

    /** An expression for the value in row {@code n} of many. */
    String ofRow() {
        return ofRow;
    }

    /** Texts of values, in the type's input form. */
    List<String> constants() {
        return constants;
    }

    boolean isType() {
        return !constants.isEmpty();
    }

    /** The type of an array's elements. */
    Optional<Sort> element() {
        return switch (this) {
            case INTEGERS -> Optional.of(INTEGER);
            case TEXTS -> Optional.of(TEXT);
            default -> Optional.empty();
        };
    }

    /** The type of the arrays of it. */
    Optional<Sort> array() {
        return Arrays.stream(values())
                .filter(sort -> sort.element().filter(this::equals).isPresent())
                .findFirst();
    }

    /** Whether a recursive query can tell its values apart. */
    boolean isHashable() {
        return this != MONEY && this != BITS;
    }

    /** Whether there are min and max of it. */
    boolean hasExtremes() {
        return switch (this) {
            case BOOLEAN, JSON, JSONB, JSONPATH, UUID, BYTEA, BITS, MACADDR, PAIR, CLAUSE, LIST, SYNTAX -> false;
            default -> true;
        };
    }
}
