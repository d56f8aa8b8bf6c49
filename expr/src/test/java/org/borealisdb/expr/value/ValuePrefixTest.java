package org.borealisdb.expr.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.junit.jupiter.api.Test;

/** Numbers that values begin with, against the order of the values. */
class ValuePrefixTest {
    @Test
    void numbersOfWholeNumbersAreTheirOrder() {
        agree(BuiltInType.INT8.type(), List.of(Long.MIN_VALUE, -1L, 0L, 1L, 1L << 40, Long.MAX_VALUE));
    }

    @Test
    void numbersOfFloatingPointKnowOneZeroAndPutNanLast() {
        List<Object> values = List.of(
                Double.NEGATIVE_INFINITY,
                -Double.MAX_VALUE,
                -1.5,
                -Double.MIN_VALUE,
                -0.0,
                0.0,
                Double.MIN_VALUE,
                2.0,
                Double.POSITIVE_INFINITY,
                Double.NaN);
        agree(BuiltInType.FLOAT8.type(), values);
        assertThat(prefix(BuiltInType.FLOAT8.type(), -0.0)).isEqualTo(prefix(BuiltInType.FLOAT8.type(), 0.0));
    }

    @Test
    void numbersOfTextsFollowCodePoints() {
        List<Object> values = List.of(
                "",
                "\u0001",
                " ",
                "a",
                "a ",
                "ab",
                "abcdefgh",
                "abcdefghi",
                "abcdefgz",
                "abcé",
                "abcéz",
                "abcü",
                "b",
                "\u007f",
                "\u0080",
                "é",
                "日本",
                "\uffee",
                "\ud83d\ude00",
                "\ud83d\ude00a");
        agree(BuiltInType.TEXT.type(), values);
        assertThat(prefix(BuiltInType.TEXT.type(), "abcdefgh")).isLessThan(prefix(BuiltInType.TEXT.type(), "abcdefgz"));
    }

    @Test
    void blanksThatFillUpDoNotCount() {
        List<Object> values = List.of("", "   ", "a", "a   ", "a\t", "a!", "ab ", "ab");
        agree(BuiltInType.BPCHAR.type(), values);
        assertThat(prefix(BuiltInType.BPCHAR.type(), "a   ")).isEqualTo(prefix(BuiltInType.BPCHAR.type(), "a"));
    }

    @Test
    void numbersOfBytesAndUuidsAreUnsigned() {
        agree(
                BuiltInType.BYTEA.type(),
                List.of(new byte[] {}, new byte[] {0}, new byte[] {1, 2}, new byte[] {-1}, new byte[] {
                    1, 2, 3, 4, 5, 6, 7, 8, 9
                }));
        agree(BuiltInType.UUID.type(), List.of(new UUID(0, 0), new UUID(0, -1), new UUID(1, 5), new UUID(-1, 0)));
    }

    @Test
    void numbersOfNumericsAreTheNearestDoubles() {
        List<Object> values =
                new ArrayList<>(List.of(Numeric.NAN, Numeric.POSITIVE_INFINITY, Numeric.NEGATIVE_INFINITY));
        for (String digits : List.of(
                "0",
                "0.00",
                "1",
                "1.0",
                "0.1",
                "0.10000000000000001",
                "9007199254740992",
                "9007199254740993",
                "9007199254740993.5",
                "12345678901234567890.123",
                "0.0000000000000000000000001",
                "1e400",
                "1.5e400",
                "1e-400",
                "2e-400")) {
            Numeric number = Numeric.of(new BigDecimal(digits));
            values.add(number);
            values.add(number.negated());
        }
        agree(BuiltInType.NUMERIC.type(), values);
        assertThat(prefix(BuiltInType.NUMERIC.type(), Numeric.of(10, 1)))
                .isEqualTo(prefix(BuiltInType.NUMERIC.type(), Numeric.ONE));
        assertThat(prefix(BuiltInType.NUMERIC.type(), Numeric.of(123, 2)))
                .isLessThan(prefix(BuiltInType.NUMERIC.type(), Numeric.of(124, 2)));
    }

    @Test
    void numericsNextToEachOtherKeepTheirOrder() {
        Random random = new Random(41);
        for (int i = 0; i < 20_000; i++) {
            long digits = random.nextLong() >> random.nextInt(Long.SIZE);
            int scale = random.nextInt(30);
            agree(
                    BuiltInType.NUMERIC.type(),
                    List.of(
                            Numeric.of(digits, scale),
                            Numeric.of(digits ^ 1, scale),
                            Numeric.of(digits / 10, Math.max(0, scale - 1)),
                            Numeric.of(new BigDecimal(digits + "1e" + -(scale + 1)))));
        }
    }

    @Test
    void whatHasNoNumbers() {
        assertThat(ValuePrefix.isKnown(BuiltInType.INTERVAL.type())).isFalse();
        assertThat(ValuePrefix.isKnown(BuiltInType.VARCHAR.type())).isTrue();
    }

    private static void agree(SqlType type, List<?> values) {
        assertThat(ValuePrefix.isKnown(type)).isTrue();
        for (Object left : values) {
            for (Object right : values) {
                int order = ValueOrder.compare(type, left, right);
                int known = Long.compare(prefix(type, left), prefix(type, right));
                if (known != 0) {
                    assertThat(known).as("%s and %s", left, right).isEqualTo(Integer.signum(order));
                }
            }
        }
    }

    private static long prefix(SqlType type, Object value) {
        return ValuePrefix.of(type, BoxedRow.of(value), 0);
    }
}
