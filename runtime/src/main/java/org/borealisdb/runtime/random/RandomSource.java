package org.borealisdb.runtime.random;

/** Random numbers. The real source is seeded by the operating system and good enough for salts and keys. */
public interface RandomSource {
    long nextLong();

    /** A number from 0 (inclusive) to {@code bound} (exclusive). */
    int nextInt(int bound);

    void nextBytes(byte[] target);
}
