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
        client.run("create type mood as enum ('low', 'it''s', 'a')");
        client.run("create domain small as int check (value < 3)");
        client.run("create table u(k varchar(4) primary key, v text unique, d date unique, m mood, p small)");
        assertThat(
                        client.run(
                                "insert into u values ('a', 'row 1', '2026-01-02', 'a', 1), ('it''s', 'a', '2026-01-01', 'low', 2)"))
                .isEqualTo("INSERT 2");
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

    private static final List<String> STRINGS =
            List.of("a", "it''s", "row 1", "2", "", "2026-01-02", "2026-01-0", "longer than four", "\\n", "%");

    /** Each template has places for small numbers, and for strings; many of them where these are not simply values. */
    private static final List<String> TEMPLATES = List.of(
            "insert into t(id, s, n) values (100 + #, '@', '#') returning *",
            "insert into t(id, s) values (100, '@'), (101, '@'::varchar(3)), ('10#', null) returning id, s",
            "insert into t(id, s) select 100, '@' returning *",
            "insert into t(id, s) values (#, 'x') on conflict (id) do update set s = '@' || excluded.s returning *",
            "update t set s = '@' where id = # returning id, s",
            "update t set b = '@', n = '#.5' where id = '#' returning *",
            "update t set s = case s when '@' then '@' else '@' end where id = # returning s",
            "update t set (s, n) = ('@', #) where id = '@' returning *",
            "select id from t where id = '@'",
            "select id from t where '@' = id and s = 'row #'",
            "select k, v from u where k = '@'",
            "select k from u where v = '@' or k = '@' order by 1",
            "select k from u where d = '@'",
            "select k from u where k = '@'::varchar(2) or d = '2026-01-0#'::date order by 1",
            "select '@', '@'::text || #, k from u where k like '@%' order by 1, 3",
            "select k = '@' from u group by k = '@' order by 1",
            "select k from u where k between '@' and '@' order by k",
            "insert into u values ('@', '@', '@', 'low', 5) returning *",
            "insert into u values ('@', 'x', '2027-01-0#', '@', '#') returning *",
            "update u set m = '@', p = '@' where v = '@' returning *",
            "delete from u where k = '@' returning v",
            "select v from u group by v having max(k) = '@' order by 1",
            "select v, count(*) from u group by v having v = '@' or count(*) = # order by 1",
            "select count(*) filter (where k = '@'), max(v) from u",
            "select k, lag(k) over (order by k) = '@' from u order by 1",
            "select (select i.v from u i where i.k = '@' and o.k = i.k) from u o where o.v = '@'",
            "select * from u join u x using (k) where k = '@' or x.v = '@' order by 1",
            "delete from u using u x where u.k = '@' and x.k = u.k returning u.k",
            "select distinct on (k) k from u where k = '@' order by k, v",
            "select k from u where (k, v) = ('@', '@') for update",
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
        for (int round = 0; round < 1500; round++) {
            String template = TEMPLATES.get(random.nextInt(TEMPLATES.size()));
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < template.length(); i++) {
                char c = template.charAt(i);
                text.append(
                        switch (c) {
                            case '#' -> String.valueOf(random.nextInt(5));
                            case '@' -> STRINGS.get(random.nextInt(STRINGS.size()));
                            default -> String.valueOf(c);
                        });
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

    @Test
    void moreShapesAndValuesThanAreKeptAnswerTheSame() {
        for (int round = 1; round <= 3; round++) {
            for (int i = 0; i < 150; i++) {
                int id = (i + round) % 20 + 1;
                assertThat(client.run("select id as c" + i + " from t where id = " + id + " and s like 'row%'"))
                        .startsWith(id + "\n");
                assertThat(client.run("select count(*) from t where s like 'row " + i % 13 + "' or id = " + id))
                        .startsWith(String.valueOf(
                                i % 13 == 1 ? (id < 10 ? 9 : 10) : i % 13 == 2 ? (id < 10 ? 12 : 11) : 1));
            }
        }
    }

    private static String insertion(String a, String b) {
        return "insert into w values ('" + a + "', '" + b + "')";
    }

    @Test
    void stringsFollowTheTypesOfTheirColumns() {
        client.run("create table w(a text primary key, b text)");
        for (int i = 0; i < 4; i++) {
            assertThat(client.run(insertion("k" + i, "00" + i))).isEqualTo("INSERT 1");
        }
        client.run("alter table w alter column b type int using b::int");
        assertThat(client.run(insertion("k4", "004"))).isEqualTo("INSERT 1");
        assertThat(client.run(insertion("k5", "x"))).startsWith("22P02");
        assertThat(client.run("select b from w where a = 'k4'")).startsWith("4\n");
        client.run("create type level as enum ('low', 'high')");
        client.run("alter table w alter column b type level using 'low'::level");
        assertThat(client.run(insertion("k6", "high"))).isEqualTo("INSERT 1");
        assertThat(client.run(insertion("k7", "none"))).startsWith("22P02");
        assertThat(client.run("select b from w where a = 'k6'")).startsWith("high\n");
    }

    @Test
    void stringsThatMeanTheTimeAreReadEachTime() {
        client.run("create table w(a int, at timestamptz)");
        for (int i = 0; i < 3; i++) {
            assertThat(client.run("insert into w values (" + i + ", '2026-01-02 03:04:05+00')"))
                    .isEqualTo("INSERT 1");
        }
        for (int i = 3; i < 6; i++) {
            assertThat(client.run("insert into w values (" + i + ", 'now')")).isEqualTo("INSERT 1");
        }
        assertThat(client.run("select count(distinct at), min(a) from w where a >= 3 and at > '2026-01-03'"))
                .startsWith("3|3\n");
        client.run("set time zone 'Asia/Tokyo'");
        assertThat(client.run("insert into w values (7, '2026-01-02 03:04:05')"))
                .isEqualTo("INSERT 1");
        client.run("set time zone 'UTC'");
        assertThat(client.run("select at from w where a = 7")).startsWith("2026-01-01 18:04:05+00");
    }
}
