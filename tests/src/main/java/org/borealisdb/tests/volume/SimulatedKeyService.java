package org.borealisdb.tests.volume;

import java.util.List;
import java.util.SplittableRandom;
import org.borealisdb.cloud.key.GeneratedKey;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.key.MasterKeyVersion;

/** A key service outside the simulated world, whose wrapping hides nothing: what counts here is who asks for which key, and what is sealed with it. */
final class SimulatedKeyService implements KeyService {
    private static final byte MASK = 0x5A;

    private final SplittableRandom random;

    SimulatedKeyService(SplittableRandom random) {
        this.random = random;
    }

    @Override
    public GeneratedKey generate(String masterKey, String dataKey) {
        byte[] plain = new byte[DATA_KEY_BYTES];
        random.nextBytes(plain);
        return new GeneratedKey(plain, wrap(masterKey, plain, dataKey));
    }

    @Override
    public byte[] unwrap(String masterKey, byte[] wrapped, String dataKey) {
        return masked(wrapped);
    }

    @Override
    public byte[] wrap(String masterKey, byte[] plain, String dataKey) {
        return masked(plain);
    }

    private static byte[] masked(byte[] bytes) {
        byte[] masked = bytes.clone();
        for (int index = 0; index < masked.length; index++) {
            masked[index] ^= MASK;
        }
        return masked;
    }

    @Override
    public List<MasterKeyVersion> describe(String masterKey) {
        return List.of();
    }
}
