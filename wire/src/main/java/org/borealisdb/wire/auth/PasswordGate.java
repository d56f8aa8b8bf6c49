package org.borealisdb.wire.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.borealisdb.cloud.credential.ScramVerifier;
import org.borealisdb.runtime.random.RandomSource;

/** Begins the password exchange of a role, known or not. Safe for use by all tasks. */
public final class PasswordGate {
    /** Random bytes of a server's nonce, as PostgreSQL's SCRAM_RAW_NONCE_LEN. */
    private static final int NONCE_BYTES = 18;

    private final RandomSource random;
    private final byte[] mockSecret;

    /**
     * A gate.
     *
     * @param mockSecret from which false verifiers are derived; keep it, lest the salts of unknown roles change at a restart
     *     and give them away
     */
    public PasswordGate(RandomSource random, byte[] mockSecret) {
        if (mockSecret.length < 16) {
            throw new IllegalArgumentException("the secret for false verifiers needs at least 16 bytes");
        }
        this.random = random;
        this.mockSecret = mockSecret.clone();
    }

    /**
     * Begins the exchange for a role with the verifier stored for it, if there is one.
     *
     * @param binding what the client can bind it to; empty in the clear
     */
    public ScramExchange begin(String role, Optional<String> storedVerifier, Optional<byte[]> binding) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String serverNonce = Base64.getEncoder().encodeToString(nonce);
        Optional<ScramVerifier> verifier = storedVerifier.flatMap(ScramVerifier::parse);
        return verifier.isPresent()
                ? new ScramExchange(verifier.get(), true, serverNonce, binding)
                : new ScramExchange(falseVerifier(role), false, serverNonce, binding);
    }

    private ScramVerifier falseVerifier(String role) {
        byte[] digest = ScramVerifier.hmac(mockSecret, role.getBytes(StandardCharsets.UTF_8));
        return new ScramVerifier(
                ScramVerifier.DEFAULT_ITERATIONS,
                Arrays.copyOf(digest, ScramVerifier.SALT_BYTES),
                ScramVerifier.hmac(mockSecret, digest),
                ScramVerifier.hmac(digest, mockSecret));
    }
}
