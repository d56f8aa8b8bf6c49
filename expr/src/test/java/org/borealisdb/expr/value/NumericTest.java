package org.borealisdb.expr.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.junit.jupiter.api.Test;

class NumericTest {
    private static final int ROUNDS = 20_000;

    @Test
    void sumsAndOrdersAreThoseOfDecimals() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            BigDecimal a = decimal(random);
            BigDecimal b = random.nextInt(8) == 0 ? a.setScale(a.scale() + random.nextInt(5)) : decimal(random);
            Numeric left = Numeric.of(a);
            Numeric right = Numeric.of(b);
            assertThat(left.compareTo(right))
                    .as("seed %d: %s and %s", seed, a, b)
                    .isEqualTo(a.compareTo(b));
            assertThat(left.plus(right).toBigDecimal()).as("seed %d", seed).isEqualTo(a.add(b));
            assertThat(left.minus(right).toBigDecimal()).as("seed %d", seed).isEqualTo(a.subtract(b));
        }
    }

    @Test
    void whatIsWrittenInBinaryIsReadAgain() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            BigDecimal value = decimal(random);
            Numeric read = read(Numeric.of(value));
            assertThat(read.toBigDecimal()).as("seed %d", seed).isEqualTo(value);
            assertThat(read.isCompact()).isEqualTo(value.unscaledValue().bitLength() < Long.SIZE);
        }
        for (Numeric special : new Numeric[] {Numeric.NAN, Numeric.POSITIVE_INFINITY, Numeric.NEGATIVE_INFINITY}) {
            assertThat(read(special)).isSameAs(special);
        }
    }

    @Test
    void digitsBehindTheScaleAreCutOff() {
        byte[] bytes = bytes(Numeric.of(123_456_789, 4));
        bytes[7] = 2;
        assertThat(NumericBytes.read(bytes, 0, bytes.length)).hasToString("12345.67");
        bytes[7] = 0;
        assertThat(NumericBytes.read(bytes, 0, bytes.length)).hasToString("12345");
    }

    @Test
    void bytesThatAreNoNumberAreRefused() {
        byte[] bytes = bytes(Numeric.of(123_456_789, 4));
        assertThatThrownBy(() -> NumericBytes.read(bytes, 0, bytes.length - 1)).isInstanceOf(SqlException.class);
        assertThatThrownBy(() -> NumericBytes.read(bytes, 0, 7)).isInstanceOf(SqlException.class);
        byte[] digit = bytes.clone();
        digit[8] = (byte) 0xff;
        assertThatThrownBy(() -> NumericBytes.read(digit, 0, digit.length)).hasMessageContaining("invalid digit");
        byte[] sign = bytes.clone();
        sign[4] = 1;
        assertThatThrownBy(() -> NumericBytes.read(sign, 0, sign.length)).hasMessageContaining("invalid sign");
        byte[] scale = bytes.clone();
        scale[6] = 0x7f;
        assertThatThrownBy(() -> NumericBytes.read(scale, 0, scale.length)).hasMessageContaining("invalid scale");
    }

    private static Numeric read(Numeric value) {
        byte[] bytes = bytes(value);
        return NumericBytes.read(bytes, 0, bytes.length);
    }

    private static byte[] bytes(Numeric value) {
        ByteSink sink = new ByteSink();
        BinaryOutput.append(sink, BuiltInType.NUMERIC.type(), value);
        return sink.toBytes();
    }

    /** Numbers around the bounds of what fits a long, and around zero. */
    private static BigDecimal decimal(SplittableRandom random) {
        int bits = random.nextInt(80);
        BigInteger magnitude =
                new BigInteger(1, bytesOf(random)).mod(BigInteger.TWO.pow(bits).add(BigInteger.ONE));
        BigInteger digits = random.nextBoolean() ? magnitude : magnitude.negate();
        return new BigDecimal(digits, random.nextInt(24));
    }

    private static byte[] bytesOf(SplittableRandom random) {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return bytes;
    }
}
