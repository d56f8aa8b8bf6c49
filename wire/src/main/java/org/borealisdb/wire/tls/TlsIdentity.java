package org.borealisdb.wire.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** A server's certificate with its key. Safe for use by all tasks. */
public final class TlsIdentity {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Sessions of TLS 1.2 that can be resumed; each takes some hundred bytes. */
    private static final int KEPT_SESSIONS = 1_000;

    /** Guards nothing: the key store lives in memory only, and wants a password. */
    private static final char[] PASSWORD = new char[0];

    private final SSLContext context;
    private final Optional<byte[]> endPoint;

    /**
     * An identity.
     *
     * @param chain the server's own certificate first, and then those that vouch for it, if clients have to be told of them
     * @throws IllegalArgumentException if key and certificate cannot be used together
     */
    public TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD);
            store.setKeyEntry("server", key, PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD);
            this.context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), new TrustManager[0], null);
            context.getServerSessionContext().setSessionCacheSize(KEPT_SESSIONS);
            this.endPoint = endPoint(chain.getFirst());
        } catch (GeneralSecurityException | IOException unfit) {
            throw new IllegalArgumentException(
                    "the key and the certificate of the server cannot be used: " + unfit.getMessage(), unfit);
        }
    }

    /** RFC 5929, section 4.1: the hash that the signature was made with, but SHA-256 for those that are broken. */
    private static Optional<byte[]> endPoint(X509Certificate certificate) throws GeneralSecurityException {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        String hash = switch (signature.split("WITH", 2)[0]) {
            case "MD5", "SHA1", "SHA256" -> "SHA-256";
            case "SHA224" -> "SHA-224";
            case "SHA384" -> "SHA-384";
            case "SHA512" -> "SHA-512";
            default -> "";
        };
        return hash.isEmpty()
                ? Optional.empty()
                : Optional.of(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
    }

    /** The data of the channel binding {@code tls-server-end-point}; empty if none is defined for such a certificate, as for Ed25519. */
    public Optional<byte[]> endPoint() {
        return endPoint.map(byte[]::clone);
    }

    /** The server's side of a connection. */
    SSLEngine begin() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
