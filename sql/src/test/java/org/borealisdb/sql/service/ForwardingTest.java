package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.forward.ForwardRequest;
import org.borealisdb.sql.session.ColumnFormats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions of a reader that forward what they write: results, transactions, and what is seen. */
class ForwardingTest {
    private static final String MODE = "SET apg_write_forward.consistency_mode = ";

    private final List<ForwardRequest> asked = Collections.synchronizedList(new ArrayList<>());
    private final Region writer = new Region();
    private final Region.Client there = writer.connect();
    private Region reader = writer.forwardingReader(10, asked::add);
    private Region.Client here = reader.connect();

    @BeforeEach
    void fill() {
        there.run("CREATE TABLE t (a int PRIMARY KEY, b text)");
        there.run("INSERT INTO t VALUES (1, 'one'), (2, 'two')");
        there.run("CREATE SEQUENCE s");
        reader.catchUp();
        here.run(MODE + "'SESSION'");
    }

    @AfterEach
    void close() {
        here.session.close();
        reader.close();
        writer.close();
    }

    private long count(Class<? extends ForwardRequest> kind) {
        return List.copyOf(asked).stream().filter(kind::isInstance).count();
    }

    @Test
    void nothingIsForwardedUnlessItIsAskedFor() {
        Region.Client plain = reader.connect();
        assertThat(plain.run("SHOW apg_write_forward.consistency_mode")).startsWith("off\n");
        assertThat(plain.run("INSERT INTO t VALUES (9, '')"))
                .isEqualTo("25006: cannot execute INSERT in a read-only transaction");
        assertThat(plain.run("SELECT * FROM t FOR UPDATE")).startsWith("25006: ");
        assertThat(plain.run("SHOW transaction_read_only")).startsWith("on\n");
        here.run("INSERT INTO t VALUES (3, 'three')");
        here.run(MODE + "off");
        assertThat(here.run("DELETE FROM t")).isEqualTo("25006: cannot execute DELETE in a read-only transaction");
        assertThat(there.run("SELECT count(*) FROM t")).startsWith("3\n");
        plain.session.close();
    }

    @Test
    void aStatementRunsAsTheRoleThatTheSessionHasHere() {
        there.run("CREATE ROLE u");
        there.run("CREATE ROLE v");
        there.run("GRANT SELECT, INSERT ON t TO u");
        reader.catchUp();
        assertThat(here.run("INSERT INTO t VALUES (3, 'three')")).isEqualTo("INSERT 1");
        here.run("SET ROLE u");
        assertThat(here.run("INSERT INTO t VALUES (4, 'four')")).isEqualTo("INSERT 1");
        assertThat(here.run("DELETE FROM t")).isEqualTo("42501: permission denied for table t");
        here.run("SET SESSION AUTHORIZATION v");
        assertThat(here.run("INSERT INTO t VALUES (5, 'five')")).isEqualTo("42501: permission denied for table t");
        assertThat(here.run("SELECT * FROM t")).isEqualTo("42501: permission denied for table t");
        here.run("RESET SESSION AUTHORIZATION");
        assertThat(here.run("DELETE FROM t WHERE a > 2")).isEqualTo("DELETE 2");
    }

