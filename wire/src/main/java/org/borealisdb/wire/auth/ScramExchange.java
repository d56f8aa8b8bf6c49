package org.borealisdb.wire.auth;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.borealisdb.cloud.credential.ScramVerifier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * The server's side of one SCRAM-SHA-256 attempt: {@link #first} answers the client's first message, {@link #last} judges its
 * last. Without TLS there is no channel to bind to, so {@code SCRAM-SHA-256-PLUS} is neither offered nor accepted. Within TLS it is: then both sides prove that they
 * have seen the same certificate (RFC 5929, {@code tls-server-end-point}), and whoever sits between them with another one is found.
 */
public final class ScramExchange {
    /** What is always offered. */
    public static final String MECHANISM = "SCRAM-SHA-256";

    /** With channel binding, within TLS. */
    public static final String BOUND_MECHANISM = "SCRAM-SHA-256-PLUS";

    private static final String BINDING_TYPE = "tls-server-end-point";

    /** Longest message of a client; real ones have some hundred bytes. */
    public static final int MAXIMUM_MESSAGE_BYTES = 1024;

    private final ScramVerifier verifier;
    private final boolean genuine;
    private final String serverNonce;
    private final Optional<byte[]> binding;
    private boolean bound;
    private String gs2Header = "";
    private String clientFirstBare = "";
    private String serverFirst = "";
    private String nonce = "";

    /**
     * An exchange.
     *
     * @param genuine false if no proof may succeed
     * @param serverNonce printable characters without comma
     * @param binding the hash of the certificate that the client was shown; empty if there is nothing to bind to
     */
    ScramExchange(ScramVerifier verifier, boolean genuine, String serverNonce, Optional<byte[]> binding) {
        this.verifier = verifier;
        this.genuine = genuine;
        this.serverNonce = serverNonce;
        this.binding = binding.map(byte[]::clone);
    }

    /** What the client may choose from, the better one first. */
    public List<String> mechanisms() {
        return binding.isPresent() ? List.of(BOUND_MECHANISM, MECHANISM) : List.of(MECHANISM);
    }

    /**
     * Takes client-first and answers server-first.
     *
     * @param mechanism one of {@link #mechanisms()}
     * @throws SqlException 28000 if the client was made to believe that there is no channel binding; 08P01 if the message is malformed, 0A000 if it asks for an authorization identity or extensions
     */
    public byte[] first(String mechanism, byte[] message) {
        if (!nonce.isEmpty()) {
            throw new IllegalStateException("client-first was taken already");
        }
        bound = mechanism.equals(BOUND_MECHANISM);
        Attributes text = new Attributes(text(message));
        takeGs2Header(text);
        clientFirstBare = text.rest();
        if (text.startsWith("m=")) {
            throw SqlException.notSupported("an extension to SCRAM");
        }
        text.value('n');
        String clientNonce = text.value('r');
        if (clientNonce.isEmpty() || !clientNonce.chars().allMatch(c -> c >= 0x21 && c <= 0x7e)) {
            throw malformed("Non-printable characters in SCRAM nonce.");
        }
        nonce = clientNonce + serverNonce;
        serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(verifier.salt()) + ",i="
                + verifier.iterations();
        return serverFirst.getBytes(StandardCharsets.US_ASCII);
    }

    private void takeGs2Header(Attributes text) {
        String before = text.rest();
        switch (text.next()) {
            case "n" -> checkUnbound();
            case "y" -> {
                checkUnbound();
                if (binding.isPresent()) {
                    throw new SqlException(
                                    ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
                                    "SCRAM channel binding negotiation error")
                            .withDetail("The client supports SCRAM channel binding but thinks the server does not."
                                    + "  However, this server does support channel binding.");
                }
            }
            case String flag when flag.startsWith("p=") -> checkBinding(flag.substring(2));
            case String flag -> throw malformed("Unexpected channel-binding flag \"" + printable(flag) + "\".");
        }
        if (!text.next().isEmpty()) {
            throw SqlException.notSupported("an authorization identity in SCRAM");
        }
        gs2Header = before.substring(0, before.length() - text.rest().length());
    }

    private void checkUnbound() {
        if (bound) {
            throw malformed("The client selected SCRAM-SHA-256-PLUS, but the SCRAM message does not include channel"
                    + " binding data.");
        }
    }

    private void checkBinding(String type) {
        if (!bound) {
            throw malformed("The client selected SCRAM-SHA-256 without channel binding, but the SCRAM message"
                    + " includes channel binding data.");
        }
        if (!type.equals(BINDING_TYPE)) {
            throw new SqlException(
                    ErrorCode.PROTOCOL_VIOLATION, "unsupported SCRAM channel-binding type \"" + printable(type) + "\"");
        }
    }

    /**
     * Takes client-final.
     *
     * @return server-final, or empty if the proof is wrong
     * @throws SqlException 08P01 if the message is malformed, 28000 if the client is bound to another channel
     */
    public Optional<byte[]> last(byte[] message) {
        if (nonce.isEmpty()) {
            throw new IllegalStateException("client-first was not taken yet");
        }
        String whole = text(message);
        Attributes text = new Attributes(whole);
        checkBinding(text.value('c').getBytes(StandardCharsets.UTF_8), expectedBinding());
        if (!MessageDigest.isEqual(
                text.value('r').getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8))) {
            throw new SqlException(ErrorCode.PROTOCOL_VIOLATION, "invalid SCRAM response")
                    .withDetail("Nonce does not match.");
        }
        String withoutProof = "";
        while (!text.startsWith("p=")) {
            withoutProof = text.next();
            if (withoutProof.length() < 2 || withoutProof.charAt(1) != '=') {
                throw malformed("Attribute \"p\" is missing in client-final-message.");
            }
        }
        withoutProof = whole.substring(0, whole.length() - text.rest().length() - 1);
        byte[] proof = decodeProof(text.value('p'));
        if (!text.rest().isEmpty()) {
            throw malformed("Garbage found at the end of client-final-message.");
        }
        return judge(
                proof, (clientFirstBare + "," + serverFirst + "," + withoutProof).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] expectedBinding() {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(gs2Header.getBytes(StandardCharsets.UTF_8));
        if (bound) {
            expected.writeBytes(binding.orElseThrow());
        }
        return Base64.getEncoder().encode(expected.toByteArray());
    }

    private void checkBinding(byte[] said, byte[] expected) {
        if (MessageDigest.isEqual(said, expected)) {
            return;
        }
        if (bound) {
            throw new SqlException(ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, "SCRAM channel binding check failed");
        }
        throw malformed("Unexpected SCRAM channel-binding attribute in client-final-message.");
    }

    private Optional<byte[]> judge(byte[] proof, byte[] authMessage) {
        byte[] storedKey = verifier.storedKey();
        byte[] clientKey = ScramVerifier.hmac(storedKey, authMessage);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= proof[i];
        }
        boolean right = MessageDigest.isEqual(ScramVerifier.sha256(clientKey), storedKey);
        if (!right || !genuine) {
            return Optional.empty();
        }
        byte[] signature = ScramVerifier.hmac(verifier.serverKey(), authMessage);
        return Optional.of(("v=" + Base64.getEncoder().encodeToString(signature)).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] decodeProof(String proof) {
        try {
            byte[] decoded = Base64.getDecoder().decode(proof);
            if (decoded.length == ScramVerifier.KEY_BYTES) {
                return decoded;
            }
        } catch (IllegalArgumentException notBase64) {
            throw malformed("Malformed proof in client-final-message.");
        }
        throw malformed("Malformed proof in client-final-message.");
    }

    private static String text(byte[] message) {
        if (message.length == 0) {
            throw malformed("The message is empty.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message))
                    .toString();
        } catch (CharacterCodingException invalid) {
            throw malformed("The message is not valid UTF-8.");
        }
    }

    private static SqlException malformed(String detail) {
        return new SqlException(ErrorCode.PROTOCOL_VIOLATION, "malformed SCRAM message").withDetail(detail);
    }

    private static String printable(String text) {
        String shortened = text.length() > 20 ? text.substring(0, 20) : text;
        return shortened.replaceAll("[^ -~]", "?");
    }

    /** A cursor over attributes that commas separate. */
    private static final class Attributes {
        private final String text;
        private int at;

        Attributes(String text) {
            this.text = text;
        }

        String rest() {
            return at > text.length() ? "" : text.substring(at);
        }

        boolean startsWith(String prefix) {
            return text.startsWith(prefix, at);
        }

        String next() {
            if (at > text.length()) {
                throw malformed("The message ends too early.");
            }
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            String attribute = text.substring(at, end);
            at = end + 1;
            return attribute;
        }

        String value(char name) {
            String attribute = next();
            if (attribute.length() < 2 || attribute.charAt(0) != name || attribute.charAt(1) != '=') {
                throw malformed("Expected attribute \"" + name + "\" but found \"" + printable(attribute) + "\".");
            }
            return attribute.substring(2);
        }
    }
}
