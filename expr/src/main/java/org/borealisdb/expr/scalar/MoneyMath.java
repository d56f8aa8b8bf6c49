package org.borealisdb.expr.scalar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.Numeric;

/** Computes with amounts of money, which are cents. Stateless. */
public final class MoneyMath {
    private static final int DECIMALS = 2;
    private static final long CENTS = 100;
    private static final double LIMIT = 0x1p63;
    private static final int HUNDRED = 100;
    private static final int THOUSAND = 1000;
    private static final int TWENTY = 20;
    private static final int TEN = 10;

    private static final String[] SMALL = {
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty"
    };
    private static final String[] TENS = {
        "", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
    };
    private static final String[] POWERS = {"quadrillion", "trillion", "billion", "million", "thousand"};

    private MoneyMath() {}

    /** Returns the sum of two amounts, or fails with 22003. */
    public static long plus(long left, long right) {
        long sum = left + right;
        if (((left ^ sum) & (right ^ sum)) < 0) {
            throw outOfRange();
        }
        return sum;
    }

    /** Returns the difference of two amounts, or fails with 22003. */
    public static long minus(long left, long right) {
        long difference = left - right;
        if (((left ^ right) & (left ^ difference)) < 0) {
            throw outOfRange();
        }
        return difference;
    }

    static long times(long amount, long factor) {
        long high = Math.multiplyHigh(amount, factor);
        long low = amount * factor;
        if (high != low >> (Long.SIZE - 1)) {
            throw outOfRange();
        }
        return low;
    }

    static long times(long amount, double factor) {
        return rounded(amount * factor);
    }

    static long dividedBy(long amount, double divisor) {
        if (divisor == 0) {
            throw IntegerMath.divisionByZero();
        }
        return rounded(amount / divisor);
    }

    private static long rounded(double value) {
        double whole = Math.rint(value);
        if (whole >= -LIMIT && whole < LIMIT) {
            return (long) whole;
        }
        throw outOfRange();
    }

    private static SqlException outOfRange() {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "money out of range");
    }

    static long dividedBy(long amount, long divisor) {
        if (divisor == 0) {
            throw IntegerMath.divisionByZero();
        }
        return divisor == -1 ? minus(0, amount) : amount / divisor;
    }

    static double ratio(long dividend, long divisor) {
        if (divisor == 0) {
            throw IntegerMath.divisionByZero();
        }
        return (double) dividend / divisor;
    }

    static Numeric toNumeric(long amount) {
        return Numeric.of(BigDecimal.valueOf(amount, DECIMALS));
    }

    static long ofNumeric(Numeric number) {
        Numeric cents = number.isFinite()
                ? Numeric.of(number.toBigDecimal().movePointRight(DECIMALS).setScale(0, RoundingMode.HALF_UP))
                : number;
        return cents.toLong(Long.MIN_VALUE, Long.MAX_VALUE, "bigint");
    }

    static long ofWhole(long number) {
        BigInteger cents = BigInteger.valueOf(number).multiply(BigInteger.valueOf(CENTS));
        if (cents.bitLength() >= Long.SIZE) {
            throw new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
        }
        return cents.longValue();
    }

    /** Returns an amount in English words. */
    static String words(long amount) {
        BigInteger[] parts = BigInteger.valueOf(amount).abs().divideAndRemainder(BigInteger.valueOf(CENTS));
        long dollars = parts[0].longValueExact();
        int cents = parts[1].intValueExact();
        StringBuilder text = new StringBuilder();
        long unit = 1_000_000_000_000_000L;
        for (String power : POWERS) {
            int group = (int) (dollars / unit % THOUSAND);
            if (group != 0) {
                text.append(word(group)).append(' ').append(power).append(' ');
            }
            unit /= THOUSAND;
        }
        int rest = (int) (dollars % THOUSAND);
        if (rest != 0 || text.isEmpty()) {
            text.append(word(rest));
        }
        text.append(dollars == 1 ? " dollar and " : " dollars and ").append(word(cents));
        text.append(cents == 1 ? " cent" : " cents");
        if (amount < 0) {
            text.insert(0, "minus ");
        }
        text.setCharAt(0, Character.toUpperCase(text.charAt(0)));
        return text.toString();
    }

    /** Returns a number below a thousand in words. */
    private static String word(int number) {
        if (number <= TWENTY) {
            return SMALL[number];
        }
        int below = number % HUNDRED;
        String hundreds = number >= HUNDRED ? SMALL[number / HUNDRED] + " hundred" : "";
        if (below == 0) {
            return hundreds;
        }
        String rest;
        if (below % TEN == 0 && below > TEN) {
            rest = TENS[below / TEN];
        } else if (below < TWENTY) {
            rest = (hundreds.isEmpty() ? "" : "and ") + SMALL[below];
        } else {
            rest = TENS[below / TEN] + " " + SMALL[below % TEN];
        }
        return hundreds.isEmpty() ? rest : hundreds + " " + rest;
    }
}
