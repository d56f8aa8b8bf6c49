package org.borealisdb.sql.session;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.borealisdb.runtime.net.HostPort;

/**
 * What a client asks for when it connects.
 *
 * @param processId the number by which cancel requests and {@code pg_stat_activity} know the session; unique while it lives
 * @param role the authenticated role
 * @param database the database to connect to
 * @param settings run-time settings in the order given, such as {@code application_name} or {@code DateStyle}; names as sent
 * @param client where the client is, for {@code inet_client_addr()} and {@code pg_stat_activity}
 * @param server where the client reached the server, for {@code inet_server_addr()}
 */
public record SessionRequest(
        int processId,
        String role,
        String database,
        SequencedMap<String, String> settings,
        HostPort client,
        HostPort server) {
    public SessionRequest {
        if (processId <= 0) {
            throw new IllegalArgumentException("process id must be positive: " + processId);
        }
        if (role.isEmpty() || database.isEmpty()) {
            throw new IllegalArgumentException("role '" + role + "' and database '" + database + "' must not be empty");
        }
        settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
    }
}
