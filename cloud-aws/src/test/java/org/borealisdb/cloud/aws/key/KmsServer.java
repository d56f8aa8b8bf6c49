package org.borealisdb.cloud.aws.key;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks the protocol of AWS KMS over HTTP, as far as it is used, and really encrypts: AES-256-GCM under a key for each ARN, with the encryption context as additional data. A wrapped key begins with its ARN.
 * For tests; {@link #main} serves one by hand.
 */
final class KmsServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int NONCE_BYTES = 12;

    private final HttpServer server;
    private final Random random = new Random(1);
    private final Map<String, SecretKeySpec> keys = new TreeMap<>();
    private String denied = "";
    private String disabled = "";

    /** What KMS answers when it can't. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String type;

        RefusedException(String type, String message) {
            super(message);
            this.type = type;
        }
    }

    KmsServer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Serves {@code KEY-ARN} at {@code PORT} until the process is ended. */
    public static void main(String[] arguments) throws IOException {
        @SuppressWarnings("resource") // It serves until the process ends.
        KmsServer server = new KmsServer(Integer.parseInt(arguments[1]));
        server.add(arguments[0]);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on it has that key. */
    synchronized void add(String arn) {
        keys.put(arn, new SecretKeySpec(bytes(32), "AES"));
    }

    /** From now on nobody may use that key. */
    synchronized void deny(String arn) {
        denied = arn;
    }

    /** From now on that key is disabled. */
    synchronized void disable(String arn) {
        disabled = arn;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            int status = 200;
            Map<String, Object> response;
            try {
                String authorization =
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
                if (!authorization.startsWith("AWS4-HMAC-SHA256 Credential=")) {
                    throw new RefusedException("MissingAuthenticationTokenException", "Missing Authentication Token");
                }
                response = perform(exchange.getRequestHeaders().getFirst("X-Amz-Target"), request);
            } catch (RefusedException e) {
                status = 400;
                response = Map.of("__type", e.type, "message", String.valueOf(e.getMessage()));
            }
            byte[] body = JSON.writeValueAsBytes(response);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized Map<String, Object> perform(String target, JsonNode request) throws RefusedException {
        String arn = request.path("KeyId").asString();
        SecretKeySpec key = usable(arn);
        byte[] context = request.path("EncryptionContext").toString().getBytes(StandardCharsets.UTF_8);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("KeyId", arn);
        switch (target) {
            case "TrentService.GenerateDataKey" -> {
                byte[] plain = bytes(request.path("NumberOfBytes").asInt());
                response.put("Plaintext", base64(plain));
                response.put("CiphertextBlob", base64(seal(arn, key, plain, context)));
            }
            case "TrentService.Encrypt" ->
                response.put("CiphertextBlob", base64(seal(arn, key, binary(request, "Plaintext"), context)));
            case "TrentService.Decrypt" ->
                response.put("Plaintext", base64(open(arn, key, binary(request, "CiphertextBlob"), context)));
            case "TrentService.DescribeKey" ->
                response.put(
                        "KeyMetadata",
                        Map.of(
                                "KeyId",
                                arn,
                                "Arn",
                                arn,
                                "CreationDate",
                                1.7E9,
                                "KeyState",
                                "Enabled",
                                "Enabled",
                                true));
            default -> throw new RefusedException("UnsupportedOperationException", target);
        }
        return response;
    }

    private SecretKeySpec usable(String arn) throws RefusedException {
        SecretKeySpec key = keys.get(arn);
        if (key == null) {
            throw new RefusedException("NotFoundException", "Key '" + arn + "' does not exist");
        }
        if (arn.equals(denied)) {
            throw new RefusedException("AccessDeniedException", "User: test is not authorized to perform this");
        }
        if (arn.equals(disabled)) {
            throw new RefusedException("DisabledException", arn + " is disabled.");
        }
        return key;
    }

    private static byte[] binary(JsonNode request, String field) {
        return Base64.getDecoder().decode(request.path(field).asString());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private byte[] seal(String arn, SecretKeySpec key, byte[] plain, byte[] context) {
        byte[] name = arn.getBytes(StandardCharsets.UTF_8);
        byte[] nonce = bytes(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(plain);
            return ByteBuffer.allocate(Integer.BYTES + name.length + NONCE_BYTES + sealed.length)
                    .putInt(name.length)
                    .put(name)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] open(String arn, SecretKeySpec key, byte[] blob, byte[] context) throws RefusedException {
        ByteBuffer in = ByteBuffer.wrap(blob);
        byte[] name = new byte[Math.min(in.getInt(), in.remaining())];
        in.get(name);
        if (!Arrays.equals(name, arn.getBytes(StandardCharsets.UTF_8))) {
            throw new RefusedException(
                    "IncorrectKeyException",
                    "The key ID in the request does not identify a CMK that can perform this operation.");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(nonce);
        byte[] sealed = new byte[in.remaining()];
        in.get(sealed);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, context).doFinal(sealed);
        } catch (AEADBadTagException e) {
            throw new RefusedException("InvalidCiphertextException", "");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, byte[] context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
