package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.sql.postgres.RegionFacts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements answer the same with hardly any memory as with plenty, and leave nothing behind. */
class SpillTest {
    private static final int ROWS = 4000;

    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Region region = new Region(
            2048,
            RegionFacts.NONE,
            64L << 20,
            store -> new FailingFileStore(
                    store,
                    () -> full.get() ? FileException.Kind.FULL : broken.get() ? FileException.Kind.FAILED : null));
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        assertThat(region.scratchFiles()).as("left on disk").isEmpty();
        assertThat(region.statementMemory().taken()).as("memory still taken").isZero();
        region.close();
    }

    private void makeTables() {
        client.run("CREATE TABLE rows (id int PRIMARY KEY, key int, skewed int, number numeric, real float8,"
                + " words text, list int[], wide text, document jsonb, span interval)");
        String answer = client.run("INSERT INTO rows SELECT i,"
                + " CASE WHEN i % 11 = 0 THEN NULL ELSE (i * 7919) % 1500 END,"
                + " CASE WHEN i % 10 < 9 THEN 7 ELSE i % 40 END,"
                + " ((i * 31) % 97)::numeric / 8, CASE WHEN i % 13 = 0 THEN NULL ELSE (i % 50) * 0.5 END,"
                + " md5((i % 700)::text), CASE WHEN i % 5 = 0 THEN NULL ELSE ARRAY[i % 3, NULL, i % 90] END,"
                + " CASE WHEN i % 400 = 0 THEN repeat(md5(i::text), 800) ELSE 'w' END,"
                + " ('{\"a\": ' || i % 20 || '}')::jsonb, (i % 60) * interval '1 hour'"
                + " FROM generate_series(1, " + ROWS + ") i");
        assertThat(answer).isEqualTo("INSERT 4000");
        client.run("CREATE TABLE one (key int, words text)");
        client.run("INSERT INTO one SELECT 7, md5(i::text) FROM generate_series(1, 900) i");
    }

    private String little(String query) {
        client.run("SET work_mem = '64kB'; SET hash_mem_multiplier = 1");
        return client.run(query);
    }

    private String ample(String query) {
        client.run("SET work_mem = '1GB'; SET hash_mem_multiplier = 2");
        return client.run(query);
    }

    private static List<String> sorted(String answer) {
        List<String> lines = new ArrayList<>(Arrays.asList(answer.split("\n", -1)));
        lines.sort(null);
        return lines;
    }

    /** Of rows that come in no order. */
    private void checkSame(String query) {
        List<String> expected = sorted(ample(query));
        assertThat(expected).as(query).hasSizeGreaterThan(1);
        checkEqual(query, expected, sorted(little(query)));
    }

    /** Shows the first lines that differ, for there are thousands. */
    private static void checkEqual(String query, List<String> expected, List<String> actual) {
        List<String> differing = new ArrayList<>();
        for (int i = 0; i < Math.max(expected.size(), actual.size()) && differing.size() < 5; i++) {
            String left = i < expected.size() ? expected.get(i) : "";
            String right = i < actual.size() ? actual.get(i) : "";
            if (!left.equals(right)) {
                differing.add(i + ": " + shown(left) + " but " + shown(right));
            }
        }
        assertThat(differing).as(query).isEmpty();
    }

    private static String shown(String line) {
        return line.substring(0, Math.min(100, line.length()));
    }

    /** Of rows that come in an order. */
    private void checkSameOrder(String query) {
        List<String> expected = ample(query).lines().toList();
        assertThat(expected).as(query).hasSizeGreaterThan(1);
        checkEqual(query, expected, little(query).lines().toList());
    }

    /** Of a query whose plan says that it went to disk. */
    private void checkSpills(String query, String pattern) {
        String plan = little("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + query);
        assertThat(plan).as(query).containsPattern(pattern);
        String ample = ample("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + query);
        assertThat(ample).as(query).doesNotContain("Disk");
    }

    @Test
    void sorts() {
        makeTables();
        checkSpills("SELECT * FROM rows ORDER BY words", "Sort Method: external merge  Disk: [0-9]+kB");
        checkSameOrder("SELECT id, words FROM rows ORDER BY words");
        checkSameOrder("SELECT * FROM rows ORDER BY key DESC NULLS FIRST, number");
        checkSameOrder("SELECT * FROM rows ORDER BY skewed");
        checkSameOrder("SELECT * FROM rows ORDER BY list, document, span");
        checkSameOrder("SELECT * FROM rows ORDER BY words LIMIT 7 OFFSET 3");
        checkSameOrder("SELECT id FROM rows ORDER BY skewed LIMIT 1000");
        checkSameOrder("SELECT id FROM rows ORDER BY skewed LIMIT 3000 OFFSET 10");
        String few = little("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT id FROM rows ORDER BY words LIMIT 5");
        assertThat(few).contains("top-N heapsort  Memory");
    }

    @Test
    void joins() {
        makeTables();
        checkSpills(
                "SELECT * FROM rows a JOIN rows b ON a.key = b.key",
                "Batches: ([2-9]|[0-9]{2,})  Memory Usage: [0-9]+kB");
        checkSame("SELECT a.id, b.id FROM rows a JOIN rows b ON a.key = b.key");
        checkSame("SELECT a.id, b.id FROM rows a LEFT JOIN rows b ON a.key = b.key AND b.id % 2 = 0");
        checkSame("SELECT a.id, b.id FROM rows a RIGHT JOIN rows b ON a.key = b.id");
        checkSame("SELECT a.id, b.id FROM rows a FULL JOIN rows b ON a.key = b.id AND a.id < b.id");
        checkSame("SELECT a.id, b.words FROM rows a JOIN one b ON a.skewed = b.key WHERE a.id < 300");
        checkSame(
                "SELECT a.id, b.words FROM rows a LEFT JOIN one b ON a.skewed = b.key AND b.words < '4' WHERE a.id < 400");
        checkSame("SELECT a.id, b.words FROM rows a LEFT JOIN one b ON a.skewed = b.key AND a.id % 7 = 0"
                + " WHERE a.id < 400");
        checkSame("SELECT count(*), sum(a.id) FROM (SELECT id FROM rows LIMIT 300) a, one b");
        checkSame(
                "SELECT a.id, b.words FROM rows a LEFT JOIN one b ON a.words < b.words AND a.id % 50 = 0 WHERE a.id < 300");
        checkSame("SELECT a.id, s.n FROM rows a, LATERAL (SELECT count(*) n FROM one WHERE one.words > a.words) s"
                + " WHERE a.id < 40");
        checkSame("SELECT a.words, b.words FROM rows a JOIN rows b USING (words) WHERE a.id < 900");
        checkSame("SELECT a.id FROM rows a JOIN rows b ON a.number = b.number AND a.span = b.span AND a.real = b.real");
    }

    @Test
    void groups() {
        makeTables();
        checkSpills(
                "SELECT words, key, count(*) FROM rows GROUP BY 1, 2",
                "Batches: ([2-9]|[0-9]{2,})  Memory Usage: [0-9]+kB  Disk Usage: [0-9]+kB");
        checkSame("SELECT words, key, count(*), sum(number), avg(real), max(wide), min(span) FROM rows GROUP BY 1, 2");
        checkSame(
                "SELECT key, count(*) FILTER (WHERE id % 2 = 0), sum(id) FILTER (WHERE id % 3 = 0) FROM rows GROUP BY 1");
        checkSame(
                "SELECT key, string_agg(words, ',' ORDER BY words DESC, id), array_agg(id ORDER BY real, id) FROM rows GROUP BY 1");
        checkSame(
                "SELECT key, count(DISTINCT words), sum(DISTINCT number), count(DISTINCT document) FROM rows GROUP BY 1");
        checkSame("SELECT skewed, count(DISTINCT words), array_agg(DISTINCT number) FROM rows GROUP BY skewed");
        checkSame("SELECT count(DISTINCT words), count(DISTINCT id), string_agg(DISTINCT words, '') FROM rows");
        checkSame(
                "SELECT skewed, percentile_cont(0.3) WITHIN GROUP (ORDER BY real),"
                        + " mode() WITHIN GROUP (ORDER BY words), rank('5') WITHIN GROUP (ORDER BY words) FROM rows GROUP BY 1");
        checkSame("SELECT key, percentile_disc(ARRAY[0.1, 0.9]) WITHIN GROUP (ORDER BY id),"
                + " dense_rank(7, 'b') WITHIN GROUP (ORDER BY real, words) FROM rows GROUP BY 1");
        checkSame("SELECT key, words, skewed, count(*), grouping(key, words, skewed), sum(id) FROM rows"
                + " GROUP BY CUBE (key, words), skewed");
        checkSame("SELECT count(*), sum(id), array_agg(id) FROM rows WHERE id % 3 = 0");
        checkSame("SELECT words, jsonb_agg(document), json_object_agg(id, number) FROM rows GROUP BY words");
        checkSame("SELECT key, list, count(*) FROM rows GROUP BY ROLLUP (key, list) HAVING count(*) > 1");
    }

    @Test
    void windows() {
        makeTables();
        checkSpills(
                "SELECT id, sum(id) OVER (ORDER BY words), rank() OVER (ORDER BY words) FROM rows ORDER BY words",
                "Sort Method: external merge  Disk: [0-9]+kB");
        checkSameOrder("SELECT id, row_number() OVER w, rank() OVER w, dense_rank() OVER w, percent_rank() OVER w,"
                + " cume_dist() OVER w, ntile(7) OVER w FROM rows WINDOW w AS (ORDER BY words)");
        checkSameOrder("SELECT id, lag(words, 300) OVER w, lead(words, 2000, 'none') OVER w, first_value(wide) OVER w,"
                + " last_value(id) OVER w, nth_value(id, 900) OVER w FROM rows"
                + " WINDOW w AS (PARTITION BY skewed ORDER BY words, id)");
        checkSameOrder(
                "SELECT id, sum(number) OVER (PARTITION BY skewed ORDER BY id ROWS BETWEEN 30 PRECEDING AND 20 FOLLOWING)"
                        + " FROM rows");
        checkSameOrder("SELECT id, count(*) OVER (ORDER BY real RANGE BETWEEN 2 PRECEDING AND 1 FOLLOWING) FROM rows");
        checkSameOrder(
                "SELECT id, sum(id) OVER (ORDER BY words GROUPS BETWEEN 3 PRECEDING AND 2 FOLLOWING),"
                        + " first_value(id) OVER (ORDER BY words GROUPS BETWEEN 2 FOLLOWING AND 4 FOLLOWING EXCLUDE TIES) FROM rows");
        checkSameOrder("SELECT id, count(*) OVER (), last_value(wide) OVER () FROM rows");
    }

    @Test
    void distinctRowsAndSets() {
        makeTables();
        checkSpills(
                "SELECT DISTINCT words, key FROM rows",
                "Batches: ([2-9]|[0-9]{2,})  Memory Usage: [0-9]+kB  Disk Usage");
        checkSame("SELECT DISTINCT words, key FROM rows");
        checkSame("SELECT DISTINCT list, document, span, number FROM rows");
        checkSameOrder("SELECT DISTINCT ON (words, key) words, key, id FROM rows ORDER BY words, key, id DESC");
        checkSameOrder("SELECT DISTINCT ON (words, key) words, id FROM rows ORDER BY words");
        checkSameOrder(
                "SELECT DISTINCT ON (key, words) words, key, number FROM rows ORDER BY words DESC, key, number, id");
        checkSame("SELECT words, key FROM rows UNION SELECT words, id FROM rows");
        checkSame("SELECT words, key FROM rows UNION ALL SELECT words, id FROM rows");
        checkSame("SELECT key FROM rows INTERSECT SELECT id FROM rows");
        checkSame("SELECT key, skewed FROM rows INTERSECT ALL SELECT key, 7 FROM rows WHERE id < 3000");
        checkSame("SELECT id FROM rows EXCEPT SELECT key FROM rows");
        checkSame("SELECT words FROM rows EXCEPT ALL SELECT words FROM rows WHERE id % 3 = 0");
        checkSame("SELECT words, key FROM rows EXCEPT SELECT words, id FROM rows");
    }

    @Test
    void keptRows() {
        makeTables();
        checkSame(
                "WITH a AS MATERIALIZED (SELECT * FROM rows) SELECT x.id, y.wide FROM a x JOIN a y ON x.id = y.id + 1");
        checkSame(
                "WITH RECURSIVE r(n, w) AS (SELECT 1, repeat('x', 50) UNION ALL SELECT n + 1, w FROM r WHERE n < 5000)"
                        + " SELECT count(*), sum(n) FROM r");
        checkSame("WITH RECURSIVE r(a, d) AS (SELECT id, 0 FROM rows UNION ALL SELECT a + 1, d + 1 FROM r WHERE d < 3)"
                + " SELECT count(*), sum(a) FROM r");
        checkSame(
                "WITH RECURSIVE r(a) AS (SELECT key FROM rows UNION SELECT (a * 3 + 1) % 6000 FROM r) SELECT count(*), sum(a) FROM r");
        checkSame("SELECT id FROM rows WHERE id IN (SELECT key FROM rows) AND id > (SELECT avg(key) FROM rows)");
        client.run("SET work_mem = '64kB'");
        client.run("BEGIN");
        String changed = client.run("WITH u AS (UPDATE rows SET number = number + 1 RETURNING id, wide)"
                + " SELECT count(*), max(length(wide)), sum(id) FROM u");
        assertThat(changed).isEqualTo("4000|25600|8002000\nSELECT 1");
        assertThat(client.run("UPDATE rows r SET words = o.words FROM rows o WHERE o.id = r.key + 1"))
                .isEqualTo("UPDATE 3637");
        client.run("ROLLBACK");
    }

    @Test
    void cursors() {
        makeTables();
        client.run("SET work_mem = '64kB'");
        client.run("BEGIN; DECLARE c SCROLL CURSOR FOR SELECT id, wide FROM rows ORDER BY id");
        assertThat(client.run("MOVE FORWARD ALL IN c")).isEqualTo("MOVE 4000");
        assertThat(region.scratchFiles()).hasSize(1);
        assertThat(client.run("FETCH ABSOLUTE 400 FROM c")).startsWith("400|18d8042386b79e2c279fd162df0205c8");
        assertThat(client.run("FETCH ABSOLUTE 3999 FROM c")).startsWith("3999|w");
        assertThat(client.run("FETCH BACKWARD 2 FROM c")).startsWith("3998|w\n3997|w");
        client.run("CLOSE c");
        assertThat(region.scratchFiles()).isEmpty();
        client.run("COMMIT");
    }

    @Test
    void randomPlans() {
        makeTables();
        long seed = 20260;
        Random random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            String query = new RandomQuery(random).text();
            checkEqual(query, sorted(ample(query)), sorted(little(query)));
        }
    }

    @Test
    void cancellationLeavesNothing() {
        makeTables();
        client.run("SET work_mem = '64kB'; SET statement_timeout = '150ms'");
        String answer =
                client.run("SELECT count(*) FROM (SELECT a.words, b.words FROM rows a, rows b ORDER BY 1, 2) s");
        assertThat(answer).isEqualTo("57014: canceling statement due to statement timeout");
        answer = client.run("SELECT a.id, b.id, count(*) FROM rows a, rows b GROUP BY 1, 2");
        assertThat(answer).isEqualTo("57014: canceling statement due to statement timeout");
    }

    @Test
    void aFullDiskEndsTheStatementOnly() {
        makeTables();
        client.run("SET work_mem = '64kB'");
        full.set(true);
        String answer = client.run("SELECT * FROM rows ORDER BY words");
        assertThat(answer).matches("53100: could not .* temporary file \".*\": No space left on device");
        assertThat(client.run("SELECT count(*) FROM rows")).isEqualTo("4000\nSELECT 1");
        full.set(false);
        broken.set(true);
        answer = client.run("SELECT DISTINCT words, key FROM rows");
        assertThat(answer).matches("(?s).*58030: could not .* temporary file \".*\": Input/output error");
        broken.set(false);
        assertThat(client.run("SELECT count(*) FROM (SELECT DISTINCT id, words, key FROM rows) s"))
                .isEqualTo("4000\nSELECT 1");
    }

    @Test
    void limitOfScratchSpace() {
        makeTables();
        client.run("SET work_mem = '64kB'; SET temp_file_limit = '100kB'");
        assertThat(client.run("SELECT * FROM rows ORDER BY words"))
                .isEqualTo("53400: temporary file size exceeds temp_file_limit (100kB)");
        client.run("SET temp_file_limit = -1");
        assertThat(client.run("SELECT * FROM rows ORDER BY words")).endsWith("SELECT 4000");
    }

    @Test
    void whatCannotGoToDiskIsRefused() {
        makeTables();
        String answer =
                client.run("SELECT length(string_agg(repeat(words, 100), '')) FROM rows, generate_series(1, 20)");
        assertThat(answer).startsWith("53200: out of memory");
        answer = client.run("SELECT array_length(array_agg(a.words || b.id), 1) FROM rows a, rows b");
        assertThat(answer).startsWith("53200: out of memory");
        assertThat(client.run("SELECT length(string_agg(repeat(words, 100), '')) FROM rows"))
                .isEqualTo("12800000\nSELECT 1");
    }
}
