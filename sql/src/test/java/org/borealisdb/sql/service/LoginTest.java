package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.borealisdb.cloud.credential.ScramVerifier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may begin a session, and how it begins. */
class LoginTest {
    private final Region writer = new Region();
    private final Region.Client admin = writer.connect();

    @AfterEach
    void close() {
        writer.close();
    }

    private void refused(String role, ErrorCode code, String message) {
        refused(role, "postgres", code, message);
    }

    private void refused(String role, String database, ErrorCode code, String message) {
        assertThatThrownBy(() -> writer.connect(role, database))
                .isInstanceOfSatisfying(
                        SqlException.class, error -> assertThat(error.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private boolean accepts(String role, String password) {
        return writer.service
                .passwordVerifier(role)
                .flatMap(ScramVerifier::parse)
                .filter(verifier -> verifier.matches(password))
                .isPresent();
    }

    @Test
    void aRoleLogsInWithItsPassword() {
        admin.run("CREATE USER u PASSWORD 'first'");
        assertThat(accepts("u", "first")).isTrue();
        assertThat(accepts("u", "second")).isFalse();
        Region.Client user = writer.connect("u", "postgres");
        assertThat(user.run("SELECT current_user, session_user")).isEqualTo("u|u\nSELECT 1");
        assertThat(user.session.reportedSettings())
                .containsEntry("is_superuser", "off")
                .containsEntry("session_authorization", "u");
        user.run("ALTER USER u PASSWORD 'second'");
        assertThat(accepts("u", "second")).isTrue();
        admin.run("ALTER USER u PASSWORD NULL");
        assertThat(writer.service.passwordVerifier("u")).isEmpty();
    }

    @Test
    void aHashedPasswordIsStoredAsItIs() {
        String verifier =
                ScramVerifier.ofPassword("known", new byte[] {1, 2, 3, 4}, 4096).format();
        admin.run("CREATE USER u PASSWORD '" + verifier + "'");
        assertThat(writer.service.passwordVerifier("u")).isEqualTo(Optional.of(verifier));
    }

    @Test
    void anExpiredPasswordIsNone() {
        admin.run("CREATE USER u PASSWORD 'p' VALID UNTIL '2001-01-01'");
        assertThat(writer.service.passwordVerifier("u")).isEmpty();
        admin.run("ALTER USER u VALID UNTIL 'infinity'");
        assertThat(accepts("u", "p")).isTrue();
    }

    @Test
    void notEverybodyMayLogIn() {
        admin.run("CREATE ROLE g PASSWORD 'p'");
        refused("g", ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, "role \"g\" is not permitted to log in");
        refused("nobody", ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, "role \"nobody\" does not exist");
        refused("pg_monitor", ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, "is not permitted to log in");
    }

    @Test
    void aRoleHasOnlySoManySessions() {
        admin.run("CREATE USER u CONNECTION LIMIT 1");
        Region.Client first = writer.connect("u", "postgres");
        refused("u", ErrorCode.TOO_MANY_CONNECTIONS, "too many connections for role \"u\"");
        first.session.close();
        writer.connect("u", "postgres").session.close();
        admin.run("ALTER USER u SUPERUSER");
        writer.connect("u", "postgres");
        writer.connect("u", "postgres");
    }

    @Test
    void aDatabaseTakesSessionsAsItSays() {
        admin.run("CREATE USER u");
        admin.run("CREATE DATABASE other CONNECTION LIMIT 1 ALLOW_CONNECTIONS false");
        refused(
                "postgres",
                "other",
                ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "database \"other\" is not currently accepting connections");
        admin.run("ALTER DATABASE other ALLOW_CONNECTIONS true");
        Region.Client first = writer.connect("u", "other");
        refused("u", "other", ErrorCode.TOO_MANY_CONNECTIONS, "too many connections for database \"other\"");
        writer.connect("postgres", "other").session.close();
        first.session.close();
        writer.connect("u", "other").session.close();
    }

    @Test
    void aSessionBeginsWithTheSettingsOfItsRoleAndDatabase() {
        admin.run("CREATE USER u");
        admin.run("CREATE ROLE g ROLE u");
        admin.run("CREATE DATABASE other");
        admin.run("ALTER ROLE ALL SET work_mem = '1MB'");
        admin.run("ALTER DATABASE other SET work_mem = '2MB'");
        assertThat(writer.connect("u", "postgres").run("SHOW work_mem")).isEqualTo("1MB\nSHOW");
        assertThat(writer.connect("u", "other").run("SHOW work_mem")).isEqualTo("2MB\nSHOW");
        admin.run("ALTER ROLE u SET work_mem = '3MB'");
        assertThat(writer.connect("u", "other").run("SHOW work_mem")).isEqualTo("3MB\nSHOW");
        admin.run("ALTER ROLE u IN DATABASE other SET work_mem = '4MB'");
        admin.run("ALTER ROLE u SET role = 'g'");
        Region.Client user = writer.connect("u", "other");
        assertThat(user.run("SHOW work_mem")).isEqualTo("4MB\nSHOW");
        assertThat(user.run("SELECT current_user, session_user")).isEqualTo("g|u\nSELECT 1");
        user.run("SET work_mem = '9MB'");
        user.run("RESET work_mem");
        assertThat(user.run("SHOW work_mem")).isEqualTo("4MB\nSHOW");
        user.run("SET ROLE NONE");
        user.run("RESET ROLE");
        assertThat(user.run("SELECT current_user")).isEqualTo("g\nSELECT 1");
    }

    @Test
    void thePasswordThatSqlGaveStaysUntilAnotherIsGivenOutside() {
        ScramVerifier outside = ScramVerifier.ofPassword("outside", new byte[] {1}, 4096);
        writer.service.bootstrap("postgres", outside.format(), "postgres");
        assertThat(accepts("postgres", "outside")).isTrue();
        admin.run("ALTER ROLE postgres PASSWORD 'inside'");
        String again = ScramVerifier.ofPassword("outside", new byte[] {2}, 4096).format();
        writer.service.bootstrap(
                "postgres",
                again,
                given -> ScramVerifier.parse(given).orElseThrow().matches("outside"),
                "postgres");
        assertThat(accepts("postgres", "inside")).isTrue();
        writer.service.bootstrap(
                "postgres",
                ScramVerifier.ofPassword("new", new byte[] {3}, 4096).format(),
                given -> ScramVerifier.parse(given).orElseThrow().matches("new"),
                "postgres");
        assertThat(accepts("postgres", "new")).isTrue();
    }
}
