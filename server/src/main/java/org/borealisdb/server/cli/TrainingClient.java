package org.borealisdb.server.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.borealisdb.cloud.credential.ScramVerifier;
import org.borealisdb.server.region.ConnectionUrl;

/**
 * Just enough of the PostgreSQL protocol's client side (version 3.0; SCRAM-SHA-256 of RFC 7677) to log in and run statements whose results nobody looks at: no
 * psql need be there when the AOT cache is made. Used by one thread.
 */
final class TrainingClient implements AutoCloseable {
    private static final int PROTOCOL = 3 << 16;
    /** In place of a protocol, in a message without a type. */
    private static final int TLS_WANTED = 80_877_103;

    private static final int SASL = 10;
    private static final int SASL_CONTINUE = 11;
    private static final int KEY_BITS = 256;
    private static final int MAX_MESSAGE = 1 << 20;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    /** Connects and logs in. */
    TrainingClient(ConnectionUrl url) throws IOException {
        this(url, new Socket(url.host(), url.port()));
    }

    private TrainingClient(ConnectionUrl url, Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        // Unbuffered, each small write would wait for the acknowledgement of the one before.
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        logIn(url);
    }

    /**
     * Connects by TLS and logs in.
     *
     * @param authorities file of the certificates that are trusted
     */
    static TrainingClient encrypted(ConnectionUrl url, Path authorities) throws IOException {
        SSLSocketFactory factory = trusting(authorities);
        Socket plain = new Socket(url.host(), url.port());
        DataOutputStream wish = new DataOutputStream(plain.getOutputStream());
        wish.writeLong((long) Long.BYTES << Integer.SIZE | TLS_WANTED);
        if (plain.getInputStream().read() != 'S') {
            plain.close();
            throw new IOException("the server offers no TLS");
        }
        return new TrainingClient(url, factory.createSocket(plain, url.host(), url.port(), /* autoClose= */ true));
    }

    private static SSLSocketFactory trusting(Path authorities) throws IOException {
        try (InputStream file = Files.newInputStream(authorities)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls.getSocketFactory();
        } catch (GeneralSecurityException missing) {
            throw new IOException("the JDK lacks what TLS needs", missing);
        }
    }

    /** Runs {@code sql} by the simple protocol. */
    void run(String sql) throws IOException {
        send('Q', text(sql));
        awaitReady();
    }

    /** Runs one statement by the extended protocol, with its parameters as text. */
    void runPrepared(String sql, List<String> parameters) throws IOException {
        send('P', text(""), text(sql), int16(0));
        byte[][] bind = new byte[5 + 2 * parameters.size()][];
        int next = 0;
        bind[next++] = text("");
        bind[next++] = text("");
        bind[next++] = int16(0);
        bind[next++] = int16(parameters.size());
        for (String parameter : parameters) {
            byte[] value = parameter.getBytes(StandardCharsets.UTF_8);
            bind[next++] = int32(value.length);
            bind[next++] = value;
        }
        bind[next] = int16(0);
        send('B', bind);
        send('E', text(""), int32(0));
        send('S');
        awaitReady();
    }

    private void logIn(ConnectionUrl url) throws IOException {
        byte[] parameters = join(text("user"), text(url.user()), text("database"), text(url.database()), new byte[1]);
        out.writeInt(8 + parameters.length);
        out.writeInt(PROTOCOL);
        out.write(parameters);
        out.flush();
        expect('R', SASL);
        String bare = "n=,r=" + UUID.randomUUID();
        byte[] first = ("n,," + bare).getBytes(StandardCharsets.US_ASCII);
        send('p', text("SCRAM-SHA-256"), int32(first.length), first);
        String challenge = expect('R', SASL_CONTINUE);
        String[] fields = challenge.split(",", 3);
        String last = "c=biws," + fields[0];
        byte[] salted = salted(url.password(), fields[1].substring(2), Integer.parseInt(fields[2].substring(2)));
        byte[] clientKey = ScramVerifier.hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        byte[] signature = ScramVerifier.hmac(
                ScramVerifier.sha256(clientKey),
                (bare + "," + challenge + "," + last).getBytes(StandardCharsets.US_ASCII));
        for (int index = 0; index < signature.length; index++) {
            signature[index] ^= clientKey[index];
        }
        String proof = last + ",p=" + Base64.getEncoder().encodeToString(signature);
        send('p', proof.getBytes(StandardCharsets.US_ASCII));
        awaitReady();
    }

    private static byte[] salted(String password, String salt, int iterations) throws IOException {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(
                            password.toCharArray(), Base64.getDecoder().decode(salt), iterations, KEY_BITS))
                    .getEncoded();
        } catch (GeneralSecurityException missing) {
            throw new IOException("the JDK lacks what SCRAM needs", missing);
        }
    }

    /** The text of the next message, which must be an authentication request of {@code kind}. */
    private String expect(char type, int kind) throws IOException {
        char found = (char) in.readByte();
        byte[] body = body();
        if (found != type || body.length < Integer.BYTES || body[3] != kind) {
            throw new IOException("expected " + type + kind + ", got " + found + ": " + readable(body));
        }
        return new String(body, Integer.BYTES, body.length - Integer.BYTES, StandardCharsets.US_ASCII);
    }

    private void awaitReady() throws IOException {
        out.flush();
        String error = "";
        while (true) {
            char type = (char) in.readByte();
            byte[] body = body();
            switch (type) {
                case 'E' -> error = readable(body);
                case 'Z' -> {
                    if (!error.isEmpty()) {
                        throw new IOException(error);
                    }
                    return;
                }
                default -> {
                    // Rows and what else belongs to a statement: nobody looks at them.
                }
            }
        }
    }

    private byte[] body() throws IOException {
        int length = in.readInt() - Integer.BYTES;
        if (length < 0 || length > MAX_MESSAGE) {
            throw new IOException("a message of " + length + " bytes");
        }
        byte[] body = new byte[length];
        in.readFully(body);
        return body;
    }

    private void send(char type, byte[]... parts) throws IOException {
        byte[] body = join(parts);
        out.writeByte(type);
        out.writeInt(Integer.BYTES + body.length);
        out.write(body);
        if (type == 'p') {
            out.flush();
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] text(String value) {
        return (value + '\0').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] int16(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    private static byte[] int32(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    private static String readable(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).replace('\0', ' ');
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
