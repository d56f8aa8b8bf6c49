package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Definitions that wait for others' locks go by what these have made of the catalog. */
class ConcurrentDefinitionsTest {
    private final Region region = new Region();
    private final Region.Client first = region.connect();
    private final Region.Client second = region.connect();
    private final Region.Client watching = region.connect();

    @BeforeEach
    void create() {
        first.run("create table t(a int primary key, b int, c text default 'x')");
        first.run("create index t_c on t(c)");
        first.run("insert into t values (1, 10, 'one'), (2, 20, 'two')");
    }

    @AfterEach
    void close() {
        first.session.close();
        second.session.close();
        watching.session.close();
        region.close();
    }

    /** Runs one statement in a transaction, and another one that waits for its end; returns what comes of that. */
    private String after(String statement, String waiting) {
        first.run("begin");
        assertThat(first.run(statement)).doesNotContain("ERROR");
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> second.run(waiting));
        String waits = "0\n";
        while (waits.startsWith("0\n") && !answer.isDone()) {
            waits = watching.run("select count(*) from pg_locks where not granted");
        }
        assertThat(answer).isNotDone();
        first.run("commit");
        return answer.join();
    }

    private String text(String query) {
        return first.run(query).lines().findFirst().orElse("");
    }

    @Test
    void twoColumnsGetPlacesOfTheirOwn() {
        assertThat(after("alter table t add d int default 7", "alter table t add e text default 'e'"))
                .isEqualTo("ALTER TABLE");
        assertThat(text("select d || e from t where a = 1")).isEqualTo("7e");
        assertThat(after("alter table t drop d", "alter table t add d text default 'new'"))
                .isEqualTo("ALTER TABLE");
        assertThat(text("select d || e from t where a = 2")).isEqualTo("newe");
    }

    @Test
    void rowsAreReadAsTheTableHasThem() {
        assertThat(after("alter table t add d int default 7", "alter table t alter b set not null"))
                .isEqualTo("ALTER TABLE");
        assertThat(after("alter table t add e int default 8", "alter table t alter c type varchar(10)"))
                .isEqualTo("ALTER TABLE");
        assertThat(after("alter table t add f int default 9", "create table u as select * from t"))
                .isEqualTo("SELECT 2");
        assertThat(text("select d + e + f from u where a = 1")).isEqualTo("24");
        assertThat(after("alter table t drop c", "create index t_b on t(b, d)")).isEqualTo("CREATE INDEX");
        first.run("set enable_seqscan = off");
        assertThat(text("select a from t where b = 20")).isEqualTo("2");
    }

    @Test
    void whatIsGoneIsNotThere() {
        assertThat(after("alter table t rename to s", "alter table t add d int"))
                .contains("42P01");
        assertThat(after("alter table s drop c", "comment on column s.c is 'gone'"))
                .contains("42703");
        assertThat(after("alter table s rename b to bb", "alter table s drop b"))
                .contains("42703");
        assertThat(after("drop table s", "truncate s")).contains("42P01");
        assertThat(first.run("create table t(a int)")).isEqualTo("CREATE TABLE");
        second.run("begin");
        assertThat(after("drop table t", "lock table t")).contains("42P01");
        second.run("rollback");
    }

    @Test
    void nobodysChangeIsLost() {
        first.run("create role reader");
        first.run("create role writer");
        assertThat(after("grant select on t to reader", "grant insert on t to writer"))
                .isEqualTo("GRANT");
        assertThat(text("select has_table_privilege('reader', 't', 'select')"
                        + " and has_table_privilege('writer', 't', 'insert')"))
                .isEqualTo("t");
        assertThat(after("create table u(a int)", "create table if not exists u(b int)"))
                .contains("already exists, skipping");
        assertThat(first.run("insert into u(a) values (1)")).isEqualTo("INSERT 1");
        assertThat(after("create table w(a int)", "create table w(b int)")).contains("42P07");
    }
}