    @Test
    void changesComeBackWithTheirResults() {
        assertThat(here.run("INSERT INTO t VALUES (3, 'three'), (4, 'four')")).isEqualTo("INSERT 2");
        assertThat(here.run("UPDATE t SET b = b || '!' WHERE a > 2 RETURNING a, b, a * 1.50 AS c"))
                .isEqualTo("3|three!|4.50\n4|four!|6.00\nUPDATE 2");
        assertThat(here.run("DELETE FROM t WHERE a = 4")).isEqualTo("DELETE 1");
        assertThat(here.run("DELETE FROM t WHERE a = 4 RETURNING a")).isEqualTo("DELETE 0");
        assertThat(here.run("SELECT a FROM t WHERE b = 'one' FOR UPDATE")).isEqualTo("1\nSELECT 1");
        assertThat(here.run("SELECT a FROM t ORDER BY a FOR NO KEY UPDATE")).isEqualTo("1\n2\n3\nSELECT 3");
        assertThat(here.run("SELECT a FROM t ORDER BY a FOR KEY SHARE")).isEqualTo("1\n2\n3\nSELECT 3");
        assertThat(here.run("INSERT INTO t SELECT a + 10, b FROM t WHERE a < 3 ON CONFLICT DO NOTHING"))
                .isEqualTo("INSERT 2");
        assertThat(here.run("EXPLAIN (COSTS off) DELETE FROM t WHERE a = 1")).contains("Delete on t");
        assertThat(here.run("EXPLAIN ANALYZE DELETE FROM t WHERE a = 1")).contains("Execution Time");
        assertThat(there.run("SELECT a, b FROM t ORDER BY a")).isEqualTo("2|two\n3|three!\n11|one\n12|two\nSELECT 4");
    }

    @Test
    void valuesOfAllTypesComeBackAsTheyAre() {
        there.run("CREATE TABLE v (a bool, b int2, c int8, d float4, e float8, f numeric(20, 5), g text, h varchar(9),"
                + " i char(4), j bytea, k date, l time, m timestamp, n timestamptz, o interval, p int[], q text[],"
                + " r name, s oid, u regclass)");
        reader.catchUp();
        String row =
                "true, -7, 9007199254740993, 1.25, 'NaN', -12345.67890, 'ä€𝄞', 'v', 'ch', '\\x00ff', '2024-02-29',"
                        + " '23:59:59.999999', '0044-03-15 12:00 BC', 'infinity', '1 mon -3 days 04:05', '{1,NULL,{3}}'::text::text,"
                        + " '{\"a,b\",NULL,\"\"}', 'n', 4000000000, 't'";
        String insert = "INSERT INTO v VALUES (" + row.replace("'{1,NULL,{3}}'::text::text", "'[0:1]={1,NULL}'")
                + ") RETURNING *";
        String forwarded = here.run(insert);
        assertThat(forwarded).endsWith("INSERT 1").contains("ä€𝄞", "infinity", "[0:1]={1,NULL}");
        assertThat(forwarded).isEqualTo(there.run(insert));
        assertThat(here.run("INSERT INTO v VALUES (NULL) RETURNING *"))
                .isEqualTo(String.join("|", Collections.nCopies(20, "NULL")) + "\nINSERT 1");
    }

    @Test
    void manyRowsComeBackInParts() {
        here.run("INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(10, 20009) i");
        String answer = here.run("UPDATE t SET b = b WHERE a >= 10 RETURNING a, b");
        assertThat(answer.lines().count()).isEqualTo(20_001);
        assertThat(answer).startsWith("10|xxx").endsWith("UPDATE 20000");
        assertThat(count(ForwardRequest.Next.class)).isGreaterThan(30);
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThat(here.run("UPDATE t SET b = repeat('x', 13000000) WHERE a = 1 RETURNING b"))
                .startsWith("54000: row is too long for a forwarded statement");
        assertThat(here.run("UPDATE t SET b = '" + "y".repeat(4_000_000) + "' WHERE a = 1"))
                .startsWith("54000: statement is too long to be forwarded");
        assertThat(there.run("SELECT b FROM t WHERE a = 1")).startsWith("one\n");
        assertThat(here.run("UPDATE t SET b = repeat('x', 5000000) WHERE a = 1 RETURNING length(b), b"))
                .startsWith("5000000|xxx");
    }

