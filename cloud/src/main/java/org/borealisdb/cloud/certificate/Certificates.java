package org.borealisdb.cloud.certificate;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.borealisdb.runtime.random.RandomSource;

/** Makes certificates (RFC 5280). Pure, but for the random numbers. */
final class Certificates {
    /** As long as those of Aurora's authorities: whoever trusts it need not be told again. */
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(40 * 365);

    /** Clocks of clients may be behind ours. */
    private static final Duration EARLIER = Duration.ofDays(1);

    private static final int SERIAL_BYTES = 16;
    private static final int KEY_ID_BYTES = 20;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));

    private Certificates() {}

    static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** An authority that vouches for itself. */
    static CertifiedKey authority(String name, Instant now, RandomSource random) throws GeneralSecurityException {
        KeyPair pair = newKey();
        byte[] extensions = Der.sequence(
                extension("2.5.29.19", true, Der.sequence(Der.yes(), Der.integer(BigInteger.ZERO))),
                // keyCertSign and cRLSign
                extension("2.5.29.15", true, Der.bits(1, new byte[] {0x06})),
                extension("2.5.29.14", false, Der.octets(keyId(pair.getPublic()))));
        byte[] subject = name(name);
        Instant end = now.plus(AUTHORITY_LIFE);
        return new CertifiedKey(
                pair.getPrivate(),
                signed(content(subject, subject, now, end, pair.getPublic(), extensions), pair.getPrivate(), random));
    }

    /** A server's, by which it may call itself each of {@code names}: names or addresses. */
    static X509Certificate server(
            CertifiedKey authority,
            PublicKey key,
            String common,
            List<String> names,
            Instant now,
            Instant end,
            RandomSource random)
            throws GeneralSecurityException {
        byte[] extensions = Der.sequence(
                extension("2.5.29.19", true, Der.sequence()),
                // digitalSignature
                extension("2.5.29.15", true, Der.bits(7, new byte[] {(byte) 0x80})),
                extension("2.5.29.37", false, Der.sequence(Der.identifier("1.3.6.1.5.5.7.3.1"))),
                extension("2.5.29.17", false, alternativeNames(names)),
                extension("2.5.29.14", false, Der.octets(keyId(key))),
                extension(
                        "2.5.29.35",
                        false,
                        Der.sequence(
                                Der.taggedBytes(0, keyId(authority.certificate().getPublicKey())))));
        byte[] issuer = authority.certificate().getSubjectX500Principal().getEncoded();
        return signed(content(issuer, name(common), now, end, key, extensions), authority.key(), random);
    }

    /** What a certificate says, from its issuer on. */
    private static byte[][] content(
            byte[] issuer, byte[] subject, Instant from, Instant to, PublicKey key, byte[] extensions) {
        return new byte[][] {
            issuer,
            Der.sequence(Der.time(from.minus(EARLIER)), Der.time(to)),
            subject,
            key.getEncoded(),
            Der.tagged(3, extensions)
        };
    }

    private static X509Certificate signed(byte[][] content, PrivateKey key, RandomSource random)
            throws GeneralSecurityException {
        byte[] serial = new byte[SERIAL_BYTES];
        random.nextBytes(serial);
        byte[] body = Der.sequence(
                Der.tagged(0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(1, serial).setBit(0)),
                ECDSA_WITH_SHA256,
                Der.joined(content));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(body);
        return Pem.certificate(Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(0, signature.sign())));
    }

    private static byte[] extension(String identifier, boolean critical, byte[] content) {
        byte[] wrapped = Der.octets(content);
        return critical
                ? Der.sequence(Der.identifier(identifier), Der.yes(), wrapped)
                : Der.sequence(Der.identifier(identifier), wrapped);
    }

    /** Organisation and common name. */
    private static byte[] name(String common) {
        return Der.sequence(
                Der.set(Der.sequence(Der.identifier("2.5.4.10"), Der.text("Borealis"))),
                Der.set(Der.sequence(Der.identifier("2.5.4.3"), Der.text(common))));
    }

    /** RFC 7093, section 2, method 1, over the whole of the key's information. */
    private static byte[] keyId(PublicKey key) throws GeneralSecurityException {
        return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()), KEY_ID_BYTES);
    }

    private static byte[] alternativeNames(List<String> names) {
        List<byte[]> all = new ArrayList<>();
        for (String name : names) {
            all.add(alternativeName(name));
        }
        return Der.sequence(all.toArray(byte[][]::new));
    }

    private static byte[] alternativeName(String name) {
        try {
            return Der.taggedBytes(IP_ADDRESS, InetAddress.ofLiteral(name).getAddress());
        } catch (IllegalArgumentException noAddress) {
            return Der.taggedBytes(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
