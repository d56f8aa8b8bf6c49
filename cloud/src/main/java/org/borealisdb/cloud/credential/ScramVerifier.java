package org.borealisdb.cloud.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.borealisdb.runtime.random.RandomSource;
import org.jspecify.annotations.Nullable;

/** What is stored of a password for SCRAM-SHA-256. Immutable; {@link #toString()} does not show it, {@link #format()} does. */
public final class ScramVerifier {
    /** Iterations of new verifiers, PostgreSQL 15's and RFC 7677's. */
    public static final int DEFAULT_ITERATIONS = 4096;

    /** Bytes of salt in new verifiers. */
    public static final int SALT_BYTES = 16;

    /** Bytes of both keys. */
    public static final int KEY_BYTES = 32;

    /** More would let a stored verifier keep a client busy for minutes. */
    private static final int MAXIMUM_ITERATIONS = 10_000_000;

    private static final Pattern FORMAT =
            Pattern.compile("SCRAM-SHA-256\\$([0-9]{1,8}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    /** Checks and copies what a verifier consists of. */
    public ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        if (iterations < 1 || iterations > MAXIMUM_ITERATIONS) {
            throw new IllegalArgumentException("iterations of a SCRAM verifier: " + iterations);
        }
        if (salt.length == 0) {
            throw new IllegalArgumentException("a SCRAM verifier needs a salt");
        }
        if (storedKey.length != KEY_BYTES || serverKey.length != KEY_BYTES) {
            throw new IllegalArgumentException("the keys of a SCRAM verifier have " + KEY_BYTES + " bytes");
        }
        this.iterations = iterations;
        this.salt = salt.clone();
        this.storedKey = storedKey.clone();
        this.serverKey = serverKey.clone();
    }

    /** The verifier of a password, with a new salt. */
    public static ScramVerifier ofPassword(String password, RandomSource random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return ofPassword(password, salt, DEFAULT_ITERATIONS);
    }

    /** The verifier of a password with a given salt. */
    public static ScramVerifier ofPassword(String password, byte[] salt, int iterations) {
        byte[] prepared = SaslPreparation.prepare(password).getBytes(StandardCharsets.UTF_8);
        byte[] salted = saltedPassword(prepared, salt, iterations);
        byte[] clientKey = hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        return new ScramVerifier(
                iterations, salt, sha256(clientKey), hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII)));
    }

    /** Reads the stored form; empty if the text is none. */
    public static Optional<ScramVerifier> parse(String stored) {
        Matcher matcher = FORMAT.matcher(stored);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Base64.Decoder decoder = Base64.getDecoder();
            return Optional.of(new ScramVerifier(
                    Integer.parseInt(matcher.group(1)),
                    decoder.decode(matcher.group(2)),
                    decoder.decode(matcher.group(3)),
                    decoder.decode(matcher.group(4))));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** The stored form. */
    public String format() {
        Base64.Encoder encoder = Base64.getEncoder();
        return "SCRAM-SHA-256$" + iterations + ":" + encoder.encodeToString(salt) + "$"
                + encoder.encodeToString(storedKey) + ":" + encoder.encodeToString(serverKey);
    }

    public int iterations() {
        return iterations;
    }

    public byte[] salt() {
        return salt.clone();
    }

    public byte[] storedKey() {
        return storedKey.clone();
    }

    public byte[] serverKey() {
        return serverKey.clone();
    }

    /** Whether this is the verifier of a password. Takes as long as a login does on the client's side. */
    public boolean matches(String password) {
        ScramVerifier other = ofPassword(password, salt, iterations);
        return MessageDigest.isEqual(storedKey, other.storedKey);
    }

    /** Hi() of RFC 5802: PBKDF2 with one block. */
    private static byte[] saltedPassword(byte[] password, byte[] salt, int iterations) {
        // HMAC pads a key with zeros, so that an empty key, which the JDK refuses, equals one zero byte.
        Mac mac = mac(password.length == 0 ? new byte[1] : password);
        mac.update(salt);
        mac.update(new byte[] {0, 0, 0, 1});
        byte[] step = mac.doFinal();
        byte[] result = step.clone();
        for (int i = 1; i < iterations; i++) {
            step = mac.doFinal(step);
            for (int b = 0; b < result.length; b++) {
                result[b] ^= step[b];
            }
        }
        return result;
    }

    /** HMAC-SHA-256. */
    public static byte[] hmac(byte[] key, byte[] message) {
        return mac(key).doFinal(message);
    }

    /** SHA-256. */
    public static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScramVerifier that
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && MessageDigest.isEqual(storedKey, that.storedKey)
                && MessageDigest.isEqual(serverKey, that.serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt);
    }

    @Override
    public String toString() {
        return "SCRAM verifier with " + iterations + " iterations";
    }
}
