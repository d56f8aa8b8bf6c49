package org.borealisdb.wire.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.sql.postgres.AccessRuleFact;

/**
 * A rule: to whom it applies, and what is asked of them.
 *
 * @param line      where it begins in its file, from 1 on
 * @param kind      of connections
 * @param databases any of these
 * @param roles     any of these
 * @param clients   any of these
 * @param method    what is asked
 */
record AccessRule(
        int line,
        ConnectionKind kind,
        List<RuleName> databases,
        List<RuleName> roles,
        Optional<ClientRange> clients,
        AccessMethod method) {
    AccessRule {
        databases = List.copyOf(databases);
        roles = List.copyOf(roles);
    }

    /** Which connections a rule is for. */
    enum ConnectionKind {
        /** Of sockets of the file system, which there are none of. */
        LOCAL,
        HOST,
        HOSTSSL,
        HOSTNOSSL,
        /** Encrypted by GSSAPI, which none is. */
        HOSTGSSENC,
        HOSTNOGSSENC;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean has(boolean encrypted) {
            return switch (this) {
                case LOCAL, HOSTGSSENC -> false;
                case HOST, HOSTNOGSSENC -> true;
                case HOSTSSL -> encrypted;
                case HOSTNOSSL -> !encrypted;
            };
        }
    }

    AccessRuleFact fact() {
        return new AccessRuleFact(
                line,
                kind.word(),
                databases.stream().map(RuleName::text).toList(),
                roles.stream().map(RuleName::text).toList(),
                clients.map(ClientRange::address),
                clients.flatMap(ClientRange::mask),
                method.word());
    }

    boolean appliesTo(ConnectionAttempt attempt) {
        return kind.has(attempt.encrypted())
                && clients.filter(range -> range.has(attempt.client())).isPresent()
                && databases.stream().anyMatch(name -> name.isDatabaseOf(attempt))
                && roles.stream().anyMatch(name -> name.isRoleOf(attempt));
    }
}
