package org.borealisdb.wire.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.borealisdb.cloud.credential.ScramVerifier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * The server's side of one SCRAM-SHA-256 attempt: {@link #first} answers the client's first message, {@link #last} judges its
 * last. Without TLS there is no channel to bind to, so {@code SCRAM-SHA-256-PLUS} is neither offered nor accepted.
 */
public final class ScramExchange {
    /** The only mechanism offered. */
    public static final String MECHANISM = "SCRAM-SHA-256";

    /** Longest message of a client; real ones have some hundred bytes. */
    public static final int MAXIMUM_MESSAGE_BYTES = 1024;

    private final ScramVerifier verifier;
    private final boolean genuine;
    private final String serverNonce;
    private String gs2Header = "";
    private String clientFirstBare = "";
    private String serverFirst = "";
    private String nonce = "";

    /**
     * An exchange.
     *
     * @param genuine false if no proof may succeed
     * @param serverNonce printable characters without comma
     */
    ScramExchange(ScramVerifier verifier, boolean genuine, String serverNonce) {
        this.verifier = verifier;
        this.genuine = genuine;
        this.serverNonce = serverNonce;
    }

    /**
     * Takes client-first and answers server-first.
     *
     * @throws SqlException 08P01 if the message is malformed, 0A000 if it asks for an authorization identity or extensions
     */
    public byte[] first(byte[] message) {
        if (!nonce.isEmpty()) {
            throw new IllegalStateException("client-first was taken already");
        }
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
            case "n", "y" -> {}
            case String flag
            when flag.startsWith("p=") ->
                throw malformed("The client selected SCRAM-SHA-256 without channel binding, but the SCRAM message"
                        + " includes channel binding data.");
            case String flag -> throw malformed("Unexpected channel-binding flag \"" + printable(flag) + "\".");
        }
        if (!text.next().isEmpty()) {
            throw SqlException.notSupported("an authorization identity in SCRAM");
        }
        gs2Header = before.substring(0, before.length() - text.rest().length());
    }

    /**
     * Takes client-final.
     *
     * @return server-final, or empty if the proof is wrong
     * @throws SqlException 08P01 if the message is malformed
     */
    public Optional<byte[]> last(byte[] message) {
        if (nonce.isEmpty()) {
            throw new IllegalStateException("client-first was not taken yet");
        }
        String whole = text(message);
        Attributes text = new Attributes(whole);
        String binding = text.value('c');
        if (!binding.equals(Base64.getEncoder().encodeToString(gs2Header.getBytes(StandardCharsets.UTF_8)))) {
            throw malformed("Unexpected SCRAM channel-binding attribute in client-final-message.");
        }
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
