package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions of a reader: see what was applied, tables that come and go included, and change nothing. */
class ReaderSessionTest {
    private final Region writer = new Region();
    private final Region.Client there = writer.connect();
    private Region reader = writer.reader();
    private Region.Client here = reader.connect();

    @BeforeEach
    void fill() {
        there.run("CREATE TABLE t (a int PRIMARY KEY, b text)");
        there.run("INSERT INTO t VALUES (1, 'one'), (2, 'two')");
        there.run("CREATE SEQUENCE s");
        reader.catchUp();
    }

    @AfterEach
    void close() {
        reader.close();
        writer.close();
    }

    @Test
    void whatIsAppliedIsSeen() {
        assertThat(here.run("SELECT * FROM t ORDER BY a")).isEqualTo("1|one\n2|two\nSELECT 2");
        there.run("INSERT INTO t VALUES (3, 'three')");
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("2\n");
        reader.catchUp();
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("3\n");
    }

    @Test
    void computedIndexesAreRead() {
        there.run("CREATE INDEX by_length ON t (length(b)) WHERE a > 1");
        there.run("INSERT INTO t VALUES (3, 'six'), (4, 'seven')");
        reader.catchUp();
        String query = "SELECT a FROM t WHERE length(b) = 3 AND a > 1 ORDER BY a";
        assertThat(here.run("EXPLAIN (COSTS OFF) " + query)).contains("Index Scan using by_length");
        assertThat(here.run(query)).isEqualTo("2\n3\nSELECT 2");
    }

    /** Rows that were written before a column was added are found by what they read of it, with keys that are computed of the catalog alone. */
    @Test
    void rowsFromBeforeAColumnAreFoundByIt() {
        there.run("ALTER TABLE t ADD c int DEFAULT 7, ADD d text DEFAULT 'all'");
        there.run("CREATE INDEX by_c ON t (c, d)");
        there.run("INSERT INTO t VALUES (3, 'three', 8)");
        reader.catchUp();
        here.run("SET enable_seqscan = off");
        String query = "SELECT a, c, d FROM t WHERE c = 7 AND d = 'all' ORDER BY a";
        assertThat(here.run("EXPLAIN (COSTS OFF) " + query)).contains("using by_c");
        assertThat(here.run(query)).isEqualTo("1|7|all\n2|7|all\nSELECT 2");
    }

    /** A version from before the index may have no key: it has no entry, and does not stand in the way of those that undo or remove it. */
    @Test
    void versionsWithoutAKeyAreNoHindrance() {
        there.run("CREATE TABLE shares (a int PRIMARY KEY, parts int)");
        there.run("INSERT INTO shares VALUES (1, 0), (2, 5)");
        there.run("UPDATE shares SET parts = 4 WHERE a = 1");
        there.run("CREATE INDEX share ON shares ((100 / parts))");
        assertThat(there.run("INSERT INTO shares VALUES (3, 0)")).isEqualTo("22012: division by zero");
        there.run("BEGIN; UPDATE shares SET parts = 10 WHERE a = 1; ROLLBACK");
        there.run("DELETE FROM shares WHERE a = 2");
        assertThat(there.run("SELECT a FROM shares WHERE 100 / parts = 25")).isEqualTo("1\nSELECT 1");
    }

    @Test
    void nothingIsChanged() {
        assertThat(here.run("INSERT INTO t VALUES (9, '')"))
                .isEqualTo("25006: cannot execute INSERT in a read-only transaction");
        assertThat(here.run("UPDATE t SET b = ''"))
                .isEqualTo("25006: cannot execute UPDATE in a read-only transaction");
        assertThat(here.run("DELETE FROM t")).isEqualTo("25006: cannot execute DELETE in a read-only transaction");
        assertThat(here.run("SELECT * FROM t FOR UPDATE"))
                .isEqualTo("25006: cannot execute SELECT FOR UPDATE in a read-only transaction");
        assertThat(here.run("CREATE TABLE u (a int)"))
                .isEqualTo("25006: cannot execute CREATE TABLE in a read-only transaction");
        assertThat(here.run("CREATE VIEW v AS SELECT 1"))
                .isEqualTo("25006: cannot execute CREATE VIEW in a read-only transaction");
        assertThat(here.run("DROP TABLE t")).startsWith("25006: cannot execute DROP");
        assertThat(here.run("TRUNCATE t")).isEqualTo("25006: cannot execute TRUNCATE TABLE in a read-only transaction");
        assertThat(here.run("COMMENT ON TABLE t IS 'x'"))
                .isEqualTo("25006: cannot execute COMMENT in a read-only transaction");
        assertThat(here.run("SELECT nextval('s')"))
                .isEqualTo("25006: cannot execute nextval() in a read-only transaction");
        assertThat(here.run("SELECT setval('s', 5)"))
                .isEqualTo("25006: cannot execute setval() in a read-only transaction");
        assertThat(here.run("SELECT currval('s')")).startsWith("55000: ");
        assertThat(here.run("VACUUM")).isEqualTo("25006: cannot execute VACUUM during recovery");
        assertThat(here.run("ANALYZE t")).isEqualTo("25006: cannot execute ANALYZE during recovery");
        assertThat(here.run("BEGIN; LOCK TABLE t IN SHARE MODE"))
                .endsWith("25006: cannot execute LOCK TABLE during recovery");
        assertThat(here.run("ROLLBACK; BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE"))
                .endsWith("LOCK TABLE");
        here.run("ROLLBACK");
        assertThat(here.run("EXPLAIN ANALYZE DELETE FROM t")).startsWith("25006: ");
        assertThat(here.copy("COPY t FROM STDIN", "7\tseven\n")).startsWith("25006: ");
        reader.catchUp();
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("2\n");
    }

