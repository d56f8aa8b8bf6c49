package org.borealisdb.runtime.real;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.runtime.random.RandomSource;

/**
 * Random numbers seeded by the operating system. Bytes come from its cryptographic generator, for keys, salts and nonces; numbers
 * come from SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014) over one shared counter,
 * which is fast, lock-free and starts elsewhere in every process, so that ids of two processes do not meet.
 */
public final class RealRandom implements RandomSource {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final SecureRandom secure = new SecureRandom();
    private final AtomicLong state = new AtomicLong(secure.nextLong());

    @Override
    public long nextLong() {
        long mixed = state.addAndGet(GOLDEN_GAMMA);
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be positive: " + bound);
        }
        // Lemire's multiplication with rejection: every number is equally likely.
        long product = (nextLong() >>> 32) * bound;
        long low = product & 0xffff_ffffL;
        if (low < bound) {
            long threshold = (1L << 32) % bound;
            while (low < threshold) {
                product = (nextLong() >>> 32) * bound;
                low = product & 0xffff_ffffL;
            }
        }
        return (int) (product >>> 32);
    }

    @Override
    public void nextBytes(byte[] target) {
        secure.nextBytes(target);
    }
}
