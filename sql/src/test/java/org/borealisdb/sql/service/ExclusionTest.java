package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows that exclude each other by equality, and the indexes that see to it. */
class ExclusionTest {
    private final Region region = new Region();
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        client.session.close();
        region.close();
    }

    @Test
    void rowsExcludeEachOtherByTheirKeysAlone() {
        for (String method : List.of("btree", "hash")) {
            client.run("create table t(a int, b text, exclude using " + method
                    + " ((a / 10) with =) where (b <> 'free'))");
            assertThat(client.run("insert into t values (1, 'x'), (11, 'x'), (2, 'free'), (3, 'free')"))
                    .isEqualTo("INSERT 4");
            assertThat(client.run("insert into t values (19, 'y')")).contains("23P01");
            assertThat(client.run("update t set b = 'x' where a = 2")).contains("23P01");
            assertThat(client.run("insert into t values (29, 'y')")).isEqualTo("INSERT 1");
            client.run("drop table t");
        }
    }

    @Test
    void whatIsDeferredIsLookedAtInTheEnd() {
        client.run("create table t(a int, exclude ((a / 10) with =) deferrable initially deferred)");
        client.run("insert into t values (1)");
        client.run("begin");
        assertThat(client.run("insert into t values (2)")).isEqualTo("INSERT 1");
        assertThat(client.run("commit")).contains("23P01");
        client.run("begin");
        client.run("insert into t values (2)");
        client.run("update t set a = 20 where a = 2");
        assertThat(client.run("commit")).isEqualTo("COMMIT");
    }

    @Test
    void onlyEqualValuesAreLookedUpInHashIndexes() {
        client.run("create table t(a int, b int)");
        client.run("insert into t select i, i from generate_series(1, 2000) i");
        client.run("create index by_hash on t using hash (a)");
        client.run("analyze t");
        assertThat(client.run("explain (costs off) select b from t where a = 5"))
                .contains("Index Scan using by_hash");
        assertThat(client.run("explain (costs off) select b from t where a < 5"))
                .doesNotContain("by_hash");
        assertThat(client.run("explain (costs off) select b from t order by a limit 1"))
                .doesNotContain("by_hash");
    }
}
