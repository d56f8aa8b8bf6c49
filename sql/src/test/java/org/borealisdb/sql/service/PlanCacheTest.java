package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements whose plans are kept answer as if they were planned each time. */
class PlanCacheTest {
    private final Region region = new Region();
    private final Region.Client client = region.connect();

    @BeforeEach
    void fill() {
        client.run("create table t(id int primary key, g int, n numeric(8,2), b bigint default 7, s text)");
        assertThat(client.run(
                        "insert into t select i, i % 3, i / 2.0, i * 10, case when i < 10 then 'row 1' else 'row 2' end"
                                + " from generate_series(1, 20) as series(i)"))
                .isEqualTo("INSERT 20");
    }

    @AfterEach
    void close() {
        client.session.close();
        region.close();
    }

    /** Each template has places for small numbers; many of them where a number is not simply a value. */
    private static final List<String> TEMPLATES = List.of(
            "select id, s from t where id = #",
            "select id from t where id > # and g = # order by # limit #",
            "select id, g from t where id between # and # order by 2, # desc",
            "select g, count(*), sum(id + #) from t group by # order by 1",
            "select g + #, count(*) from t group by g + # order by 1",
            "select distinct g + # from t order by g + #",
            "select id::numeric(#,#), n::numeric(9,#) from t where id = #",
            "select id from t order by id offset # limit #",
            "select -#, - #, +#, #-#, #*-#, #.#, .#, #::text",
            "select # + (select max(id) from t where g = #), case when # > # then # else -# end",
            "select id from t where id in (#, #, -#) order by # desc",
            "select id from t where b = # or n = # or n = #.5 order by 1",
            "select pg_catalog.abs(-#), round(#.#, #), substr('abcdef', #, #)",
            "update t set g = g + #, n = # where id = # returning *",
            "insert into t(id, g, n) values (100 + #, #, #) returning *",
            "delete from t where id = 100 + # returning id",
            "select # from t where id = # union select # order by #",
            "select id from t where # = # and id < #",
            "select interval '1' day, # from t where id = #",
            "select s from t where id = # and s like 'row #%'");

    @Test
    void keptPlansAnswerLikeFreshOnes() {
        long seed = 7;
        Random random = new Random(seed);
        for (int round = 0; round < 600; round++) {
            String template = TEMPLATES.get(random.nextInt(TEMPLATES.size()));
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < template.length(); i++) {
                char c = template.charAt(i);
                text.append(c == '#' ? (char) ('0' + random.nextInt(5)) : c);
            }
            boolean writes = !template.startsWith("select");
            String kept;
            String fresh;
            Region.Client other = region.connect();
            if (writes) {
                client.run("begin");
                kept = client.run(text.toString());
                client.run("rollback");
                other.run("begin");
                fresh = other.run(text.toString());
                other.run("rollback");
            } else {
                kept = client.run(text.toString());
                fresh = other.run(text.toString());
            }
            other.session.close();
            assertThat(kept).as("seed %d, round %d, %s", seed, round, text).isEqualTo(fresh);
        }
    }

    @Test
    void plansFollowTheCatalogAndTheSettings() {
        String text = "select * from t where id = ";
        for (int id = 1; id <= 3; id++) {
            assertThat(client.run(text + id)).startsWith(id + "|");
        }
        client.run("alter table t drop column s");
        assertThat(client.run(text + 4)).isEqualTo("4|1|2.00|40\nSELECT 1");
        client.run("drop table t");
        assertThat(client.run(text + 4)).startsWith("42P01");
        client.run("create table t(id text)");
        assertThat(client.run(text + 4)).startsWith("42883");
        for (int i = 0; i < 3; i++) {
            assertThat(client.run("select '2026-01-01 00:00+00'::timestamptz::text, " + i))
                    .startsWith("2026-01-01 00:00:00+00");
        }
        client.run("set time zone 'Asia/Tokyo'");
        assertThat(client.run("select '2026-01-01 00:00+00'::timestamptz::text, 7"))
                .startsWith("2026-01-01 09:00:00+09");
    }

    @Test
    void anIndexOfSomeValuesThatIsMadeLaterServesOnlyThose() {
        String text = "select id from t where g = ";
        for (int g = 0; g <= 2; g++) {
            assertThat(client.run(text + g + " and id < 4")).endsWith("SELECT 1");
        }
        client.run("create index on t(s) where g = 0");
        assertThat(client.run(text + "1 and id < 4")).startsWith("1\n");
        assertThat(client.run(text + "2 and id < 4")).startsWith("2\n");
        assertThat(client.run(text + "0 and id < 4")).startsWith("3\n");
        assertThat(client.run(text + "1 and id < 5")).startsWith("1\n4\n");
    }

    @Test
    void aFailedTransactionRefusesKeptStatementsToo() {
        for (int i = 1; i <= 3; i++) {
            client.run("begin");
            assertThat(client.run("select id from t where id = " + i)).startsWith(i + "\n");
            client.run("commit");
        }
        client.run("begin");
        client.run("select 1/0");
        assertThat(client.run("select id from t where id = 4")).startsWith("25P02");
        assertThat(client.run("commit")).isEqualTo("ROLLBACK");
        assertThat(client.run("select id from t where id = 4")).startsWith("4\n");
    }

    @Test
    void errorsOfKeptPlansAreTheSame() {
        for (int i = 3; i >= 0; i--) {
            String answer = client.run("select 6 / " + i);
            assertThat(answer).isEqualTo(i == 0 ? "22012: division by zero" : 6 / i + "\nSELECT 1");
        }
        for (int i = 0; i < 4; i++) {
            assertThat(client.run("insert into t(id) values (" + (i / 3) + " * 1 + 1)"))
                    .startsWith("23505");
        }
    }
}
