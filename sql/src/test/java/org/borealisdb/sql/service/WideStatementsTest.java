package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.borealisdb.sql.postgres.RegionFacts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements of many parts are planned in bounded time and memory, give the right rows, and end when they are not wanted any more. */
class WideStatementsTest {
    private final Region region = new Region(512, RegionFacts.NONE, 64L << 20, store -> store);
    private final Region.Client client = region.connect();

    @BeforeEach
    void makeTable() {
        client.run("create table t(a int primary key, b int)");
        client.run("insert into t select i, i + 1 from generate_series(1, 5) i");
    }

    @AfterEach
    void close() {
        client.session.close();
        assertThat(region.statementMemory().taken()).as("memory still taken").isZero();
        region.close();
    }

    private static String joined(int count, String between, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(between));
    }

    @Test
    void manyRelationsAreJoined() {
        assertThat(client.run("select count(*), sum(x1999) from "
                        + joined(2000, ", ", i -> "(values (" + i + ")) v" + i + "(x" + i + ")")))
                .startsWith("1|1999\n");
        assertThat(client.run("select t0.a, t4.b from " + joined(300, ", ", i -> "t t" + i) + " where "
                        + joined(4, " and ", i -> "t" + i + ".b = t" + (i + 1) + ".a") + " and "
                        + joined(295, " and ", i -> "t" + (i + 5) + ".a = t" + (i + 4) + ".a")))
                .isEqualTo("1|6\nSELECT 1");
        assertThat(client.run("select count(t299.a), count(t298.a) from t t0"
                        + joined(299, "", i -> " left join t t" + (i + 1) + " on t" + (i + 1) + ".a = t" + i + ".b")))
                .startsWith("0|0\n");
        assertThat(client.run("select count(t299.a), sum(t298.b) from t t0"
                        + joined(299, "", i -> " left join t t" + (i + 1) + " on t" + (i + 1) + ".a = t0.a")))
                .startsWith("5|20\n");
        assertThat(client.run("select count(*) from t where "
                        + joined(150, " and ", i -> "exists (select from t x where x.a = t.a + " + i % 2 + ")")))
                .startsWith("4\n");
    }

    @Test
    void relationsThatNothingConnectsAreMultiplied() {
        client.run("create table one(x int); insert into one values (7)");
        assertThat(client.run("select count(*), sum(o99.x) from " + joined(100, ", ", i -> "one o" + i) + ", t, t u"))
                .startsWith("25|175\n");
    }

    @Test
    void manyConditionsAreMet() {
        assertThat(client.run("select a from t where " + joined(5000, " and ", i -> "a <> " + (i + 2))))
                .isEqualTo("1\nSELECT 1");
        assertThat(client.run("select count(*) from t x, t y where x.a = y.a and "
                        + joined(5000, " and ", i -> "x.a <> y.b + " + i)))
                .startsWith("5\n");
        assertThat(client.run("select count(*) from t where a > 1 and b < 6 and a < 5 and b > 0 and a > 2"))
                .startsWith("2\n");
    }

    @Test
    void planningIsCutShort() {
        client.run("set statement_timeout = '5ms'");
        String timeout = "57014: canceling statement due to statement timeout";
        assertThat(client.run("select count(*) from t where " + joined(20_000, " and ", i -> "a <> " + i)))
                .isEqualTo(timeout);
        // Short to read, and long to plan.
        String pairs = IntStream.range(0, 10)
                .boxed()
                .flatMap(i -> IntStream.range(0, i).mapToObj(j -> "x" + i + ".a + x" + j + ".b > 0"))
                .collect(Collectors.joining(" and "));
        assertThat(client.run("explain select count(*) from " + joined(10, ", ", i -> "t x" + i) + " where " + pairs))
                .isEqualTo(timeout);
        client.run("set statement_timeout = 0");
        assertThat(client.run("select count(*) from t")).startsWith("5\n");
    }

    @Test
    void statementsHaveMemoryToBePlanned() {
        String values = joined(200_000, ", ", i -> "(" + i + ")");
        assertThat(client.run("insert into t(a) values " + values)).startsWith("53200: out of memory");
        assertThat(client.run("select " + "(".repeat(1_000_000))).startsWith("53200: out of memory");
        assertThat(client.run("select count(*) from t")).startsWith("5\n");
        assertThat(client.run(
                        "create function f(int) returns bigint language sql as 'select count(*) from t where a < $1'"))
                .isEqualTo("CREATE FUNCTION");
        assertThat(client.run("select sum(f(i % 7)) from generate_series(0, 6999) i"))
                .startsWith("15000\n");
    }

    @Test
    void listsHaveTheLimitsOfPostgres() {
        String ones = joined(1665, ", ", i -> "1");
        String list = "54011: target lists can have at most 1664 entries";
        assertThat(client.run("select " + ones)).isEqualTo(list);
        assertThat(client.run("values (" + ones + ")")).isEqualTo(list);
        assertThat(client.run("select a from t order by " + joined(1664, ", ", i -> "a + " + i)))
                .isEqualTo(list);
        assertThat(client.run("select 1 from t group by " + joined(1664, ", ", i -> "a + " + i)))
                .isEqualTo(list);
        assertThat(client.run("select a from t order by " + joined(1663, ", ", i -> "a + " + i)))
                .startsWith("1\n2\n");
        assertThat(client.run("insert into t values (9, 9) returning " + ones))
                .isEqualTo("54011: number of columns (1665) exceeds limit (1664)");
        assertThat(client.run("select row(" + ones + ")"))
                .isEqualTo("54011: ROW expressions can have at most 1664 entries");
        assertThat(client.run("select concat(" + joined(101, ", ", i -> "1") + ")"))
                .isEqualTo("54023: cannot pass more than 100 arguments to a function");
        String columns = joined(1601, ", ", i -> "c" + i + " int");
        String tables = "54011: tables can have at most 1600 columns";
        assertThat(client.run("create table w(" + columns + ")")).isEqualTo(tables);
        assertThat(client.run("create table w as select " + joined(1601, ", ", i -> "1 as c" + i)))
                .isEqualTo(tables);
        assertThat(client.run("create view w as select " + joined(1601, ", ", i -> "1 as c" + i)))
                .isEqualTo(tables);
        assertThat(client.run("select * from json_to_record('{}') as x(" + columns + ")"))
                .isEqualTo("54011: column definition lists can have at most 1600 entries");
        client.run("create table w(" + joined(1600, ", ", i -> "c" + i + " int") + ")");
        assertThat(client.run("alter table w add d int")).isEqualTo(tables);
        String keys = joined(33, ", ", i -> "c" + i);
        String index = "54011: cannot use more than 32 columns in an index";
        assertThat(client.run("create index on w(" + keys + ")")).isEqualTo(index);
        assertThat(client.run("alter table w add unique (" + keys + ")")).isEqualTo(index);
        assertThat(client.run("alter table w add primary key (" + keys + ")")).isEqualTo(index);
    }

    @Test
    void manyTablesAreDropped() {
        client.run(joined(300, ";", i -> "create table d" + i + "(a int)"));
        client.run("create view v as select d7.a from d7, d8; create table of7(x d7)");
        assertThat(client.run("drop table " + joined(300, ", ", i -> "d" + i)))
                .startsWith("2BP01: cannot drop desired object(s) because other objects depend on them");
        assertThat(client.run("drop table " + joined(300, ", ", i -> "d" + i) + " cascade"))
                .isEqualTo("drop cascades to 2 other objects\nDROP TABLE");
        assertThat(client.run("select * from v")).startsWith("42P01");
        assertThat(client.run("select * from of7")).isEqualTo("SELECT 0");
    }
}
