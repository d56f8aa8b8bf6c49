package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans that were made while their transaction had changed the catalog are gone when it is rolled back. */
class RolledBackDefinitionsTest {
    private final Region region = new Region();
    private final Region.Client client = region.connect();

    @BeforeEach
    void create() {
        assertThat(client.run("create table t(a int primary key, b int)")).isEqualTo("CREATE TABLE");
        assertThat(client.run("create index t_b on t(b)")).isEqualTo("CREATE INDEX");
        assertThat(client.run("insert into t values (1, 2)")).isEqualTo("INSERT 1");
        client.run("prepare counted as select count(*) from t where b = 2");
        client.run("prepare added(int) as insert into t(a, b) values ($1, $1)");
    }

    @AfterEach
    void close() {
        client.session.close();
        region.close();
    }

    /** A column that is not there any more had the place in rows that another one gets. */
    @Test
    void indexesReadRowsByTheColumnsThatThereAre() {
        client.run("create table words(id int primary key, k text)");
        client.run("create index on words(k)");
        client.run("set enable_seqscan = off");
        client.run("begin");
        client.run("alter table words add column x int");
        client.run("rollback");
        assertThat(client.run("alter table words add column y text")).isEqualTo("ALTER TABLE");
        assertThat(client.run("insert into words values (1, 'abc', 'hello')")).isEqualTo("INSERT 1");
        assertThat(client.run("select id from words where k = 'abc'")).startsWith("1\n");
        client.run("begin");
        client.run("savepoint s");
        client.run("alter table words add column x int default 3");
        client.run("update words set k = 'abd'");
        client.run("rollback to s");
        client.run("alter table words add column z text");
        client.run("insert into words values (2, 'abe', 'you', 'there')");
        client.run("commit");
        assertThat(client.run("select id from words where k = 'abc'")).startsWith("1\n");
        assertThat(client.run("select id from words where k = 'abe'")).startsWith("2\n");
        assertThat(client.run("delete from words where k = 'abe'")).isEqualTo("DELETE 1");
        region.tidy();
        assertThat(client.run("select count(*) from words where k >= 'a'")).startsWith("1\n");
    }

    /** Rows of the transaction have more columns than the table of those who tidy up after it. */
    @Test
    void whatIsUndoneLaterMayHaveMoreColumnsThanTheTable() {
        client.run("begin");
        client.run("alter table t add column c text default 'abc'");
        client.run("alter table t add column d int default 5");
        assertThat(client.run("update t set b = 77")).isEqualTo("UPDATE 1");
        assertThat(client.run("insert into t values (9, 77, 'new', 6)")).isEqualTo("INSERT 1");
        client.run("rollback");
        assertThat(client.run("create index t_b_later on t(b, a)")).isEqualTo("CREATE INDEX");
        region.tidy();
        assertThat(client.run("select a from t where b = 2")).startsWith("1\n");
        assertThat(client.run("select count(*) from t where b = 77")).startsWith("0\n");
    }

    /** A column of another kind in the place of one that others still have to be rid of. */
    @Test
    void aNewColumnComesAfterWhatIsUndone() {
        client.run("begin");
        client.run("alter table t add column c text default 'abc'");
        client.run("alter table t add column d text default 'abcdef'");
        assertThat(client.run("insert into t select g, 77, 'x', 'y' from generate_series(10, 40) g"))
                .isEqualTo("INSERT 31");
        assertThat(client.run("update t set b = 78")).isEqualTo("UPDATE 32");
        client.run("rollback");
        client.run("alter table t add column c int");
        client.run("alter table t add column d int default 8");
        assertThat(client.run("update t set b = 78 where a = 1")).isEqualTo("UPDATE 1");
        region.tidy();
        assertThat(client.run("select a, d from t where b = 78")).startsWith("1|8\n");
        assertThat(client.run("select count(*) from t where b = 77")).startsWith("0\n");
    }

    @Test
    void preparedStatementsReadTheColumnThatIsBack() {
        client.run("begin");
        client.run("alter table t drop column b");
        client.run("alter table t add column b int default 7");
        assertThat(client.run("execute counted")).startsWith("0\n");
        client.run("rollback");
        assertThat(client.run("execute counted")).startsWith("1\n");
    }

    @Test
    void plansOfTextsReadTheColumnThatIsBack() {
        client.run("begin");
        client.run("alter table t drop column b");
        client.run("alter table t add column b int default 7");
        for (int value = 2; value <= 4; value++) {
            assertThat(client.run("select count(*) from t where b = " + value)).startsWith("0\n");
        }
        client.run("rollback");
        assertThat(client.run("select count(*) from t where b = 2")).startsWith("1\n");
    }

    @Test
    void preparedStatementsKeepTheIndexThatIsBack() {
        client.run("begin");
        client.run("drop index t_b");
        assertThat(client.run("execute added(5)")).isEqualTo("INSERT 1");
        client.run("rollback");
        assertThat(client.run("execute added(6)")).isEqualTo("INSERT 1");
        assertThat(client.run("select a from t where b = 6")).startsWith("6\n");
        assertThat(client.run("update t set b = 8 where b = 6")).isEqualTo("UPDATE 1");
        assertThat(client.run("select a from t where b = 8")).startsWith("6\n");
    }

    @Test
    void preparedStatementsForgetTheConstraintThatIsGone() {
        client.run("begin");
        client.run("alter table t add constraint positive check (b > 0)");
        assertThat(client.run("execute added(5)")).isEqualTo("INSERT 1");
        client.run("rollback");
        assertThat(client.run("execute added(-5)")).isEqualTo("INSERT 1");
    }

    @Test
    void aSavepointBringsTheColumnBackAsWell() {
        client.run("begin");
        client.run("savepoint before");
        client.run("alter table t drop column b");
        client.run("alter table t add column b int default 7");
        assertThat(client.run("execute counted")).startsWith("0\n");
        client.run("rollback to before");
        assertThat(client.run("execute counted")).startsWith("1\n");
        client.run("commit");
        assertThat(client.run("execute counted")).startsWith("1\n");
    }
}
