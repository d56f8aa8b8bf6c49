package org.borealisdb.runtime.real.net;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that the nodes of a region share, and by which they know each other. Never shown, logged or sent. */
public final class RegionKey {
    public static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** A key of {@value #BYTES} bytes, which are copied. */
    public RegionKey(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a region key has " + BYTES + " bytes, not " + secret.length);
        }
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** What only a holder of the key can say about {@code statement}: its HMAC-SHA256. */
    byte[] prove(byte[] statement) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(statement);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }

    /** True if {@code proof} was made by a holder of the key; takes equally long however wrong it is. */
    boolean proves(byte[] statement, byte[] proof) {
        return MessageDigest.isEqual(prove(statement), proof);
    }

    @Override
    public String toString() {
        return "region key";
    }
}
