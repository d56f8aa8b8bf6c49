package org.borealisdb.wire.access;

import java.util.function.Predicate;
import org.borealisdb.expr.network.NetworkAddress;

/**
 * A client that wants to connect.
 *
 * @param role     as whom
 * @param database to which
 * @param client   from where
 * @param encrypted whether within TLS
 * @param memberOf whether the role is a member of another one, directly or not
 */
public record ConnectionAttempt(
        String role, String database, NetworkAddress client, boolean encrypted, Predicate<String> memberOf) {}
