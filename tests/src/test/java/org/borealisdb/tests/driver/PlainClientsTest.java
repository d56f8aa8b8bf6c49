package org.borealisdb.tests.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.borealisdb.tests.sql.BorealisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that know nothing of Aurora, but ask which part an instance has. */
class PlainClientsTest {
    private static final String PSQL = "/usr/lib/postgresql/15/bin/psql";

    @TempDir
    private static Path data = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static BorealisServer region;

    @BeforeAll
    static void startRegion() {
        region = BorealisServer.start(data, false);
    }

    @AfterAll
    static void stopRegion() {
        region.close();
    }

    private static String psql(String attributes, String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        PSQL,
                        "-XAt",
                        "host=127.0.0.1 port=" + region.port() + " user=postgres dbname=postgres " + attributes,
                        "-c",
                        command)
                .redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", BorealisServer.PASSWORD);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("psql ends").isTrue();
        return said.strip();
    }

    @Test
    void psqlShowsWhereItIsAndWhatItIs() throws IOException, InterruptedException {
        String connected =
                "You are connected to database \"postgres\" as user \"postgres\" on host \"127.0.0.1\" at port \""
                        + region.port() + "\".";
        assertThat(psql("sslmode=disable", "\\conninfo")).isEqualTo(connected);
        assertThat(psql("sslmode=prefer", "\\conninfo"))
                .startsWith(connected + "\nSSL connection (protocol: TLSv1.3, cipher: TLS_");
        assertThat(psql("", "\\dconfig rds*")).isEqualTo("rds.extensions|aurora_stat_utils\nrds.force_ssl|off");
        assertThat(psql("", "\\dconfig apg*"))
                .contains("apg_write_forward.consistency_mode|off", "apg_write_forward.connect_timeout|30");
        assertThat(psql("", "\\df aurora_db*")).isEqualTo("pg_catalog|aurora_db_instance_identifier|text||func");
        assertThat(psql("", "SELECT inet_server_addr(), inet_server_port()")).isEqualTo("127.0.0.1|" + region.port());
    }

    @Test
    void libpqFindsAWriter() throws IOException, InterruptedException {
        assertThat(psql("target_session_attrs=read-write", "SELECT 1")).isEqualTo("1");
        assertThat(psql("target_session_attrs=primary", "SELECT 1")).isEqualTo("1");
        assertThat(psql("target_session_attrs=standby", "SELECT 1")).contains("server is not in hot standby mode");
        assertThat(psql("target_session_attrs=read-only", "SELECT 1")).contains("session is not read-only");
        assertThat(psql("target_session_attrs=read-only options='-c default_transaction_read_only=on'", "SELECT 1"))
                .isEqualTo("1");
    }

    private static Connection connect(String type) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + region.port() + "/postgres?targetServerType=" + type,
                "postgres",
                BorealisServer.PASSWORD);
    }

    @Test
    void theJdbcDriverFindsAWriter() throws SQLException {
        try (Connection connection = connect("primary")) {
            assertThat(connection.isValid(5)).isTrue();
        }
        assertThatThrownBy(() -> connect("secondary"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Could not find a server with specified targetServerType");
    }
}
