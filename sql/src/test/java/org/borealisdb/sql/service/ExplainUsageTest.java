package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What EXPLAIN says of pages and of the log. */
class ExplainUsageTest {
    private static final String MEASURED = "EXPLAIN (ANALYZE, BUFFERS, WAL, COSTS OFF, TIMING OFF, SUMMARY OFF) ";

    private final Region region = new Region(2048);
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void countsPagesOfEachNode() {
        client.run("CREATE TABLE t (a int PRIMARY KEY, b text)");
        client.run("INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(1, 1000) i");
        assertThat(client.run(MEASURED + "SELECT count(*) FROM t WHERE b = 'y'")
                        .lines()
                        .limit(6))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Aggregate (actual rows=1 loops=1)"),
                        line -> assertThat(line).matches("  Buffers: shared hit=[1-9][0-9]+"),
                        line -> assertThat(line).isEqualTo("  ->  Seq Scan on t (actual rows=0 loops=1)"),
                        line -> assertThat(line).isEqualTo("        Filter: (b = 'y'::text)"),
                        line -> assertThat(line).isEqualTo("        Rows Removed by Filter: 1000"),
                        line -> assertThat(line).matches("        Buffers: shared hit=[1-9][0-9]+"));
    }

    @Test
    void countsTheLogOfAChange() {
        client.run("CREATE TABLE t (a int PRIMARY KEY)");
        assertThat(client.run(MEASURED + "INSERT INTO t VALUES (1), (2)")
                        .lines()
                        .limit(3))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Insert on t (actual rows=0 loops=1)"),
                        line -> assertThat(line).matches("  Buffers: shared hit=[1-9][0-9]*"),
                        line -> assertThat(line).matches("  WAL: records=[1-9][0-9]* bytes=[1-9][0-9]*"));
    }

    @Test
    void saysNothingWhereNothingWasUsed() {
        assertThat(client.run(MEASURED + "SELECT 1")).isEqualTo("Result (actual rows=1 loops=1)\nEXPLAIN");
    }
}