    @Test
    void noTransactionWrites() {
        assertThat(here.run("SHOW transaction_read_only")).startsWith("on\n");
        // As on a standby: it is not a matter of defaults.
        assertThat(here.run("SHOW default_transaction_read_only")).startsWith("off\n");
        assertThat(here.session.reportedSettings()).containsEntry("in_hot_standby", "on");
        assertThat(there.session.reportedSettings()).containsEntry("in_hot_standby", "off");
        assertThat(here.run("SHOW in_hot_standby")).startsWith("on\n");
        assertThat(here.run("SELECT pg_is_in_recovery()")).startsWith("t\n");
        assertThat(here.run("SELECT current_setting('transaction_read_only')")).startsWith("on\n");
        assertThat(there.run("SHOW transaction_read_only")).startsWith("off\n");
        assertThat(there.run("SELECT pg_is_in_recovery()")).startsWith("f\n");
        assertThat(here.run("SELECT pg_is_wal_replay_paused(), pg_get_wal_replay_pause_state()"))
                .startsWith("f|not paused\n");
        assertThat(there.run("SELECT pg_is_wal_replay_paused()")).isEqualTo("55000: recovery is not in progress");
        String refused = "0A000: cannot set transaction read-write mode during recovery";
        assertThat(here.run("BEGIN READ WRITE")).isEqualTo(refused);
        here.run("ROLLBACK");
        here.run("BEGIN");
        assertThat(here.run("SET TRANSACTION READ WRITE")).isEqualTo(refused);
        here.run("ROLLBACK");
        here.run("BEGIN");
        assertThat(here.run("SET transaction_read_only = off")).isEqualTo(refused);
        here.run("ROLLBACK");
        assertThat(here.run("BEGIN READ ONLY")).isEqualTo("BEGIN");
        here.run("ROLLBACK");
        here.run("SET default_transaction_read_only = off");
        assertThat(here.run("DELETE FROM t")).isEqualTo("25006: cannot execute DELETE in a read-only transaction");
    }

    @Test
    void tablesComeAndGo() {
        assertThat(here.run("SELECT * FROM u")).startsWith("42P01");
        there.run("CREATE TABLE u (a int PRIMARY KEY, b int)");
        there.run("INSERT INTO u SELECT i, i % 10 FROM generate_series(1, 500) i");
        assertThat(here.run("SELECT * FROM u")).startsWith("42P01");
        reader.catchUp();
        assertThat(here.run("SELECT count(*) FROM u WHERE b = 3")).startsWith("50\n");
        there.run("CREATE INDEX u_b ON u (b)");
        reader.catchUp();
        assertThat(here.run("EXPLAIN SELECT * FROM u WHERE b = 3")).contains("u_b");
        assertThat(here.run("SELECT count(*) FROM u WHERE b = 3")).startsWith("50\n");
        there.run("ALTER TABLE u ADD COLUMN c int DEFAULT 7");
        reader.catchUp();
        assertThat(here.run("SELECT sum(c) FROM u")).startsWith("3500\n");
        there.run("ALTER TABLE u ALTER COLUMN b TYPE text");
        reader.catchUp();
        assertThat(here.run("SELECT count(*) FROM u WHERE b = '3'")).startsWith("50\n");
        there.run("TRUNCATE u");
        reader.catchUp();
        assertThat(here.run("SELECT count(*) FROM u")).startsWith("0\n");
        there.run("DROP TABLE u");
        reader.catchUp();
        assertThat(here.run("SELECT * FROM u")).startsWith("42P01");
    }

    @Test
    void aTransactionOfOneStateSeesTheTablesOfThatState() {
        here.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("one\n");
        there.run("ALTER TABLE t ALTER COLUMN a TYPE text");
        there.run("ALTER TABLE t RENAME COLUMN b TO c");
        there.run("CREATE TABLE u (a int)");
        reader.catchUp();
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("one\n");
        assertThat(here.run("SELECT * FROM u")).startsWith("42P01");
        here.run("ROLLBACK");
        assertThat(here.run("SELECT c FROM t WHERE a = '1'")).startsWith("one\n");
        here.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("2\n");
        there.run("DROP TABLE t");
        reader.catchUp();
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("2\n");
        assertThat(here.run("SELECT count(*) FROM pg_class WHERE relname = 't'"))
                .startsWith("1\n");
        here.run("COMMIT");
        assertThat(here.run("SELECT count(*) FROM pg_class WHERE relname = 't'"))
                .startsWith("0\n");
    }

    @Test
    void aViewWhoseRowsWerePurgedIsEnded() {
        here.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("one\n");
        there.run("UPDATE t SET b = 'uno' WHERE a = 1");
        // The writer knows nothing of this reader, and purges.
        writer.tidy();
        reader.catchUp();
        assertThat(here.run("SELECT b FROM t WHERE a = 1"))
                .startsWith("40001: canceling statement due to conflict with recovery / ");
        assertThat(here.run("SELECT 1")).startsWith("25P02");
        here.run("ROLLBACK");
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("uno\n");
    }

    @Test
    void sessionsGoOnAfterARestart() {
        here.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("one\n");
        there.run("UPDATE t SET b = 'uno' WHERE a = 1");
        there.run("CREATE TABLE u (a int)");
        reader.followed().restart();
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("40001: ");
        here.run("ROLLBACK");
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("uno\n");
        assertThat(here.run("SELECT count(*) FROM u")).startsWith("0\n");
        there.run("INSERT INTO u VALUES (1)");
        reader.catchUp();
        assertThat(here.run("SELECT count(*) FROM u")).startsWith("1\n");
    }

    @Test
    void rolesAndPasswordsAreRead() {
        assertThat(reader.service.passwordVerifier("postgres")).hasValue("none");
    }
}
