package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions that see one state have all its rows, whatever indexes were made of later ones. */
class OlderViewsTest {
    private final Region region = new Region();
    private final Region.Client older = region.connect();
    private final Region.Client newer = region.connect();

    @BeforeEach
    void create() {
        newer.run("create table other(x int)");
        newer.run("create table t(a int primary key, c text, d int[])");
        newer.run("insert into t select g, 'old', array[g] from generate_series(1, 10) g");
        newer.run("create index t_d on t(d)");
    }

    @AfterEach
    void close() {
        older.session.close();
        newer.session.close();
        region.close();
    }

    private void begin() {
        older.run("begin isolation level repeatable read");
        older.run("set local enable_seqscan = off");
        older.run("select count(*) from other");
        newer.run("update t set c = 'new', d = array[0]");
        newer.run("delete from t where a = 3");
    }

    private static void is(Region.Client client, String query, int value) {
        assertThat(client.run(query)).as(query).startsWith(value + "\n");
    }

    @Test
    void indexesThatAreNewerAreNotUsed() {
        begin();
        assertThat(newer.run("create index t_c on t(c)")).isEqualTo("CREATE INDEX");
        assertThat(newer.run("create index t_items on t using gin(d)")).isEqualTo("CREATE INDEX");
        assertThat(newer.run("reindex index t_d")).isEqualTo("REINDEX");
        is(older, "select count(*) from t where c = 'old'", 10);
        is(older, "select count(*) from t where d @> array[3]", 1);
        is(older, "select count(*) from t where d = array[3]", 1);
        is(older, "select count(*) from t where a = 3", 1);
        is(newer, "select count(*) from t where c = 'new'", 9);
        older.run("commit");
        is(older, "select count(*) from t where c = 'new'", 9);
        assertThat(older.run("explain (costs off) select count(*) from t where c = 'new'"))
                .contains("t_c");
    }

    /** The plan is kept by the session from before. */
    @Test
    void plansOfLaterStatesAreNotKept() {
        older.run("prepare counted as select count(*) from t where c = 'old'");
        older.run("set enable_seqscan = off");
        begin();
        newer.run("create index t_c on t(c)");
        is(older, "execute counted", 10);
        older.run("commit");
        is(older, "execute counted", 0);
        assertThat(older.run("explain (costs off) execute counted")).contains("t_c");
    }

    @Test
    void rowsThatWereWrittenAnewAreNotMissed() {
        begin();
        assertThat(newer.run("alter table t drop constraint t_pkey")).isEqualTo("ALTER TABLE");
        assertThat(older.run("select count(*) from t")).startsWith("40001");
        older.run("rollback");
        is(older, "select count(*) from t", 9);
    }

    @Test
    void whoMakesAnIndexIsNotKeptFromReading() {
        newer.run("begin");
        assertThat(newer.run("create index t_c on t(c)")).isEqualTo("CREATE INDEX");
        is(older, "select count(*) from t where c = 'old'", 10);
        older.run("set lock_timeout = 20");
        assertThat(older.run("update t set c = 'x' where a = 1")).contains("55P03");
        newer.run("commit");
        assertThat(older.run("update t set c = 'x' where a = 1")).isEqualTo("UPDATE 1");
        is(newer, "select count(*) from t where c = 'x'", 1);
    }
}
