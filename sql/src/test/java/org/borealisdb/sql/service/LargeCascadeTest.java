package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Foreign keys of so many rows that checks and actions are worked off before the end of the statement. */
class LargeCascadeTest {
    /** More than wait until the end. */
    private static final int MANY = 110_000;

    private final Region region = new Region(4096);
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void followsManyParents() {
        client.run("create table p(id int primary key)");
        client.run("create table c(id int primary key, p int references p on delete cascade on update cascade)");
        client.run("create index on c(p)");
        client.run("create table g(c int references c)");
        client.run("insert into p select generate_series(1, " + MANY + ")");
        client.run("insert into c select i, i from generate_series(1, 500) i");
        client.run("insert into c select " + (MANY + 1) + ", " + MANY);
        assertThat(client.run("update p set id = id + 1000000")).isEqualTo("UPDATE " + MANY);
        assertThat(client.run("select count(*), min(p), max(p) from c"))
                .isEqualTo("501|1000001|" + (1_000_000 + MANY) + "\nSELECT 1");
        client.run("insert into g values (500)");
        // What keeps the statement from its end is met last, long after much was done already: all of it is undone.
        assertThat(client.run("delete from p")).startsWith("23503: update or delete on table \"c\"");
        assertThat(client.run("select count(*) from c")).isEqualTo("501\nSELECT 1");
        client.run("delete from g");
        assertThat(client.run("delete from p")).isEqualTo("DELETE " + MANY);
        assertThat(client.run("select count(*) from c")).isEqualTo("0\nSELECT 1");
    }

    @Test
    void aTableThatRefersToItselfBackwards() {
        client.run("create table t(id int primary key, next int references t)");
        client.run("create index on t(next)");
        assertThat(client.run("insert into t select i, nullif(i + 1, " + (MANY + 1) + ") from generate_series(1, "
                        + MANY + ") i"))
                .isEqualTo("INSERT " + MANY);
        assertThat(client.run("delete from t")).isEqualTo("DELETE " + MANY);
    }
}
