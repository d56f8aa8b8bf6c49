package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements whose trees are high are planned and run, and those that are too high are refused: none needs more of the stack than there is. */
class TallStatementsTest {
    /** The most operators in a row. */
    private static final int MOST = 4000;

    private final Region region = new Region();
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        client.session.close();
        region.close();
    }

    private void isRefused(String text) {
        assertThat(client.run(text)).startsWith("54001: stack depth limit exceeded");
        assertThat(client.run("select 1")).startsWith("1\n");
    }

    @Test
    void operatorsStandInARow() {
        assertThat(client.run("select 1" + " + 1".repeat(MOST))).startsWith("4001\n");
        isRefused("select 1" + " + 1".repeat(MOST + 1));
        assertThat(client.run("select length('a'" + " || 'a'".repeat(MOST) + ")"))
                .startsWith("4001\n");
        assertThat(client.run("select 1" + "::int".repeat(MOST))).startsWith("1\n");
        isRefused("select 1" + "::int".repeat(MOST + 1));
        assertThat(client.run("select 1" + " is null".repeat(MOST))).startsWith("f\n");
        isRefused("select now()" + " at time zone 'utc'".repeat(MOST + 2));
        isRefused("select a" + "[1]".repeat(MOST + 1) + " from (select array[1]) as x(a)");
    }

    @Test
    void columnsStandInARow() {
        client.run("create table t(a int)");
        client.run("insert into t values (1), (2)");
        String sum = "a" + "+a".repeat(MOST - 1);
        assertThat(client.run("select " + sum + " from t where " + sum + " > 0 order by " + sum))
                .isEqualTo("4000\n8000\nSELECT 2");
        assertThat(client.run("select " + sum + ", count(*) from t group by " + sum + " order by 1"))
                .isEqualTo("4000|1\n8000|1\nSELECT 2");
        assertThat(client.run("select sum(" + sum + ") from t")).startsWith("12000\n");
        assertThat(client.run("update t set a = " + sum + " where a = 1 returning a"))
                .startsWith("4000\n");
        isRefused("update t set a = " + sum + "+a+a");
    }

    @Test
    void partsOfAStatementDoNotAddUp() {
        String sum = "1" + "+1".repeat(3000);
        assertThat(client.run("select " + sum + ", " + sum + " where " + sum + " > (select " + sum + " - 1)"))
                .startsWith("3001|3001\n");
        assertThat(client.run("select 1 + (select 1" + "+1".repeat(1000) + ")" + "+1".repeat(2000)))
                .startsWith("3002\n");
        isRefused("select (1" + "+1".repeat(3000) + ")" + "+1".repeat(2000));
        assertThat(client.run(IntStream.rangeClosed(1, 500)
                        .mapToObj(i -> "select x.a from (select 1) x(a) join (select 1) y(a) on x.a = y.a")
                        .collect(Collectors.joining(" union all ", "select count(*) from (", ") u"))))
                .startsWith("500\n");
    }

    @Test
    void whatIsStoredCanBeReadAgain() {
        String sum = "a" + "+a".repeat(300);
        client.run("create table t(a int default 1" + "+1".repeat(300) + " check (" + sum + " > 0))");
        assertThat(client.run("insert into t values (default) returning a")).startsWith("301\n");
        isRefused("create table u(a int check (" + sum + "+a".repeat(200) + " > 0))");
        isRefused("create table u(a int default 1" + "+1".repeat(500) + ")");
        isRefused("create index on t((" + sum + "+a".repeat(200) + "))");
    }

    @Test
    void setOperationsAndJoinsStandInARow() {
        String selects =
                IntStream.rangeClosed(1, 1000).mapToObj(i -> "select " + i).collect(Collectors.joining(" union all "));
        assertThat(client.run("select count(*) from (" + selects + ") x")).startsWith("1000\n");
        assertThat(client.run("select count(*) from (" + selects.replace(" all ", " ") + " union select 1) x"))
                .startsWith("1000\n");
        isRefused("select 1" + " union all select 1".repeat(MOST + 1));
        isRefused("select 1 from (select 1) a" + " cross join (select 1) b".repeat(MOST + 1));
    }
}
