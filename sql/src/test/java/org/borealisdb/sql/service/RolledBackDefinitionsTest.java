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
