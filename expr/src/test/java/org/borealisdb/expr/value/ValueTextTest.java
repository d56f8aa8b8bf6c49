package org.borealisdb.expr.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.Random;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeModifier;
import org.junit.jupiter.api.Test;

class ValueTextTest {
    private static final TextInput INPUT = new TextInput(SessionFormat.DEFAULT, 0);

    private static void same(BuiltInType type, String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = INPUT.parse(type.type(), pairs[i]);
            assertThat(TextOutput.format(type.type(), value, SessionFormat.DEFAULT))
                    .as("%s %s", type, pairs[i])
                    .isEqualTo(pairs[i + 1]);
        }
    }

    private static void fails(SqlType type, String text, String sqlState, String message) {
        assertThatThrownBy(() -> INPUT.parse(type, text)).isInstanceOfSatisfying(SqlException.class, error -> {
            assertThat(error.code().sqlState()).isEqualTo(sqlState);
            assertThat(error.text()).isEqualTo(message);
        });
    }

    /** Every right-hand side was printed by PostgreSQL 15. */
    @Test
    void textIsThatOfPostgreSql15() {
        same(BuiltInType.FLOAT8, "5e-324", "5e-324", "1e23", "9.999999999999999e+22", "0.1", "0.1", "1e15", "1e+15");
        same(BuiltInType.FLOAT8, "123456789012345", "123456789012345", "-0", "-0", "1e-5", "1e-05", "nan", "NaN");
        same(BuiltInType.FLOAT8, "9007199254740993", "9.007199254740992e+15", "-inf", "-Infinity", "100", "100");
        same(BuiltInType.FLOAT4, "1e6", "1e+06", "0.1", "0.1", "16777216", "1.6777216e+07", "123456", "123456");
        same(BuiltInType.NUMERIC, "1.50", "1.50", "1e3", "1000", "-0.00", "0.00", "1e-3", "0.001", "NaN", "NaN");
        same(BuiltInType.DATE, "2020-02-29", "2020-02-29", "Jan 2, 2020", "2020-01-02", "1/2/2020", "2020-01-02");
        same(BuiltInType.DATE, "0044-03-15 BC", "0044-03-15 BC", "infinity", "infinity", "20200102", "2020-01-02");
        same(
                BuiltInType.TIMESTAMP,
                "2020-01-02 03:04:05.678",
                "2020-01-02 03:04:05.678",
                "2020-01-02T24:00",
                "2020-01-03 00:00:00");
        same(
                BuiltInType.TIMESTAMPTZ,
                "2020-01-02 03:04:05+02",
                "2020-01-02 01:04:05+00",
                "epoch",
                "1970-01-01 00:00:00+00");
        same(BuiltInType.TIME, "03:04 PM", "15:04:00", "24:00", "24:00:00");
        same(BuiltInType.INTERVAL, "1 year 2 mons -3 days 04:05:06.7", "1 year 2 mons -3 days +04:05:06.7");
        same(BuiltInType.INTERVAL, "P1Y2M3DT4H", "1 year 2 mons 3 days 04:00:00", "1.5 days ago", "-1 days -12:00:00");
        same(BuiltInType.BOOL, " yes ", "t", "off", "f");
        same(BuiltInType.BYTEA, "\\xDEad", "\\xdead", "a\\\\b\\001", "\\x615c6201");
        same(
                BuiltInType.UUID,
                "{A0EEBC99-9c0b4ef8bb6d-6bb9-bd380a11}",
                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                "ffffffffffffffffffffffffffffffff",
                "ffffffff-ffff-ffff-ffff-ffffffffffff");
        SqlType texts = BuiltInType.TEXT.array();
        Object array = INPUT.parse(texts, "{{a,\"b c\"},{NULL,\"null\"}}");
        assertThat(TextOutput.format(texts, array, SessionFormat.DEFAULT)).isEqualTo("{{a,\"b c\"},{NULL,\"null\"}}");
        SessionFormat york = SessionFormat.DEFAULT.withZone(ZoneId.of("America/New_York"));
        Object gap = new TextInput(york, 0).parse(BuiltInType.TIMESTAMPTZ.type(), "2024-03-10 02:30");
        assertThat(TextOutput.format(BuiltInType.TIMESTAMPTZ.type(), gap, york)).isEqualTo("2024-03-10 03:30:00-04");
    }

    @Test
    void errorsAreThoseOfPostgreSql15() {
        fails(BuiltInType.UUID.type(), "{12}", "22P02", "invalid input syntax for type uuid: \"{12}\"");
        fails(BuiltInType.INT4.type(), "abc", "22P02", "invalid input syntax for type integer: \"abc\"");
        fails(
                BuiltInType.INT4.type(),
                "99999999999",
                "22003",
                "value \"99999999999\" is out of range for type integer");
        fails(
                BuiltInType.INT8.type(),
                "9223372036854775808",
                "22003",
                "value \"9223372036854775808\" is out of range for type bigint");
        fails(BuiltInType.FLOAT8.type(), "1e999", "22003", "\"1e999\" is out of range for type double precision");
        fails(BuiltInType.DATE.type(), "abc", "22007", "invalid input syntax for type date: \"abc\"");
        fails(BuiltInType.DATE.type(), "2020-13-01", "22008", "date/time field value out of range: \"2020-13-01\"");
        fails(BuiltInType.DATE.type(), "2021-02-29", "22008", "date/time field value out of range: \"2021-02-29\"");
        fails(BuiltInType.BOOL.type(), "maybe", "22P02", "invalid input syntax for type boolean: \"maybe\"");
        SqlType varchar = BuiltInType.VARCHAR.type().withModifier(TypeModifier.ofLength(5));
        assertThat(TypeModifiers.fit(varchar, "abcde  ", false)).isEqualTo("abcde");
        assertThatThrownBy(() -> TypeModifiers.fit(varchar, "abcdef", false))
                .hasMessage("value too long for type character varying(5)");
    }

    @Test
    void divisionPicksPostgreSqlsScale() {
        assertThat(Numeric.of(1).dividedBy(Numeric.of(3))).hasToString("0.33333333333333333333");
        assertThat(Numeric.of(10).dividedBy(Numeric.of(4))).hasToString("2.5000000000000000");
        assertThat(Numeric.of(100000).dividedBy(Numeric.of(7))).hasToString("14285.714285714286");
        assertThat(TextInput.parseNumeric("0.001").dividedBy(Numeric.of(9))).hasToString("0.00011111111111111111");
    }

    @Test
    void valuesSurviveTextAndBinary() {
        long seed = 7;
        Random random = new Random(seed);
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < 20_000; i++) {
            SqlType type = RandomValues.TYPES.get(random.nextInt(RandomValues.TYPES.size()));
            Object value = values.value(type);
            String text = TextOutput.format(type, value, SessionFormat.DEFAULT);
            if (!type.is(BuiltInType.CHAR)) {
                assertThat(INPUT.parse(type, text))
                        .as("seed %d, %s %s", seed, type, text)
                        .isEqualTo(value);
            }
            byte[] binary = BinaryOutput.toBytes(type, value);
            assertThat(BinaryInput.parse(type, binary))
                    .as("seed %d, %s %s", seed, type, text)
                    .isEqualTo(value);
        }
    }

    @Test
    void garbageOnlyMakesSqlErrors() {
        long seed = 11;
        Random random = new Random(seed);
        String alphabet = "0123456789-+:./ ,{}\"\\eEpPaAmMtTzZjJxX[]=";
        for (int i = 0; i < 40_000; i++) {
            SqlType type = RandomValues.TYPES.get(random.nextInt(RandomValues.TYPES.size()));
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(14); k > 0; k--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            try {
                INPUT.parse(type, text.toString());
            } catch (SqlException expected) {
                assertThat(expected.text()).as("seed %d", seed).isNotEmpty();
            }
            try {
                BinaryInput.parse(type, bytes);
            } catch (SqlException expected) {
                assertThat(expected.text()).as("seed %d", seed).isNotEmpty();
            }
        }
    }
}
