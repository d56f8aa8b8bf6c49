package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ANALYZE of tables that are larger than its sample, and who sees what it found. What it computes is compared with PostgreSQL's elsewhere. */
class AnalyzeTest {
    private final Region region = new Region(2048);
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        region.close();
    }

    private double number(String query) {
        return Double.parseDouble(client.run(query).split("\n", 2)[0]);
    }

    @Test
    void samplesLargeTables() {
        client.run("CREATE TABLE t (id int PRIMARY KEY, few int, many int, skewed int, word text)");
        client.run("INSERT INTO t SELECT i, i % 40, i / 3, CASE WHEN i % 2 = 0 THEN 5 ELSE i END,"
                + " CASE WHEN i % 4 = 0 THEN NULL ELSE 'w' || i % 1000 END FROM generate_series(1, 45000) i");
        client.run("ANALYZE t");
        assertThat(client.run("SELECT reltuples, relpages > 50 FROM pg_class WHERE relname = 't'"))
                .isEqualTo("45000|t\nSELECT 1");
        assertThat(number("SELECT n_distinct FROM pg_stats WHERE attname = 'id'"))
                .isEqualTo(-1);
        assertThat(number("SELECT n_distinct FROM pg_stats WHERE attname = 'few'"))
                .isEqualTo(40);
        assertThat(number("SELECT n_distinct FROM pg_stats WHERE attname = 'many'"))
                .isBetween(-0.37, -0.30);
        assertThat(number("SELECT null_frac FROM pg_stats WHERE attname = 'word'"))
                .isBetween(0.23, 0.27);
        assertThat(number("SELECT most_common_freqs[1] FROM pg_stats WHERE attname = 'skewed'"))
                .isBetween(0.48, 0.52);
        assertThat(client.run("SELECT most_common_vals FROM pg_stats WHERE attname = 'skewed'"))
                .isEqualTo("{5}\nSELECT 1");
        assertThat(number(
                        "SELECT array_length(histogram_bounds, 1) FROM (SELECT histogram_bounds::text::int[] FROM pg_stats"
                                + " WHERE attname = 'id') s"))
                .isEqualTo(101);
        assertThat(number("SELECT correlation FROM pg_stats WHERE attname = 'id'"))
                .isEqualTo(1);
    }

    @Test
    void readersSeeThem() {
        client.run("CREATE TABLE t (a int)");
        client.run("INSERT INTO t SELECT i % 4 FROM generate_series(1, 100) i");
        client.run("ANALYZE");
        try (Region reader = region.reader()) {
            Region.Client other = reader.connect();
            assertThat(other.run(
                            "SELECT most_common_vals, reltuples FROM pg_stats, pg_class WHERE relname = tablename"))
                    .isEqualTo("{0,1,2,3}|100\nSELECT 1");
            assertThat(other.run("ANALYZE t")).startsWith("25006: ");
        }
    }

    @Test
    void rollingBackForgetsThem() {
        client.run("CREATE TABLE t (a int)");
        client.run("INSERT INTO t VALUES (1), (2)");
        client.run("BEGIN; ANALYZE t; ROLLBACK");
        assertThat(client.run("SELECT count(*) FROM pg_stats")).isEqualTo("0\nSELECT 1");
        client.run("VACUUM ANALYZE t");
        assertThat(client.run("SELECT count(*) FROM pg_stats")).isEqualTo("1\nSELECT 1");
        client.run("VACUUM (ANALYZE off) t");
        client.run("DROP TABLE t");
        assertThat(client.run("SELECT count(*) FROM pg_statistic")).isEqualTo("0\nSELECT 1");
    }
}
