package org.borealisdb.wire.postgres;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** A client that sends what it is told, right or wrong, and sees what comes back. */
final class RawClient implements AutoCloseable {
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int processId;
    private int secret;

    /** One message of the server; a byte of its content is a character. Type {@code !} stands for a reset of the connection. */
    record Message(char type, String text) {

        /** A field of an error: {@code C} for the SQLSTATE, {@code S} for the severity, {@code M} for the message. */
        String field(char name) {
            for (String field : text().split("\0", -1)) {
                if (!field.isEmpty() && field.charAt(0) == name) {
                    return field.substring(1);
                }
            }
            return "";
        }
    }

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        // Longer than any limit of a server under test: a server that does not answer fails the test.
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    int processId() {
        return processId;
    }

    int secret() {
        return secret;
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends what the server may no longer take. */
    void trySend(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException closedMeanwhile) {
            // The server's answer is what matters.
        }
    }

    /** No more comes from this client; it still reads. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Goes away with a reset, as a machine that crashes. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** The next message, after its type. */
    private Message message(int type) throws IOException {
        byte[] content = new byte[in.readInt() - 4];
        in.readFully(content);
        return new Message((char) type, new String(content, StandardCharsets.ISO_8859_1));
    }

    /** The next message. */
    Message answer() throws IOException {
        return message(in.readUnsignedByte());
    }

    /** Messages up to and with ReadyForQuery, or to the end of the stream. */
    List<Message> answers() throws IOException {
        List<Message> messages = new ArrayList<>();
        try {
            for (int type = in.read(); type >= 0; type = in.read()) {
                messages.add(message(type));
                if (type == 'Z') {
                    return messages;
                }
            }
        } catch (SocketException reset) {
            messages.add(new Message('!', ""));
        }
        return messages;
    }

    /** Everything up to the end of the stream. */
    List<Message> answersToTheEnd() throws IOException {
        List<Message> all = new ArrayList<>();
        while (true) {
            List<Message> some = answers();
            all.addAll(some);
            if (some.isEmpty() || some.getLast().type() != 'Z') {
                return all;
            }
        }
    }

    /** The start-up packet of role {@code tester}. */
    static byte[] startup() {
        return withLength(
                concat(integer(3 << 16), "user\0tester\0database\0canned\0\0".getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] cancelRequest(int processId, int secret) {
        return withLength(concat(integer(80_877_102), concat(integer(processId), integer(secret))));
    }

    /** A message of one type. */
    static byte[] message(char type, byte[] content) {
        return concat(new byte[] {(byte) type}, withLength(content));
    }

    static byte[] message(char type, String... strings) {
        return message(type, (String.join("\0", strings) + "\0").getBytes(StandardCharsets.UTF_8));
    }

    static byte[] integer(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    private static byte[] withLength(byte[] content) {
        return concat(integer(content.length + 4), content);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Starts up, proves the password, and reads on to the first ReadyForQuery. */
    RawClient authenticated() throws IOException, GeneralSecurityException {
        send(startup());
        expectAuthentication(10);
        String bare = "n=,r=0123456789abcdefghij";
        byte[] first = ("n,," + bare).getBytes(StandardCharsets.UTF_8);
        send(message('p', concat("SCRAM-SHA-256\0".getBytes(StandardCharsets.UTF_8), integer(first.length), first)));
        String challenge = new String(expectAuthentication(11), StandardCharsets.UTF_8);
        String[] parts = challenge.split(",", 3);
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        int iterations = Integer.parseInt(parts[2].substring(2));
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec("secret".toCharArray(), salt, iterations, 256))
                .getEncoded();
        byte[] clientKey = hmac(salted, "Client Key");
        byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
        String withoutProof = "c=biws," + parts[0];
        byte[] proof = hmac(storedKey, bare + "," + challenge + "," + withoutProof);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        send(message(
                'p',
                (withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(StandardCharsets.UTF_8)));
        expectAuthentication(12);
        for (Message message : answers()) {
            if (message.type() == 'K') {
                byte[] content = message.text().getBytes(StandardCharsets.ISO_8859_1);
                processId = intAt(content, 0);
                secret = intAt(content, 4);
            }
        }
        return this;
    }

    private byte[] expectAuthentication(int kind) throws IOException {
        int type = in.read();
        byte[] content = new byte[in.readInt() - 4];
        in.readFully(content);
        if (type != 'R' || intAt(content, 0) != kind) {
            throw new AssertionError("expected authentication " + kind + ", got " + (char) type + " "
                    + new String(content, StandardCharsets.UTF_8));
        }
        return Arrays.copyOfRange(content, 4, content.length);
    }

    private static int intAt(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).getInt(offset);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
