package org.borealisdb.tests.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A Borealis server and the PostgreSQL 15 server that says what it must answer. */
final class OracleServers implements AutoCloseable {
    private final PostgresServer postgres;
    private final BorealisServer borealis;

    private OracleServers(PostgresServer postgres, BorealisServer borealis) {
        this.postgres = postgres;
        this.borealis = borealis;
    }

    /** Starts both, Borealis with its data in a folder. */
    static OracleServers start(Path data) throws IOException, InterruptedException {
        PostgresServer postgres = PostgresServer.start();
        try {
            return new OracleServers(postgres, BorealisServer.start(data));
        } catch (RuntimeException failed) {
            postgres.close();
            throw failed;
        }
    }

    int borealisPort() {
        return borealis.port();
    }

    int postgresPort() {
        return postgres.port();
    }

    /** Makes a database of this name on both. */
    void createDatabase(String name) throws SQLException {
        for (int port : new int[] {postgresPort(), borealisPort()}) {
            try (Connection connection = ScriptRun.connect(port, "postgres", false);
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (postgres) {
            borealis.close();
        }
    }
}