    @Test
    void aSessionSeesWhatItWrote() {
        there.run("CREATE TABLE n (v int)");
        there.run("INSERT INTO n VALUES (0)");
        reader.catchUp();
        for (int i = 1; i <= 300; i++) {
            assertThat(here.run("UPDATE n SET v = v + 1")).isEqualTo("UPDATE 1");
            assertThat(here.run("SELECT v FROM n")).isEqualTo(i + "\nSELECT 1");
        }
        assertThat(reader.link().waits()).isGreaterThanOrEqualTo(300);
        assertThat(count(ForwardRequest.Durable.class)).isZero();
        there.run("UPDATE n SET v = -1");
        assertThat(here.run("SELECT v FROM n")).as("others are not waited for").startsWith("300\n");
    }

    @Test
    void eventuallyItIsSeen() {
        here.run(MODE + "eventual");
        here.run("UPDATE t SET b = 'changed' WHERE a = 1");
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("one\n");
        assertThat(reader.link().waits()).isZero();
        reader.catchUp();
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("changed\n");
        here.run("UPDATE t SET b = 'again' WHERE a = 1");
        here.run(MODE + "session");
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("again\n");
    }

    @Test
    void globallyEverythingIsSeenThatWasCommitted() {
        here.run(MODE + "global");
        there.run("UPDATE t SET b = 'theirs' WHERE a = 1");
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("theirs\n");
        there.run("CREATE TABLE u (a int)");
        there.run("INSERT INTO u VALUES (7)");
        assertThat(here.run("SELECT * FROM u")).startsWith("7\n");
        for (int i = 0; i < 100; i++) {
            there.run("UPDATE u SET a = " + i);
            assertThat(here.run("SELECT a FROM u")).startsWith(i + "\n");
        }
    }

    @Test
    void aWaitForLogIsBounded() {
        reader.link().applies(false);
        here.run("SET apg_write_forward.connect_timeout = 1");
        here.run("UPDATE t SET b = 'mine' WHERE a = 1");
        assertThat(here.run("SELECT b FROM t"))
                .startsWith("57014: canceling statement because this reader has not applied what it is to show");
        here.run("SET apg_write_forward.connect_timeout = 0");
        here.run("SET statement_timeout = 300");
        assertThat(here.run("SELECT b FROM t")).isEqualTo("57014: canceling statement due to statement timeout");
        reader.link().applies(true);
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("mine\n");
    }

    @Test
    void aTransactionIsOneOfTheWriters() {
        assertThat(here.run("BEGIN")).isEqualTo("BEGIN");
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("2\n");
        assertThat(count(ForwardRequest.Run.class)).isZero();
        here.run("INSERT INTO t VALUES (3, 'three')");
        assertThat(here.run("SELECT count(*) FROM t")).as("its own").startsWith("3\n");
        assertThat(here.run("SELECT pg_is_in_recovery()")).as("of no table").startsWith("t\n");
        assertThat(there.run("SELECT count(*) FROM t")).startsWith("2\n");
        here.run("UPDATE t SET b = 'drei' WHERE a = 3");
        assertThat(here.run("SELECT b FROM t WHERE a = 3")).startsWith("drei\n");
        assertThat(here.run("COMMIT")).isEqualTo("COMMIT");
        assertThat(there.run("SELECT b FROM t WHERE a = 3")).startsWith("drei\n");
        assertThat(here.run("SELECT b FROM t WHERE a = 3")).startsWith("drei\n");

        here.run("BEGIN");
        here.run("DELETE FROM t");
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("0\n");
        assertThat(here.run("ROLLBACK")).isEqualTo("ROLLBACK");
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("3\n");
        assertThat(there.run("SELECT count(*) FROM t")).startsWith("3\n");
        assertThat(there.run("DELETE FROM t WHERE a = 3")).as("no lock is left").isEqualTo("DELETE 1");
    }

