package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Temporary tables go with their session, however it ends. */
class TemporaryTablesTest {
    private static final String COUNT = "SELECT count(*) FROM pg_class WHERE relpersistence = 't'";
    private static final String SCHEMAS = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'pg_temp%'";

    private final Region writer = new Region();
    private final Region.Client other = writer.connect();

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void theyAreDroppedWhenTheSessionEnds() {
        Region.Client session = writer.connect();
        session.run("CREATE TEMP TABLE t (a serial PRIMARY KEY, b int UNIQUE)");
        session.run("CREATE TEMP VIEW v AS SELECT a FROM t");
        session.run("INSERT INTO t (b) VALUES (1), (2)");
        assertThat(other.run(COUNT)).isEqualTo("5\nSELECT 1");
        assertThat(other.run("SELECT * FROM t")).startsWith("42P01: ");
        session.run("BEGIN; INSERT INTO t (b) VALUES (3)");
        session.session.close();
        assertThat(other.run(COUNT)).isEqualTo("0\nSELECT 1");
        assertThat(other.run(SCHEMAS)).isEqualTo("0\nSELECT 1");
    }

    @Test
    void whatACrashLeftIsDroppedAtTheNextOpening() {
        Region.Client session = writer.connect();
        session.run("CREATE TEMP TABLE t (a int PRIMARY KEY, e int)");
        session.run("CREATE TYPE pg_temp.mood AS ENUM ('x')");
        session.run("CREATE TABLE kept (a int)");
        assertThat(other.run(SCHEMAS)).isEqualTo("1\nSELECT 1");
        writer.service.bootstrap("postgres", "none", "postgres");
        assertThat(other.run(COUNT)).isEqualTo("0\nSELECT 1");
        assertThat(other.run(SCHEMAS)).isEqualTo("0\nSELECT 1");
        assertThat(other.run("SELECT count(*) FROM kept")).isEqualTo("0\nSELECT 1");
    }

    @Test
    void anotherSessionsAreNotReached() {
        Region.Client session = writer.connect();
        session.run("CREATE TEMP TABLE t (a int)");
        String schema = session.run("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()");
        String name = schema.substring(0, schema.indexOf('\n'));
        assertThat(session.run("SELECT count(*) FROM " + name + ".t")).isEqualTo("0\nSELECT 1");
        assertThat(other.run("SELECT count(*) FROM " + name + ".t"))
                .isEqualTo("0A000: cannot access temporary tables of other sessions");
        assertThat(other.run("CREATE TABLE " + name + ".u (a int)"))
                .isEqualTo("42P16: cannot create relations in temporary schemas of other sessions");
    }

    @Test
    void aReaderHasNone() {
        try (Region reader = writer.reader()) {
            Region.Client here = reader.connect();
            assertThat(here.run("CREATE TEMP TABLE t (a int)"))
                    .isEqualTo("25006: cannot execute CREATE TABLE in a read-only transaction");
            assertThat(here.run("DISCARD TEMP")).isEqualTo("DISCARD TEMP");
            other.run("CREATE TEMP TABLE theirs (a int)");
            reader.catchUp();
            // The numbers of sessions are those of an instance: this one has the same as the one over there.
            assertThat(here.run("SELECT pg_backend_pid()")).isEqualTo(other.run("SELECT pg_backend_pid()"));
            assertThat(here.run("SELECT * FROM pg_temp_1.theirs"))
                    .isEqualTo("0A000: cannot access temporary tables of other sessions");
            assertThat(here.run("SELECT pg_my_temp_schema()")).isEqualTo("0\nSELECT 1");
        }
    }

    @Test
    void whatWasLeftBehindUnderTheSameNameIsNotTakenOver() {
        Region.Client session = writer.connect();
        String pid = session.run("SELECT pg_backend_pid()");
        String schema = "pg_temp_" + pid.substring(0, pid.indexOf('\n'));
        session.run("CREATE TEMP TABLE probe (a int)");
        assertThat(session.run("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()"))
                .isEqualTo(schema + "\nSELECT 1");
        Region.Client next = writer.connect();
        int number = Integer.parseInt(pid.substring(0, pid.indexOf('\n'))) + 1;
        other.run("CREATE SCHEMA left_behind");
        other.run("CREATE TABLE left_behind.old (a int)");
        Region.leave(writer, "left_behind", "pg_temp_" + number);
        next.run("CREATE TEMP TABLE mine (a int)");
        assertThat(next.run("SELECT * FROM old")).startsWith("42P01: ");
        assertThat(next.run("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()"))
                .isEqualTo("pg_temp_" + number + "_1\nSELECT 1");
        next.session.close();
        writer.service.bootstrap("postgres", "none", "postgres");
        assertThat(other.run(SCHEMAS)).isEqualTo("0\nSELECT 1");
    }
}
