package org.borealisdb.expr.value;

import java.math.BigInteger;

/**
 * Unsigned numbers of 64 bits: positions in the log ({@code pg_lsn}) and ids of transactions ({@code xid8}). Such a number is carried less 2<sup>63</sup>, so that the order of longs is theirs
 * wherever values are compared, sorted and made keys. Stateless.
 */
public final class UnsignedNumbers {
    private UnsignedNumbers() {}

    /** Returns how the number with these bits is carried. */
    public static long carried(long bits) {
        return bits ^ Long.MIN_VALUE;
    }

    /** Returns the bits of a number that is carried so. */
    public static long bits(long carried) {
        return carried ^ Long.MIN_VALUE;
    }

    /** Returns the number with these bits. */
    public static BigInteger number(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }
}
