package org.borealisdb.tests.volume;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.borealisdb.cloud.key.GeneratedKey;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.key.MasterKeyVersion;

/** A key service outside the simulated world, whose wrapping hides nothing: what counts here is who asks for which key, and what is sealed with it. */
final class SimulatedKeyService implements KeyService {
    private static final byte MASK = 0x5A;

    private final SplittableRandom random;
    /** Of the master key; the first byte of what it wraps. */
    private byte version = 1;

    SimulatedKeyService(SplittableRandom random) {
        this.random = random;
    }

    @Override
    public GeneratedKey generate(String masterKey, String dataKey) {
        byte[] plain = new byte[DATA_KEY_BYTES];
        random.nextBytes(plain);
        return new GeneratedKey(plain, wrap(masterKey, plain, dataKey));
    }

    /** From now on another version of the master key wraps. */
    void rotate() {
        version++;
    }

    @Override
    public byte[] unwrap(String masterKey, byte[] wrapped, String dataKey) {
        byte[] plain = Arrays.copyOfRange(wrapped, 1, wrapped.length);
        mask(plain, 0, wrapped[0]);
        return plain;
    }

    @Override
    public byte[] wrap(String masterKey, byte[] plain, String dataKey) {
        byte[] wrapped = new byte[1 + plain.length];
        wrapped[0] = version;
        System.arraycopy(plain, 0, wrapped, 1, plain.length);
        mask(wrapped, 1, version);
        return wrapped;
    }

    private static void mask(byte[] bytes, int from, byte version) {
        for (int index = from; index < bytes.length; index++) {
            bytes[index] ^= (byte) (MASK + version);
        }
    }

    @Override
    public List<MasterKeyVersion> describe(String masterKey) {
        return List.of();
    }
}
