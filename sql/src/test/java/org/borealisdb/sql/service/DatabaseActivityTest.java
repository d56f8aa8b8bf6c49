package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What pg_stat_database counts. */
class DatabaseActivityTest {
    private final Region region = new Region(2048);
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        region.close();
    }

    private long count(String column) {
        client.session.idleTimeoutNanos();
        String answer = client.run("SELECT " + column + " FROM pg_stat_database WHERE datname = current_database()");
        return Long.parseLong(answer.split("\n", 2)[0]);
    }

    @Test
    void countsRows() {
        client.run("CREATE TABLE t (a int PRIMARY KEY, b int)");
        client.run("INSERT INTO t SELECT i, i FROM generate_series(1, 100) i");
        client.run("UPDATE t SET b = 0 WHERE a <= 10");
        client.run("DELETE FROM t WHERE a > 95");
        client.session.idleTimeoutNanos();
        assertThat(client.run("SELECT tup_inserted, tup_updated, tup_deleted FROM pg_stat_database"
                        + " WHERE datname = current_database()"))
                .isEqualTo("100|10|5\nSELECT 1");
        long scanned = count("tup_returned");
        long fetched = count("tup_fetched");
        client.run("SELECT count(*) FROM t WHERE b = 0");
        assertThat(count("tup_returned")).isEqualTo(scanned + 95);
        assertThat(count("tup_fetched")).isEqualTo(fetched);
    }

    @Test
    void countsTransactionsAndPages() {
        client.run("CREATE TABLE t (a int)");
        long commits = count("xact_commit");
        long rollbacks = count("xact_rollback");
        long pages = count("blks_hit + blks_read");
        client.run("BEGIN");
        client.run("INSERT INTO t VALUES (1)");
        client.run("ROLLBACK");
        client.run("SELECT * FROM t");
        client.run("SELECT 1 / 0");
        assertThat(count("xact_rollback")).isEqualTo(rollbacks + 2);
        // Questions about it are transactions, too.
        assertThat(count("xact_commit")).isEqualTo(commits + 5);
        assertThat(count("blks_hit + blks_read")).isGreaterThan(pages);
    }

    @Test
    void beginsAnew() {
        client.run("CREATE TABLE t (a int)");
        client.run("INSERT INTO t VALUES (1)");
        client.session.idleTimeoutNanos();
        client.run("SELECT pg_stat_reset()");
        assertThat(client.run("SELECT tup_inserted, stats_reset IS NOT NULL FROM pg_stat_database"
                        + " WHERE datname = current_database()"))
                .isEqualTo("0|t\nSELECT 1");
    }
}
