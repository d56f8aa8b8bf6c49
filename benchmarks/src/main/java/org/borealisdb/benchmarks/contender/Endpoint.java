package org.borealisdb.benchmarks.contender;

import java.util.Map;

/** Where a server takes clients: always on loopback, as role and database {@code postgres}. */
public record Endpoint(int port, String password) {
    /** Environment with which PostgreSQL's programs connect: in the clear, because the servers that are compared offer no TLS. */
    public Map<String, String> environment() {
        return Map.of(
                "PGHOST", "127.0.0.1",
                "PGPORT", String.valueOf(port),
                "PGUSER", "postgres",
                "PGDATABASE", "postgres",
                "PGPASSWORD", password,
                "PGSSLMODE", "disable");
    }
}
