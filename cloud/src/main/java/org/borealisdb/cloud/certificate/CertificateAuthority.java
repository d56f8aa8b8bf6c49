package org.borealisdb.cloud.certificate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.time.Clock;

/**
 * The authority of a region: whoever trusts its certificate knows the region's servers. It is made once, however many processes begin at the same time: the file appears whole, under a name that only one can give. Safe for use by all tasks.
 */
public final class CertificateAuthority {
    /** What clients are to trust. */
    public static final String BUNDLE = "ca.pem";

    /** How long a server's certificate is good for. */
    static final Duration SERVER_LIFE = Duration.ofDays(90);

    /** A third of its life is left when it is renewed. */
    static final Duration RENEWED_AFTER = Duration.ofDays(60);

    private static final String SECRET = "authority.pem";
    private static final int MOST_FILE_BYTES = 16 << 10;
    private static final int DRAWN_BYTES = 8;

    private final CertifiedKey authority;
    private final RandomSource random;
    private final Clock clock;

    private CertificateAuthority(CertifiedKey authority, RandomSource random, Clock clock) {
        this.authority = authority;
        this.random = random;
        this.clock = clock;
    }

    /**
     * The authority in {@code files}, which is made if there is none.
     *
     * @throws CertificateProblemException if it is damaged
     * @throws FileException if the files cannot be read or written
     */
    public static CertificateAuthority open(FileStore files, RandomSource random, Clock clock) {
        if (!files.exists(SECRET)) {
            make(files, random, clock);
        }
        CertifiedKey authority = read(files);
        CertificateAuthority opened = new CertificateAuthority(authority, random, clock);
        String bundle = opened.bundle();
        if (!files.exists(BUNDLE) || !text(files, BUNDLE).equals(bundle)) {
            files.replace(written(files, bundle, random), BUNDLE);
        }
        return opened;
    }

    private static void make(FileStore files, RandomSource random, Clock clock) {
        String fresh;
        try {
            byte[] id = new byte[DRAWN_BYTES];
            random.nextBytes(id);
            CertifiedKey made =
                    Certificates.authority("Borealis region " + HexFormat.of().formatHex(id), now(clock), random);
            fresh = written(files, Pem.of(made.certificate()) + Pem.of(made.key()), random);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no certificate can be made here", impossible);
        }
        try {
            files.link(fresh, SECRET);
        } catch (FileException other) {
            if (other.kind() != FileException.Kind.EXISTS) {
                throw other;
            }
            // Another process was first: its authority is that of the region.
        } finally {
            files.delete(fresh);
        }
    }

    /** A new file with {@code content}. */
    private static String written(FileStore files, String content, RandomSource random) {
        byte[] drawn = new byte[DRAWN_BYTES];
        random.nextBytes(drawn);
        String name = "new-" + HexFormat.of().formatHex(drawn);
        try (StoredFile file = files.create(name, 0, WriteMode.BUFFERED)) {
            file.write(0, ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)));
            file.sync();
        }
        return name;
    }

    private static CertifiedKey read(FileStore files) {
        try {
            return Pem.read(text(files, SECRET));
        } catch (GeneralSecurityException damaged) {
            throw new CertificateProblemException(
                    "the region's certificate authority (" + SECRET + ") is damaged: " + damaged.getMessage()
                            + ". Put a good copy in its place; or remove it, and all clients must trust a new one",
                    damaged);
        }
    }

    private static String text(FileStore files, String name) {
        try (StoredFile file = files.open(name, WriteMode.BUFFERED)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), MOST_FILE_BYTES));
            file.read(0, bytes);
            return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
        }
    }

    private static Instant now(Clock clock) {
        return Instant.EPOCH.plus(clock.wallMicros(), ChronoUnit.MICROS);
    }

    /** What clients are to trust, as text. */
    public String bundle() {
        try {
            return Pem.of(authority.certificate());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate that was read cannot be written", impossible);
        }
    }

    /**
     * Signs a new key of a server.
     *
     * @param server its name
     * @param names  names and addresses by which clients may reach it; the first label of a name may be {@code *}
     */
    public ServerCertificate issue(String server, List<String> names) {
        Instant now = now(clock);
        try {
            KeyPair pair = Certificates.newKey();
            return new ServerCertificate(
                    pair.getPrivate(),
                    Certificates.server(authority, pair.getPublic(), server, names, now, now.plus(SERVER_LIFE), random),
                    now.plus(RENEWED_AFTER));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no certificate can be made for " + server, impossible);
        }
    }

    /** Whether a certificate is to be replaced by a new one now. */
    public boolean due(ServerCertificate certificate) {
        return !now(clock).isBefore(certificate.renewAt());
    }
}
