package org.borealisdb.cloud.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.junit.jupiter.api.Test;

/** A region's authority, on simulated disks. */
class CertificateAuthorityTest {
    private static final long MINUTE = 60_000_000_000L;
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

    /** A clock that says what it is told to. */
    private static final class SetClock implements Clock {
        private Instant now = START;

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public long wallMicros() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, now);
        }
    }

    private static final class Seeded implements RandomSource {
        private final Random random = new Random(7);

        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public int nextInt(int bound) {
            return random.nextInt(bound);
        }

        @Override
        public void nextBytes(byte[] target) {
            random.nextBytes(target);
        }
    }

    private interface Work {
        void run(SimulatedHost host) throws GeneralSecurityException;
    }

    private final SetClock clock = new SetClock();
    private final Seeded random = new Seeded();

    private static void onAHost(Work work) {
        SimulatedWorld world = new SimulatedWorld(1, 10_000_000, MINUTE);
        world.run(() -> {
            try {
                work.run(world.host("a"));
            } catch (GeneralSecurityException failure) {
                throw new AssertionError(failure);
            }
        });
    }

    private CertificateAuthority open(FileStore files) {
        return CertificateAuthority.open(files, random, clock);
    }

    private static void write(FileStore files, String name, String text) {
        files.delete(name);
        try (StoredFile file = files.create(name, 0, WriteMode.BUFFERED)) {
            file.write(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            file.sync();
        }
    }

    @Test
    void whatItSignsIsValidUnderItAndHasTheNames() {
        onAHost(host -> {
            CertificateAuthority authority = open(host.start().files());
            X509Certificate root = certificate(authority.bundle());
            ServerCertificate made =
                    authority.issue("writer", List.of("localhost", "127.0.0.1", "::1", "*.cluster-c1.local-1.x"));
            X509Certificate certificate = made.certificate();
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(START));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);

            assertThat(certificate.getVersion()).isEqualTo(3);
            assertThat(certificate.getSerialNumber()).isPositive();
            assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=writer,O=Borealis");
            assertThat(certificate.getSubjectAlternativeNames())
                    .extracting(name -> name.get(0) + " " + name.get(1))
                    .containsExactly("2 localhost", "7 127.0.0.1", "7 0:0:0:0:0:0:0:1", "2 *.cluster-c1.local-1.x");
            assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
            assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
            assertThat(certificate.getKeyUsage()).startsWith(true, false);
            assertThat(root.getBasicConstraints()).isZero();
            assertThat(root.getKeyUsage()).startsWith(false, false, false, false, false, true, true);
            // A century that two digits do not tell from another.
            assertThat(root.getNotAfter().toInstant()).isEqualTo(START.plus(Duration.ofDays(40 * 365)));

            byte[] text = {1, 2, 3};
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(made.key());
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certificate);
            signature.update(text);
            assertThat(signature.verify(signed)).isTrue();
        });
    }

    private static X509Certificate certificate(String pem) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void itIsMadeOnceAndSurvivesACrash() {
        onAHost(host -> {
            String first = open(host.start().files()).bundle();
            host.crash();
            FileStore files = host.start().files();
            assertThat(open(files).bundle()).isEqualTo(first);
            assertThat(files.list("")).containsExactly("authority.pem", "ca.pem");
            write(files, "ca.pem", "something else");
            assertThat(open(files).bundle()).isEqualTo(first);
            try (StoredFile file = files.open("ca.pem", WriteMode.BUFFERED)) {
                assertThat(file.size()).isEqualTo(first.length());
            }
        });
    }

    @Test
    void aServersIsDueLongBeforeItEnds() {
        onAHost(host -> {
            CertificateAuthority authority = open(host.start().files());
            ServerCertificate made = authority.issue("writer", List.of("localhost"));
            assertThat(authority.due(made)).isFalse();
            clock.now = made.renewAt().minusSeconds(1);
            assertThat(authority.due(made)).isFalse();
            clock.now = made.renewAt();
            assertThat(authority.due(made)).isTrue();
            assertThat(made.certificate().getNotAfter().toInstant())
                    .isEqualTo(made.renewAt().plus(Duration.ofDays(30)));
        });
    }

    private static String block(String what) {
        return "-----BEGIN " + what + "-----\nAAAA\n-----END " + what + "-----\n";
    }

    @Test
    void whatIsDamagedIsNotReplaced() {
        onAHost(host -> {
            FileStore files = host.start().files();
            open(files);
            String certificate = block("CERTIFICATE");
            for (String damaged : List.of("", certificate, certificate + block("PRIVATE KEY"))) {
                write(files, "authority.pem", damaged);
                assertThatThrownBy(() -> open(files))
                        .isInstanceOf(CertificateProblemException.class)
                        .hasMessageContaining("certificate authority (authority.pem) is damaged");
            }
        });
    }

    @Test
    void lengthsOfAnySizeAreWritten() {
        assertThat(Der.octets(new byte[127])).startsWith(4, 127).hasSize(129);
        assertThat(Der.octets(new byte[128])).startsWith(4, 0x81, 128).hasSize(131);
        assertThat(Der.octets(new byte[256])).startsWith(4, 0x82, 1, 0).hasSize(260);
        assertThat(Der.identifier("1.2.840.10045.4.3.2")).containsExactly(6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2);
    }
}