    @Test
    void severalStatementsOfATextAreOneTransaction() {
        assertThat(here.run("INSERT INTO t VALUES (3, 'c'); SELECT count(*) FROM t; UPDATE t SET b = b"))
                .isEqualTo("INSERT 1\n3\nSELECT 1\nUPDATE 3");
        assertThat(here.run("INSERT INTO t VALUES (4, 'd'); INSERT INTO t VALUES (3, 'e')"))
                .contains("23505: duplicate key value violates unique constraint");
        assertThat(there.run("SELECT count(*) FROM t")).startsWith("3\n");
        assertThat(here.run("BEGIN; INSERT INTO t VALUES (4, 'd'); COMMIT; SELECT count(*) FROM t"))
                .isEqualTo("BEGIN\nINSERT 1\nCOMMIT\n4\nSELECT 1");
    }

    @Test
    void errorsAreThoseOfTheWriter() {
        assertThat(here.run("INSERT INTO t VALUES (1, 'x')"))
                .isEqualTo(there.run("INSERT INTO t VALUES (1, 'x')"))
                .startsWith("23505: ");
        assertThat(here.run("UPDATE t SET a = a / 0")).isEqualTo("22012: division by zero");
        assertThat(here.run("SELECT 1; UPDATE t SET nothing = 1")).contains("42703: ");
        assertThat(here.positions).isEqualTo(List.of(24));
        there.run("ALTER TABLE t RENAME COLUMN b TO c");
        assertThat(here.run("SELECT 'ä'; UPDATE t SET b = 1 ; SELECT 2")).contains("42703: ");
        assertThat(here.positions).as("of the writer's error").isEqualTo(List.of(24, 26));
        there.run("ALTER TABLE t RENAME COLUMN c TO b");
        here.run("BEGIN");
        here.run("UPDATE t SET b = 'lost' WHERE a = 2");
        assertThat(here.run("INSERT INTO t VALUES (1, 'x')")).startsWith("23505: ");
        assertThat(here.run("SELECT 1")).startsWith("25P02: ");
        assertThat(there.run("UPDATE t SET b = 'free' WHERE a = 2"))
                .as("its locks are gone")
                .isEqualTo("UPDATE 1");
        assertThat(here.run("COMMIT")).isEqualTo("ROLLBACK");
        assertThat(here.run("INSERT INTO t VALUES (5, 'five')")).isEqualTo("INSERT 1");
    }

    /** Who is told of a duplicate looks for it. */
    @Test
    void whatAnErrorSpokeOfIsSeen() {
        there.run("INSERT INTO t VALUES (3, 'theirs')");
        assertThat(here.run("SELECT b FROM t WHERE a = 3")).isEqualTo("SELECT 0");
        assertThat(here.run("INSERT INTO t VALUES (3, 'mine')")).startsWith("23505: ");
        assertThat(here.run("SELECT b FROM t WHERE a = 3")).startsWith("theirs\n");
        there.run("UPDATE t SET b = 'newer' WHERE a = 3");
        assertThat(here.run("SELECT b FROM t WHERE a = 3 FOR SHARE")).startsWith("newer\n");
        assertThat(here.run("SELECT b FROM t WHERE a = 3")).startsWith("newer\n");
    }

