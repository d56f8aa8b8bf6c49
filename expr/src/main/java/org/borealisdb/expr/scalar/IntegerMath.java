package org.borealisdb.expr.scalar;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** Arithmetic of one integer type; results beyond its range fail with 22003, division by zero with 22012. */
enum IntegerMath {
    INT2(Short.MIN_VALUE, Short.MAX_VALUE, "smallint"),
    INT4(Integer.MIN_VALUE, Integer.MAX_VALUE, "integer"),
    INT8(Long.MIN_VALUE, Long.MAX_VALUE, "bigint");

    private final long minimum;
    private final long maximum;
    private final String typeName;

    IntegerMath(long minimum, long maximum, String typeName) {
        this.minimum = minimum;
        this.maximum = maximum;
        this.typeName = typeName;
    }

    long minimum() {
        return minimum;
    }

    long maximum() {
        return maximum;
    }

    SqlException outOfRange() {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, typeName + " out of range");
    }

    long check(long value) {
        if (value < minimum || value > maximum) {
            throw outOfRange();
        }
        return value;
    }

    long plus(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            throw outOfRange();
        }
        return check(sum);
    }

    long minus(long a, long b) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            throw outOfRange();
        }
        return check(difference);
    }

    long times(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if ((high != 0 || low < 0) && (high != -1 || low >= 0)) {
            throw outOfRange();
        }
        return check(low);
    }

    long divide(long a, long b) {
        if (b == 0) {
            throw divisionByZero();
        }
        if (b == -1) {
            return negate(a);
        }
        return a / b;
    }

    long remainder(long a, long b) {
        if (b == 0) {
            throw divisionByZero();
        }
        return b == -1 ? 0 : a % b;
    }

    long negate(long a) {
        if (a == minimum) {
            throw outOfRange();
        }
        return -a;
    }

    long absolute(long a) {
        return a < 0 ? negate(a) : a;
    }

    static SqlException divisionByZero() {
        return new SqlException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
    }

    static long toObjectIdentifier(long value) {
        if (value < 0 || value > 0xffff_ffffL) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "OID out of range");
        }
        return value;
    }

    static long toCharacterByte(long value) {
        if (value < Byte.MIN_VALUE || value > Byte.MAX_VALUE) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "\"char\" out of range");
        }
        return value & 0xff;
    }
}
