package org.borealisdb.sql.session;

import java.util.Optional;

/** The database as the front doors see it. Safe for use by all tasks. */
public interface SqlService {
    /**
     * The stored password verifier of a role that may log in, such as {@code SCRAM-SHA-256$4096:...}; empty if there is no such
     * role or it has no password, which a protocol must not let the client tell from a wrong password.
     */
    Optional<String> passwordVerifier(String role);

    /** Whether a role is a member of another one, or is it; false if there is none of a name. */
    boolean isMember(String role, String of);

    /** Whether clients that do not encrypt are to be refused. */
    boolean requiresEncryption();

    /**
     * Opens a session for an authenticated role.
     *
     * @throws org.borealisdb.expr.error.SqlException if there is no such database, the role may not connect to it, or a setting of
     *     the request is invalid
     */
    SqlSession open(SessionRequest request, SessionClient client);
}
