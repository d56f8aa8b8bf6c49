package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Types that users made, on a reader that follows their changes and opens indexes over them. */
class UserTypesTest {
    private final Region writer = new Region();
    private final Region.Client there = writer.connect();

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void aReaderFollowsChangesOfAnEnum() {
        there.run("CREATE TYPE mood AS ENUM ('sad', 'happy')");
        there.run("CREATE TABLE t (a int PRIMARY KEY, m mood, ms mood[])");
        there.run("INSERT INTO t VALUES (1, 'happy', '{sad,happy}'), (2, 'sad', NULL)");
        try (Region reader = writer.reader()) {
            Region.Client here = reader.connect();
            assertThat(here.run("SELECT * FROM t ORDER BY m")).isEqualTo("2|sad|NULL\n1|happy|{sad,happy}\nSELECT 2");
            there.run("ALTER TYPE mood ADD VALUE 'ok' BEFORE 'happy'");
            there.run("ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'");
            there.run("INSERT INTO t VALUES (3, 'ok', '{ok}')");
            reader.catchUp();
            assertThat(here.run("SELECT * FROM t ORDER BY m"))
                    .isEqualTo("2|blue|NULL\n3|ok|{ok}\n1|happy|{blue,happy}\nSELECT 3");
            assertThat(here.run("SELECT 'sad'::mood")).isEqualTo("22P02: invalid input value for enum mood: \"sad\"");
            assertThat(here.run("ALTER TYPE mood ADD VALUE 'x'"))
                    .isEqualTo("25006: cannot execute ALTER TYPE in a read-only transaction");
            assertThat(here.run("CREATE TYPE other AS ENUM ()"))
                    .isEqualTo("25006: cannot execute CREATE TYPE in a read-only transaction");
            there.run("DROP TYPE mood CASCADE");
            reader.catchUp();
            assertThat(here.run("SELECT * FROM t ORDER BY 1")).isEqualTo("1\n2\n3\nSELECT 3");
        }
    }

    @Test
    void anIndexOverValuesOfAnEnumOutlivesTheirNames() {
        there.run("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')");
        there.run("CREATE TABLE t (a int PRIMARY KEY, m mood)");
        there.run("CREATE INDEX by_mood ON t ((m = 'ok')) WHERE m > 'sad'");
        there.run("ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'");
        there.run("ALTER TYPE mood RENAME TO feeling");
        there.run("INSERT INTO t VALUES (1, 'fine'), (2, 'sad'), (3, 'happy')");
        try (Region reader = writer.reader()) {
            Region.Client here = reader.connect();
            here.run("SET enable_seqscan = off");
            String query = "SELECT a FROM t WHERE (m = 'fine') AND m > 'sad'";
            assertThat(here.run(query)).isEqualTo("1\nSELECT 1");
            assertThat(here.run("SELECT indexdef FROM pg_indexes WHERE indexname = 'by_mood'"))
                    .startsWith("CREATE INDEX by_mood ON public.t USING btree (((m = 'fine'::feeling)))"
                            + " WHERE (m > 'sad'::feeling)");
        }
    }

    @Test
    void whatIsCopiedInIsByTheRulesOfDomains() {
        there.run("CREATE DOMAIN positive AS int NOT NULL CHECK (VALUE > 0)");
        there.run("CREATE TABLE t (a positive, b positive DEFAULT 7, c positive[])");
        assertThat(there.copy("COPY t FROM STDIN", "1\t2\t{1,2}\n")).isEqualTo("COPY 1");
        assertThat(there.copy("COPY t (a) FROM STDIN", "3\n")).isEqualTo("COPY 1");
        assertThat(there.copy("COPY t FROM STDIN", "1\t-2\t{1}\n"))
                .startsWith("23514: value for domain positive violates check constraint \"positive_check\"");
        assertThat(there.copy("COPY t FROM STDIN", "1\t\\N\t{1}\n"))
                .startsWith("23502: domain positive does not allow null values");
        assertThat(there.copy("COPY t FROM STDIN", "1\t2\t{1,-1}\n")).startsWith("23514: ");
        assertThat(there.copy("COPY t (b) FROM STDIN", "2\n"))
                .startsWith("23502: domain positive does not allow null values");
        assertThat(there.run("SELECT a, b FROM t ORDER BY 1")).isEqualTo("1|2\n3|7\nSELECT 2");
    }

    @Test
    void aReaderFollowsChangesOfADomain() {
        there.run("CREATE DOMAIN positive AS int CHECK (VALUE > 0)");
        there.run("CREATE TABLE t (a positive)");
        there.run("CREATE INDEX by_a ON t ((a + 1))");
        there.run("INSERT INTO t VALUES (1)");
        try (Region reader = writer.reader()) {
            Region.Client here = reader.connect();
            assertThat(here.run("SELECT a FROM t WHERE a + 1 = 2")).isEqualTo("1\nSELECT 1");
            assertThat(here.run("SELECT 5::positive")).isEqualTo("5\nSELECT 1");
            there.run("ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 5)");
            reader.catchUp();
            assertThat(here.run("SELECT 5::positive"))
                    .isEqualTo("23514: value for domain positive violates check constraint \"small\"");
            assertThat(here.run("ALTER DOMAIN positive DROP CONSTRAINT small"))
                    .isEqualTo("25006: cannot execute ALTER DOMAIN in a read-only transaction");
        }
    }

    @Test
    void aParameterStaysUnderTheRulesOfItsDomain() {
        there.run("CREATE DOMAIN positive AS int CHECK (VALUE > 0)");
        there.run("PREPARE p (positive) AS SELECT $1 + 1");
        assertThat(there.run("EXECUTE p(1)")).isEqualTo("2\nSELECT 1");
        assertThat(there.run("EXECUTE p(-1)")).startsWith("23514: ");
        there.run("ALTER DOMAIN positive ADD CHECK (VALUE < 10)");
        assertThat(there.run("EXECUTE p(-1)")).startsWith("23514: ");
        assertThat(there.run("EXECUTE p(10)")).startsWith("23514: ");
        there.run("DROP DOMAIN positive");
        assertThat(there.run("EXECUTE p(10)")).isEqualTo("11\nSELECT 1");
    }
}
