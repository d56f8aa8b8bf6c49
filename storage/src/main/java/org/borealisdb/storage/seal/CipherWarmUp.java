package org.borealisdb.storage.seal;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens bytes that nobody needs, until the JVM has compiled the cipher: interpreted, it takes a hundred times as long, and the first log or pages that a new node gets would wait for it, with all
 * that the processors could do meanwhile.
 */
public final class CipherWarmUp {
    private static final int ROUNDS = 3_000;
    private static final int BYTES = 512;
    private static final int KEY_BYTES = 32;

    private CipherWarmUp() {}

    /** Takes some tenths of a second of a processor. */
    public static void run() {
        // Its key seals nothing else, and what it seals is not kept.
        SecretKey key = new SecretKeySpec(new byte[KEY_BYTES], "AES");
        FileKey sealer = new FileKey(key, SealListener.NONE);
        byte[] associated = new byte[Long.BYTES];
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[BYTES + FileKey.TAG_BYTES];
            sealer.seal(round, 0, associated, bytes, 0, BYTES);
            sealer.open(round, 0, associated, bytes, 0, bytes.length, "a warm-up");
        }
    }
}
