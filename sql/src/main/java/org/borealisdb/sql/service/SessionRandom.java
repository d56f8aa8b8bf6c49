package org.borealisdb.sql.service;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.runtime.random.RandomSource;

/**
 * The random numbers of a session: nobody's guess until setseed begins the sequence that PostgreSQL's random() has for that seed, xoroshiro128** by Blackman and Vigna,
 * started by SplitMix64. Bytes, which keys and uuids are made of, are nobody's guess either way. Belongs to the session's task.
 */
final class SessionRandom implements RandomSource {
    private static final long STEP = 0x9e3779b97f4a7c15L;
    private static final long MOST = (1L << 52) - 1;

    private final RandomSource source;
    private boolean seeded;
    private long first;
    private long second;

    SessionRandom(RandomSource source) {
        this.source = source;
    }

    /**
     * Begins the sequence of a seed.
     *
     * @throws SqlException 22023 if it is not between -1 and 1
     */
    void seed(double seed) {
        if (!(seed >= -1 && seed <= 1)) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "setseed parameter " + TextOutput.format(BuiltInType.FLOAT8.type(), seed, SessionFormat.DEFAULT)
                            + " is out of allowed range [-1,1]");
        }
        long state = (long) (MOST * seed) + STEP;
        first = mixed(state);
        second = mixed(state + STEP);
        seeded = true;
    }

    private static long mixed(long state) {
        long value = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        value = (value ^ (value >>> 27)) * 0x94d049bb133111ebL;
        return value ^ (value >>> 31);
    }

    @Override
    public long nextLong() {
        if (!seeded) {
            return source.nextLong();
        }
        long before = first;
        long other = second ^ before;
        long value = Long.rotateLeft(before * 5, 7) * 9;
        first = Long.rotateLeft(before, 24) ^ other ^ (other << 16);
        second = Long.rotateLeft(other, 37);
        return value;
    }

    @Override
    public int nextInt(int bound) {
        return source.nextInt(bound);
    }

    @Override
    public void nextBytes(byte[] target) {
        source.nextBytes(target);
    }
}
