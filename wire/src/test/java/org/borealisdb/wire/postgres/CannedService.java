package org.borealisdb.wire.postgres;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.borealisdb.cloud.credential.ScramVerifier;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SessionRequest;
import org.borealisdb.sql.session.SqlService;
import org.borealisdb.sql.session.SqlSession;

/** A database of one role, {@code tester} with password {@code secret}, whose sessions answer a few fixed statements. */
final class CannedService implements SqlService {
    private final String verifier =
            ScramVerifier.ofPassword("secret", new byte[16], 4096).format();
    final ConcurrentLinkedQueue<CannedSession> sessions = new ConcurrentLinkedQueue<>();
    volatile boolean encryptionRequired;

    @Override
    public Optional<String> passwordVerifier(String role) {
        return role.equals("tester") ? Optional.of(verifier) : Optional.empty();
    }

    @Override
    public boolean isMember(String role, String of) {
        return role.equals(of);
    }

    @Override
    public boolean requiresEncryption() {
        return encryptionRequired;
    }

    @Override
    public SqlSession open(SessionRequest request, SessionClient client) {
        CannedSession session = new CannedSession(request, client);
        sessions.add(session);
        return session;
    }
}
