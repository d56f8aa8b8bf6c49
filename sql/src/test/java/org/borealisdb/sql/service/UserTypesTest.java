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
}
