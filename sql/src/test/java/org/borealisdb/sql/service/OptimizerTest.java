package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever way the optimizer goes, the rows are the same; and where it has to choose, it chooses well. */
class OptimizerTest {
    private static final List<String> WAYS = List.of(
            "",
            "SET enable_hashjoin = off",
            "SET enable_nestloop = off",
            "SET enable_hashjoin = off; SET enable_indexscan = off",
            "SET enable_indexscan = off",
            "SET enable_seqscan = off",
            "SET enable_sort = off",
            "SET enable_mergejoin = off",
            "SET enable_indexonlyscan = off",
            "SET enable_memoize = off",
            "SET enable_hashjoin = off; SET enable_mergejoin = off",
            "SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_memoize = off",
            "SET enable_hashjoin = off; SET enable_nestloop = off",
            "SET enable_hashjoin = off; SET enable_nestloop = off; SET enable_indexscan = off; SET work_mem = '64kB'",
            "SET join_collapse_limit = 1",
            "SET enable_nestloop = off; SET work_mem = '64kB'; SET hash_mem_multiplier = 1");
    private static final int QUERIES = 60;

    private final Region region = new Region();
    private final Region.Client client = region.connect();

    @BeforeEach
    void makeTables() {
        client.run("CREATE TABLE a (id int PRIMARY KEY, x int, y int, t text)");
        client.run("CREATE TABLE b (id int PRIMARY KEY, a_id int, x int, t text)");
        client.run("CREATE TABLE c (k int, x int NOT NULL, t text)");
        client.run("INSERT INTO a SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE i % 10 END, i % 23, 't' || i % 5"
                + " FROM generate_series(1, 200) i");
        client.run("INSERT INTO b SELECT i, CASE WHEN i % 9 = 0 THEN NULL ELSE i % 120 END, i % 13, 't' || i % 8"
                + " FROM generate_series(1, 300) i");
        client.run("INSERT INTO c SELECT CASE WHEN i % 4 = 0 THEN NULL ELSE i % 30 END, i % 11, NULL"
                + " FROM generate_series(1, 60) i");
        client.run("CREATE INDEX ON b (a_id, x); CREATE INDEX ON a (x, id DESC); CREATE INDEX ON c (k)");
        client.run("ANALYZE");
        // So that entries of indexes tell what they can.
        region.tidy();
    }

    @AfterEach
    void close() {
        region.close();
    }

    private static List<String> sorted(String answer) {
        List<String> lines = new ArrayList<>(Arrays.asList(answer.split("\n", -1)));
        lines.sort(null);
        return lines;
    }

    private static List<String> firstColumn(String answer) {
        return Arrays.stream(answer.split("\n", -1))
                .map(line -> line.split("\\|", -1)[0])
                .toList();
    }

    private void checkAllWays(String query) {
        client.run("RESET ALL");
        String inOrder = client.run(query);
        List<String> expected = sorted(inOrder);
        for (String way : WAYS) {
            client.run("RESET ALL" + (way.isEmpty() ? "" : "; " + way));
            String answer = client.run(query);
            assertThat(sorted(answer)).as("%s; %s", way, query).isEqualTo(expected);
            if (query.endsWith("ORDER BY 1")) {
                assertThat(firstColumn(answer)).as("%s; %s", way, query).isEqualTo(firstColumn(inOrder));
            }
        }
        client.run("RESET ALL");
    }

    @Test
    void allWaysGiveTheSameRows() {
        long seed = 64;
        System.out.println("seed " + seed);
        RandomJoin random = new RandomJoin(new Random(seed));
        for (int i = 0; i < QUERIES; i++) {
            checkAllWays(random.query());
        }
    }

    private String plan(String query) {
        return client.run("EXPLAIN (COSTS OFF) " + query);
    }

    @Test
    void subqueriesBecomeJoins() {
        assertThat(plan("SELECT * FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.x = a.y)"))
                .contains("Semi Join");
        assertThat(plan("SELECT * FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.x = a.y)"))
                .contains("Anti Join");
        assertThat(plan("SELECT * FROM a WHERE y IN (SELECT x FROM c)")).contains("Semi Join");
        assertThat(plan("SELECT * FROM a WHERE y NOT IN (SELECT k FROM c)")).contains("Not In Join");
        assertThat(plan("SELECT * FROM a WHERE y IN (SELECT id FROM b)")).doesNotContain("Semi Join");
    }

    @Test
    void notInWithNullsHoldsForNothing() {
        assertThat(client.run("SELECT count(*) FROM a WHERE y NOT IN (SELECT k FROM c)"))
                .contains("0");
        assertThat(client.run("SELECT count(*) FROM a WHERE x NOT IN (SELECT k FROM c WHERE false)"))
                .contains("200");
        assertThat(client.run("SELECT count(*) FROM a WHERE x NOT IN (SELECT x FROM c WHERE x > 100)"))
                .contains("200");
    }

    @Test
    void outerJoinsWhoseRowsNoConditionLetsThroughAreInner() {
        assertThat(plan("SELECT * FROM a LEFT JOIN b ON a.id = b.a_id WHERE b.x = 3"))
                .doesNotContain("Left", "Right");
        assertThat(plan("SELECT * FROM a LEFT JOIN b ON a.id = b.a_id WHERE b.x IS NULL"))
                .containsAnyOf("Left", "Right");
    }

