package org.borealisdb.tests.mapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flyway migrates, validates, and leaves nothing of a migration that fails. */
class FlywayTest {
    @TempDir
    private Path data = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before each test
    private Application application;

    @BeforeEach
    void start() {
        application = Application.start(data);
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private Flyway flyway(String... folders) {
        return Flyway.configure()
                .dataSource(application.pool())
                .locations(Stream.of(folders)
                        .map(folder -> "classpath:migrations/" + folder)
                        .toArray(String[]::new))
                .cleanDisabled(false)
                .load();
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = application.pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    @Test
    void migratesOnceAndRepeatsWhatChanged() throws SQLException {
        Flyway flyway = flyway("good");
        assertThat(flyway.migrate().migrationsExecuted).isEqualTo(3);
        assertThat(flyway.migrate().migrationsExecuted).isZero();
        flyway.validate();
        assertThat(Stream.of(flyway.info().applied()).map(MigrationInfo::getDescription))
                .containsExactly("shop", "names", "totals");
        assertThat(ask("SELECT string_agg(nick, ',') FROM customer")).isEqualTo("none,none");
        assertThat(ask("SELECT total_of('Ada')")).isEqualTo("0");
    }

    @Test
    void leavesNothingOfWhatFails() throws SQLException {
        flyway("good").migrate();
        assertThatThrownBy(() -> flyway("good", "bad").migrate())
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("22P02");
        assertThat(ask("SELECT to_regclass('half') IS NULL")).isEqualTo("t");
        assertThat(ask("SELECT count(*) FROM flyway_schema_history WHERE NOT success"))
                .isEqualTo("0");
    }

    @Test
    void cleansWhatItMade() throws SQLException {
        Flyway flyway = flyway("good");
        flyway.migrate();
        flyway.clean();
        assertThat(ask("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                .isEqualTo("0");
        assertThat(ask("SELECT count(*) FROM pg_type WHERE typname = 'state'")).isEqualTo("0");
        assertThat(flyway.migrate().migrationsExecuted).isEqualTo(3);
    }
}
