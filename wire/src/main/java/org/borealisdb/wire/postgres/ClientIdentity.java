package org.borealisdb.wire.postgres;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.wire.postgres.message.StartupPacket.Startup;

/**
 * Who a client says it is and what it wants, from its start-up message.
 *
 * @param settings run-time settings: those of {@code options} first, since a parameter of its own goes before them
 */
record ClientIdentity(String role, String database, SequencedMap<String, String> settings) {
    /** Reads the parameters of a start-up message; fails with 28000 without a user. */
    static ClientIdentity of(Startup startup) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        String role = startup.parameters().getOrDefault("user", "");
        if (role.isEmpty()) {
            throw new SqlException(
                    ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
                    "no PostgreSQL user name specified in startup packet");
        }
        String replication = startup.parameters().getOrDefault("replication", "false");
        if (!List.of("false", "off", "no", "0").contains(replication)) {
            throw SqlException.notSupported("the replication protocol");
        }
        String database = startup.parameters().getOrDefault("database", "");
        settings.putAll(StartupOptions.parse(startup.parameters().getOrDefault("options", "")));
        startup.parameters().forEach((name, value) -> {
            if (!List.of("user", "database", "options", "replication").contains(name)) {
                settings.put(name, value);
            }
        });
        return new ClientIdentity(
                TextInput.truncateName(role), TextInput.truncateName(database.isEmpty() ? role : database), settings);
    }
}
