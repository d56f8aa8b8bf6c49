package org.borealisdb.simulation;

import java.util.SplittableRandom;
import org.borealisdb.runtime.random.RandomSource;

/** Random numbers that the seed decides. */
public final class SimulatedRandom implements RandomSource {
    private final SplittableRandom random;

    public SimulatedRandom(SplittableRandom random) {
        this.random = random;
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    @Override
    public int nextInt(int bound) {
        return random.nextInt(bound);
    }

    @Override
    public void nextBytes(byte[] target) {
        random.nextBytes(target);
    }
}
