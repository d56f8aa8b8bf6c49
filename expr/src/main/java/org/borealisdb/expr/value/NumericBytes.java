package org.borealisdb.expr.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * Reads numbers from PostgreSQL's binary format, which is also how rows keep them: the count of groups, the first group's weight, the sign, the display scale, and the groups of four decimal digits, each
 * of two bytes, big-endian (numeric_send in numeric.c).
 */
public final class NumericBytes {
    /** Bytes before the groups. */
    static final int HEADER_BYTES = 8;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final int GROUP_BYTES = 2;
    private static final int GROUP_DIGITS = 4;
    private static final int GROUP = 10_000;
    /** Sixteen digits fit a long, whatever they are. */
    private static final int COMPACT_GROUPS = 4;

    private NumericBytes() {}

    /**
     * Reads a number.
     *
     * @throws SqlException 08P01 if there are fewer bytes than its groups take, 22P03 if they are no number
     */
    public static Numeric read(byte[] bytes, int from, int length) {
        if (length < HEADER_BYTES) {
            throw tooShort();
        }
        int groups = unsigned(bytes, from);
        int weight = (short) SHORTS.get(bytes, from + 2);
        int sign = unsigned(bytes, from + 4);
        int scale = unsigned(bytes, from + 6);
        if (length < HEADER_BYTES + groups * GROUP_BYTES) {
            throw tooShort();
        }
        switch (sign) {
            case BinaryOutput.NUMERIC_POSITIVE, BinaryOutput.NUMERIC_NEGATIVE -> {}
            case BinaryOutput.NUMERIC_NAN -> {
                return Numeric.NAN;
            }
            case BinaryOutput.NUMERIC_POSITIVE_INFINITY -> {
                return Numeric.POSITIVE_INFINITY;
            }
            case BinaryOutput.NUMERIC_NEGATIVE_INFINITY -> {
                return Numeric.NEGATIVE_INFINITY;
            }
            default -> throw invalid("sign");
        }
        if (scale > Numeric.MAXIMUM_SCALE) {
            throw invalid("scale");
        }
        boolean negative = sign == BinaryOutput.NUMERIC_NEGATIVE;
        int first = from + HEADER_BYTES;
        int writtenScale = groups == 0 ? 0 : (groups - 1 - weight) * GROUP_DIGITS;
        if (groups <= COMPACT_GROUPS) {
            long digits = 0;
            for (int i = 0; i < groups; i++) {
                digits = digits * GROUP + group(bytes, first + i * GROUP_BYTES);
            }
            int missing = scale - writtenScale;
            if (Numeric.canShift(digits, missing)) {
                long unscaled = Numeric.shifted(digits, missing);
                return Numeric.of(negative ? -unscaled : unscaled, scale);
            }
        }
        byte[] digits = new byte[Math.max(1, groups * GROUP_DIGITS)];
        digits[0] = '0';
        for (int i = 0; i < groups; i++) {
            int group = group(bytes, first + i * GROUP_BYTES);
            for (int k = GROUP_DIGITS - 1; k >= 0; k--) {
                digits[i * GROUP_DIGITS + k] = (byte) ('0' + group % 10);
                group /= 10;
            }
        }
        BigInteger unscaled = new BigInteger(new String(digits, StandardCharsets.US_ASCII));
        BigDecimal value = new BigDecimal(unscaled, writtenScale).setScale(scale, RoundingMode.DOWN);
        return Numeric.of(negative ? value.negate() : value);
    }

    private static int group(byte[] bytes, int at) {
        int group = (short) SHORTS.get(bytes, at);
        if (group < 0 || group >= GROUP) {
            throw invalid("digit");
        }
        return group;
    }

    private static int unsigned(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at) & 0xffff;
    }

    private static SqlException tooShort() {
        return new SqlException(ErrorCode.PROTOCOL_VIOLATION, "insufficient data left in message");
    }

    private static SqlException invalid(String what) {
        return new SqlException(
                ErrorCode.INVALID_BINARY_REPRESENTATION, "invalid " + what + " in external \"numeric\" value");
    }
}