    @Test
    void aTransactionOfOneStateIsAtTheWriterFromItsBeginning() {
        there.run("INSERT INTO t VALUES (3, 'not applied here')");
        here.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("3\n");
        there.run("UPDATE t SET b = 'theirs'");
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("one\n");
        assertThat(here.run("UPDATE t SET b = 'mine' WHERE a = 1")).startsWith("40001: ");
        here.run("ROLLBACK");
        reader.catchUp();
        here.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("theirs\n");
        there.run("UPDATE t SET b = 'newer'");
        reader.catchUp();
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("theirs\n");
        assertThat(here.run("DELETE FROM t")).isEqualTo("25006: cannot execute DELETE in a read-only transaction");
        here.run("ROLLBACK");
        here.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        assertThat(here.run("DECLARE c CURSOR FOR SELECT * FROM t")).startsWith("0A000: ");
        here.run("ROLLBACK");
        here.run("BEGIN");
        assertThat(here.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")).isEqualTo("SET");
        assertThat(here.run("UPDATE t SET b = 'mine' WHERE a = 1")).isEqualTo("UPDATE 1");
        assertThat(here.run("COMMIT")).isEqualTo("COMMIT");
    }

    @Test
    void whatIsNotForwardedIsRefused() {
        for (String statement : List.of(
                "CREATE TABLE u (a int)",
                "ALTER TABLE t ADD COLUMN c int",
                "DROP TABLE t",
                "CREATE INDEX i ON t (b)",
                "TRUNCATE t",
                "COMMENT ON TABLE t IS 'x'",
                "VACUUM",
                "ANALYZE t",
                "SELECT nextval('s')",
                "SELECT setval('s', 5)",
                "CREATE TABLE u AS SELECT 1")) {
            assertThat(here.run(statement)).as(statement).startsWith("25006: cannot execute ");
        }
        assertThat(here.copy("COPY t FROM STDIN", "7\tseven\n")).startsWith("25006: ");
        here.run("BEGIN");
        assertThat(here.run("DECLARE c CURSOR FOR SELECT * FROM t FOR UPDATE")).startsWith("25006: ");
        here.run("ROLLBACK");
        for (String statement : List.of(
                "SAVEPOINT p",
                "DECLARE c CURSOR FOR SELECT * FROM t",
                "LOCK TABLE t IN ROW SHARE MODE",
                "COPY t TO STDOUT")) {
            here.run("BEGIN");
            here.run("UPDATE t SET b = b");
            assertThat(here.run(statement)).as(statement).startsWith("0A000: ").contains("write forwarding");
            assertThat(here.run("ROLLBACK")).isEqualTo("ROLLBACK");
        }
        here.run("BEGIN");
        here.run("SAVEPOINT p");
        assertThat(here.run("UPDATE t SET b = b"))
                .isEqualTo("0A000: write forwarding in a transaction with savepoints is not supported");
        assertThat(here.run("ROLLBACK TO p")).isEqualTo("ROLLBACK");
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("2\n");
        here.run("ROLLBACK");
        assertThat(here.run("BEGIN ISOLATION LEVEL SERIALIZABLE")).startsWith("0A000: ");
    }

    @Test
    void transactionsMayWrite() {
        assertThat(here.run("SHOW transaction_read_only")).startsWith("off\n");
        assertThat(here.run("SHOW in_hot_standby")).startsWith("on\n");
        assertThat(here.run("SELECT pg_is_in_recovery()")).startsWith("t\n");
        assertThat(here.run("BEGIN READ WRITE")).isEqualTo("BEGIN");
        assertThat(here.run("UPDATE t SET b = b")).isEqualTo("UPDATE 2");
        here.run("COMMIT");
        here.run("BEGIN READ ONLY");
        assertThat(here.run("SHOW transaction_read_only")).startsWith("on\n");
        assertThat(here.run("UPDATE t SET b = b")).isEqualTo("25006: cannot execute UPDATE in a read-only transaction");
        here.run("ROLLBACK");
        here.run("SET default_transaction_read_only = on");
        assertThat(here.run("UPDATE t SET b = b")).startsWith("25006: ");
        here.run("BEGIN READ WRITE");
        assertThat(here.run("UPDATE t SET b = b")).isEqualTo("UPDATE 2");
        assertThat(here.run("COMMIT")).isEqualTo("COMMIT");
    }

    @Test
    void defaultsAndFunctionsAreTheWriters() {
        there.run(
                "CREATE TABLE g (id serial PRIMARY KEY, who text DEFAULT current_user, at timestamptz DEFAULT now())");
        reader.catchUp();
        assertThat(here.run("INSERT INTO g DEFAULT VALUES RETURNING id, who")).isEqualTo("1|postgres\nINSERT 1");
        assertThat(here.run("INSERT INTO g DEFAULT VALUES RETURNING id")).isEqualTo("2\nINSERT 1");
    }

    @Test
    void preparedStatementsAndParameters() {
        here.session.parse("up", "UPDATE t SET b = $2 WHERE a = $1 RETURNING b, $3::timestamptz", List.of());
        for (int i = 0; i < 5; i++) {
            assertThat(here.execute("up", BoxedRow.of(1L, "v" + i, 0L)))
                    .isEqualTo("v" + i + "|2000-01-01 00:00:00+00\nUPDATE 1");
        }
        assertThat(here.execute("up", BoxedRow.of(2L, null, null))).isEqualTo("NULL|NULL\nUPDATE 1");
        assertThat(here.run("SELECT b FROM t ORDER BY a")).isEqualTo("v4\nNULL\nSELECT 2");
        assertThat(here.run("SELECT 1; PREPARE ins (int) AS INSERT INTO t VALUES ($1, 'p') RETURNING a; SELECT 2"))
                .endsWith("SELECT 1");
        assertThat(here.run("EXECUTE ins(7)")).isEqualTo("7\nINSERT 1");
        assertThat(here.run("EXECUTE ins(8)")).isEqualTo("8\nINSERT 1");
        // Numbers of texts of one shape become parameters of one plan, which is not what the writer gets.
        for (int i = 10; i < 20; i++) {
            assertThat(here.run("INSERT INTO t VALUES (" + i + ", 'shape') RETURNING a"))
                    .isEqualTo(i + "\nINSERT 1");
        }
        assertThat(there.run("SELECT count(*), sum(a) FROM t WHERE b = 'shape'"))
                .startsWith("10|145\n");
    }

    @Test
    void theSessionsSettingsHold() {
        here.run("SET TimeZone = 'Asia/Tokyo'");
        assertThat(here.run("UPDATE t SET b = '2024-01-01 00:00'::timestamptz::text WHERE a = 1 RETURNING b"))
                .startsWith("2024-01-01 00:00:00+09\n");
        here.run("SET app.tenant = 'it''s \\ me'");
        assertThat(here.run("UPDATE t SET b = current_setting('app.tenant') WHERE a = 1 RETURNING b"))
                .startsWith("it's \\ me\n");
        there.run("CREATE SCHEMA other");
        there.run("CREATE TABLE other.t (a int, b text)");
        reader.catchUp();
        here.run("BEGIN");
        here.run("UPDATE t SET b = 'x' WHERE a = 1");
        here.run("SET search_path = other, public");
        here.run("SET LOCAL TimeZone = 'UTC'");
        assertThat(here.run("INSERT INTO t VALUES (1, '2024-01-01 00:00'::timestamptz::text) RETURNING b"))
                .startsWith("2024-01-01 00:00:00+00\n");
        here.run("ROLLBACK");
        assertThat(here.run("INSERT INTO t VALUES (5, '2024-01-01 00:00'::timestamptz::text) RETURNING b"))
                .startsWith("2024-01-01 00:00:00+09\n");
        assertThat(there.run("SELECT count(*) FROM other.t")).startsWith("0\n");
        assertThat(there.run("SELECT count(*) FROM public.t")).startsWith("3\n");
        here.run("SET search_path = other");
        assertThat(here.run("INSERT INTO t VALUES (6, '')")).isEqualTo("INSERT 1");
        assertThat(there.run("SELECT a FROM other.t")).startsWith("6\n");
    }

    /** What sees one state must not choose it, by looking into the catalog, before it may. */
    @Test
    void aStateIsChosenWhenWhatIsToBeSeenIsThere() {
        for (String begin : List.of("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SELECT 1")) {
            here.run("SET default_transaction_isolation = 'repeatable read'");
            for (int i = 0; i < 5; i++) {
                here.run("UPDATE t SET b = 'v" + i + "' WHERE a = 1");
                here.run(begin);
                assertThat(here.run("SELECT b, " + i + ".5 FROM t WHERE a = 1")).startsWith("v" + i + "|");
                here.run("COMMIT");
            }
        }
    }

    @Test
    void aReadOnlyTransactionChangesAndLocksNothing() {
        here.run("BEGIN READ ONLY");
        assertThat(here.run("EXPLAIN ANALYZE DELETE FROM t")).startsWith("25006: ");
        here.run("ROLLBACK");
        here.run("BEGIN READ ONLY");
        assertThat(here.run("SELECT * FROM (SELECT * FROM t FOR UPDATE) q")).startsWith("25006: ");
        here.run("ROLLBACK");
        here.run("BEGIN");
        here.run("UPDATE t SET b = b WHERE a = 1");
        here.run("SET TRANSACTION READ ONLY");
        assertThat(here.run("DELETE FROM t")).startsWith("25006: ");
        here.run("ROLLBACK");
        assertThat(count(ForwardRequest.Run.class)).isOne();
        assertThat(there.run("SELECT count(*) FROM t")).startsWith("2\n");
    }

    /** A lock is one of the writer's wherever the statement asks for it. */
    @Test
    void rowsThatASubqueryLocksAreLockedAtTheWriter() {
        Region.Client plain = reader.connect();
        for (String query : List.of(
                "SELECT q.b FROM (SELECT * FROM t WHERE a = 1 FOR UPDATE) q",
                "WITH q AS (SELECT * FROM t WHERE a = 1 FOR UPDATE) SELECT q.b FROM q",
                "SELECT (SELECT b FROM t WHERE a = 1 FOR UPDATE)")) {
            here.run("BEGIN");
            assertThat(here.run(query)).as(query).isEqualTo("one\nSELECT 1");
            there.run("SET lock_timeout = 50");
            assertThat(there.run("UPDATE t SET b = b WHERE a = 1")).as(query).startsWith("55P03: ");
            here.run("ROLLBACK");
            assertThat(plain.run(query)).startsWith("25006: cannot execute SELECT FOR UPDATE");
        }
        plain.session.close();
    }

    @Test
    void portalsAreSuspended() {
        here.run("INSERT INTO t SELECT i, '' FROM generate_series(3, 10) i");
        here.run("BEGIN");
        here.session.parse("", "SELECT a FROM t ORDER BY a FOR UPDATE", List.of());
        here.session.bind("p", here.session.statement(""), BoxedRow.empty(), ColumnFormats.TEXT);
        assertThat(here.fetch("p", 4)).isEqualTo("1\n2\n3\n4\nsuspended");
        assertThat(here.run("UPDATE t SET b = 'between' WHERE a = 1")).isEqualTo("UPDATE 1");
        assertThat(here.fetch("p", 4)).isEqualTo("5\n6\n7\n8\nsuspended");
        assertThat(here.fetch("p", 0)).isEqualTo("9\n10\nSELECT 2");
        assertThat(here.fetch("p", 0)).isEqualTo("SELECT 0");
        here.session.bind("q", here.session.statement(""), BoxedRow.empty(), ColumnFormats.TEXT);
        assertThat(here.fetch("q", 1)).isEqualTo("1\nsuspended");
        here.session.closePortal("q");
        assertThat(here.run("COMMIT")).isEqualTo("COMMIT");
    }

    /** The reader may not have applied a change of a table that the writer knows. */
    @Test
    void resultsOfAnotherShapeAreRefused() {
        there.run("ALTER TABLE t ALTER COLUMN b TYPE int USING a");
        assertThat(here.run("UPDATE t SET a = a WHERE a = 1 RETURNING b"))
                .startsWith("0A000: the writer's result has other columns than this reader expects");
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("2\n");
        reader.catchUp();
        assertThat(here.run("UPDATE t SET a = a WHERE a = 1 RETURNING b")).isEqualTo("1\nUPDATE 1");
    }
}