    @Test
    void indexesKeepOrder() {
        assertThat(plan("SELECT * FROM b ORDER BY id LIMIT 3"))
                .doesNotContain("Sort")
                .contains("b_pkey");
        assertThat(plan("SELECT * FROM b ORDER BY id DESC LIMIT 3")).contains("Index Scan Backward using b_pkey");
        assertThat(plan("SELECT * FROM a WHERE x = 3 ORDER BY id DESC LIMIT 3")).doesNotContain("Sort");
        assertThat(client.run("SELECT id FROM b ORDER BY id DESC LIMIT 2"))
                .contains("300")
                .contains("299");
        assertThat(plan("SELECT * FROM b ORDER BY t LIMIT 3")).contains("Sort");
    }

    @Test
    void entriesOfIndexesAreEnoughWhereTheyHoldAllThatIsWanted() {
        assertThat(plan("SELECT x, id FROM a WHERE x = 3")).contains("Index Only Scan using a_x_id_idx");
        assertThat(plan("SELECT a_id FROM b WHERE a_id = 3 AND id > 7"))
                .as("the primary key stands in entries of other indexes")
                .contains("Index Only Scan using b_a_id_x_idx");
        assertThat(plan("SELECT t FROM a WHERE x = 3")).contains("Index Scan using a_x_id_idx");
        assertThat(plan("SELECT x FROM a WHERE x = 3 AND t = 'x'")).contains("Index Scan using a_x_id_idx");
        assertThat(plan("SELECT a.id FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.a_id = a.id)"))
                .contains("Index Only Scan using b_a_id_x_idx");
        assertThat(client.run("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT x FROM a WHERE x = 3"))
                .contains("Heap Fetches: ");
        assertThat(plan("SELECT x FROM a WHERE x = 3 FOR UPDATE")).doesNotContain("Only");
    }

    @Test
    void mergesUseAndKeepOrders() {
        client.run("SET enable_hashjoin = off; SET enable_nestloop = off");
        assertThat(plan("SELECT a.t, b.t FROM a JOIN b ON a.id = b.id ORDER BY b.id"))
                .contains("Merge Join", "Merge Cond: (", "a_pkey", "b_pkey")
                .doesNotContain("Sort");
        assertThat(plan("SELECT a.y, count(*) FROM a JOIN b ON a.y = b.x GROUP BY a.y"))
                .contains("GroupAggregate", "Sort Key: a.y");
        assertThat(plan("SELECT * FROM a LEFT JOIN b ON a.y = b.x")).contains("Merge Left Join");
        assertThat(plan("SELECT * FROM a FULL JOIN b ON a.y = b.x")).contains("Merge Full Join");
        assertThat(plan("SELECT * FROM a WHERE NOT EXISTS (SELECT 1 FROM c WHERE c.k = a.y)"))
                .contains("Merge Anti Join");
    }

    @Test
    void extremesAreFoundByIndex() {
        assertThat(plan("SELECT max(id) FROM b")).contains("Limit", "Index Scan Backward using b_pkey");
        assertThat(plan("SELECT min(id) FROM a WHERE x = 3")).contains("Limit", "a_x_id_idx");
        assertThat(plan("SELECT max(y) FROM a")).doesNotContain("Limit");
        assertThat(plan("SELECT max(id), min(id) FROM a")).doesNotContain("Limit");
        client.run("CREATE TABLE n (id int, v int); CREATE INDEX ON n (v);"
                + "INSERT INTO n SELECT i, CASE WHEN i < 5 THEN i END FROM generate_series(1, 5000) i; ANALYZE n");
        assertThat(plan("SELECT min(v) FROM n")).contains("Limit");
        assertThat(client.run("SELECT max(v) FROM n")).startsWith("4");
    }

    @Test
    void tablesAreCalledWhatTheStatementCallsThem() {
        assertThat(plan("SELECT * FROM a q WHERE q.y = 3 * 2"))
                .contains("Seq Scan on a q")
                .contains("Filter: (y = 6)");
        assertThat(plan("SELECT * FROM a WHERE EXISTS (SELECT 1 FROM a WHERE y = 3)"))
                .contains("on a");
        assertThat(plan("SELECT a.id FROM a JOIN (SELECT * FROM a LIMIT 5) s ON s.y = a.y"))
                .contains("Seq Scan on a a_1");
        assertThat(plan("SELECT n.t FROM a n JOIN b ON b.id = n.y WHERE n.id = 5"))
                .as("what is read of the row beside which an index is looked into")
                .contains("(id = n.y)");
    }

    @Test
    void fullJoinsAreDoneByHash() {
        assertThat(plan("SELECT * FROM a FULL JOIN b ON a.y = b.x AND a.id < b.id"))
                .contains("Hash Full Join", "Hash Cond: (a.y = b.x)", "Join Filter: (a.id < b.id)");
        assertThat(plan("SELECT * FROM a FULL JOIN b ON a.y < b.x")).contains("Nested Loop Full Join");
    }

    @Test
    void equalValuesAreLookedForInAllTables() {
        assertThat(plan("SELECT * FROM a JOIN b ON a.id = b.a_id WHERE a.id = 5"))
                .contains("a_pkey")
                .contains("b_a_id_x_idx");
    }

    @Test
    void conditionsGoIntoGroupsAndUnions() {
        assertThat(plan("SELECT * FROM (SELECT id, count(*) FROM b GROUP BY id) s WHERE id = 5"))
                .contains("b_pkey");
        assertThat(plan("SELECT * FROM (SELECT id FROM a UNION ALL SELECT id FROM b) s WHERE id = 5"))
                .contains("a_pkey")
                .contains("b_pkey");
    }

    @Test
    void whatNeverHoldsReadsNothing() {
        assertThat(plan("SELECT * FROM a WHERE 1 = 2")).doesNotContain("Scan on a");
        assertThat(client.run("SELECT count(*) FROM a WHERE 1 = 2")).contains("0");
    }
}
