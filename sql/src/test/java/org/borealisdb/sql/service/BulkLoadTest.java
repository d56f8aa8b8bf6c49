package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** COPY, INSERT ... SELECT, ALTER TABLE ADD PRIMARY KEY and CREATE INDEX over many rows. */
class BulkLoadTest {
    private static final int MANY = 6_000;

    private final Region region = new Region();
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        region.close();
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> number + "\ttext of row " + number + "\n")
                .collect(Collectors.joining());
    }

    private String count(String table) {
        return client.run("select count(*), min(a), max(a) from " + table);
    }

    @Test
    void copiesAllKindsOfValues() {
        client.run(
                "create table t(a int, b bigint, c smallint, d text, e varchar(5), f char(4), g numeric, h date, i bool)");
        String data = """
                1\t-9223372036854775808\t-32768\tgr\\u\u00fc\u00dfe\tfive5\tab\t1.50\t2024-02-29\tt
                 2 \t+9223372036854775807\t32767\ta\\tb\\nc\\\\\\x41\\102\tfive5  \t\u00e9\t-0.001\t1999-12-31\tf
                \\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N
                4\t4\t4\t\t\tabcd  \t4\t2000-01-01\ton""";
        assertThat(client.copy("copy t from stdin", data)).isEqualTo("COPY 4");
        assertThat(client.run("select * from t")).isEqualTo("""
                1|-9223372036854775808|-32768|gru\u00fc\u00dfe|five5|ab  |1.50|2024-02-29|t
                2|9223372036854775807|32767|a\tb
                c\\AB|five5|\u00e9   |-0.001|1999-12-31|f
                NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL
                4|4|4|||abcd|4|2000-01-01|t
                SELECT 4""");
    }

    @Test
    void anEndMarkEndsTheData() {
        client.run("create table t(a int)");
        assertThat(client.copy("copy t from stdin", "1\n2\n\\.\nnot a number\n"))
                .isEqualTo("COPY 2");
    }

    @Test
    void errorsNameTheLineAndWhatIsInIt() {
        client.run("create table t(a int primary key, b varchar(3) not null, c smallint)");
        assertThat(client.copy("copy t from stdin", "1\tx\t1\n2\tx\n"))
                .isEqualTo("22P04: missing data for column \"c\" @ COPY t, line 2: \"2\tx\"");
        assertThat(client.copy("copy t from stdin", "1\tx\t1\t\n"))
                .isEqualTo("22P04: extra data after last expected column @ COPY t, line 1: \"1\tx\t1\t\"");
        assertThat(client.copy("copy t from stdin", "1\tx\t1\n2x\tx\t1\n"))
                .isEqualTo("22P02: invalid input syntax for type integer: \"2x\" @ COPY t, line 2, column a: \"2x\"");
        assertThat(client.copy("copy t from stdin", "1\tx\t32768\n"))
                .isEqualTo("22003: value \"32768\" is out of range for type smallint"
                        + " @ COPY t, line 1, column c: \"32768\"");
        assertThat(client.copy("copy t from stdin", "1\tlong\t1\n"))
                .isEqualTo("22001: value too long for type character varying(3) @ COPY t, line 1, column b: \"long\"");
        assertThat(client.copy("copy t from stdin", "1\t\\N\t1\n"))
                .isEqualTo("23502: null value in column \"b\" of relation \"t\" violates not-null constraint"
                        + " / Failing row contains (1, null, 1). @ COPY t, line 1: \"1\t\\N\t1\"");
        assertThat(client.copy("copy t from stdin", "1\tx\t1\n2\tx\t1\n1\ty\t1\n3\tx\tx\n"))
                .as("the error of the earlier line")
                .isEqualTo("23505: duplicate key value violates unique constraint \"t_pkey\""
                        + " / Key (a)=(1) already exists. @ COPY t, line 3");
        assertThat(client.run("select * from t")).isEqualTo("SELECT 0");
    }

    @Test
    void manyLinesAreTakenBackTogether() {
        client.run("create table t(a int, b text)");
        client.copy("copy t from stdin", lines(0, 10));
        client.run("begin");
        assertThat(client.copy("copy t from stdin", lines(10, MANY))).isEqualTo("COPY " + (MANY - 10));
        assertThat(count("t")).isEqualTo(MANY + "|0|" + (MANY - 1) + "\nSELECT 1");
        client.run("savepoint s");
        client.copy("copy t from stdin", lines(MANY, 2 * MANY));
        client.run("rollback to s");
        assertThat(count("t")).isEqualTo(MANY + "|0|" + (MANY - 1) + "\nSELECT 1");
        client.run("savepoint u");
        assertThat(client.copy("copy t from stdin", lines(MANY, 2 * MANY) + "x\ty\n"))
                .startsWith("22P02")
                .endsWith("line " + (MANY + 1) + ", column a: \"x\"");
        client.run("rollback to u");
        assertThat(count("t")).isEqualTo(MANY + "|0|" + (MANY - 1) + "\nSELECT 1");
        client.run("rollback");
        assertThat(count("t")).isEqualTo("10|0|9\nSELECT 1");
    }

    @Test
    void othersSeeACopyOnceItIsCommitted() {
        client.run("create table t(a int, b text)");
        Region.Client other = region.connect();
        other.run("begin isolation level repeatable read");
        other.run("select count(*) from t");
        client.run("begin");
        client.copy("copy t from stdin", lines(0, MANY));
        Region.Client third = region.connect();
        assertThat(third.run("select count(*) from t")).isEqualTo("0\nSELECT 1");
        assertThat(third.run("insert into t values (-1, 'beside')")).isEqualTo("INSERT 1");
        client.run("commit");
        assertThat(third.run("select count(*) from t")).isEqualTo((MANY + 1) + "\nSELECT 1");
        assertThat(other.run("select count(*) from t")).isEqualTo("0\nSELECT 1");
        other.run("commit");
    }

    @Test
    void aPrimaryKeyIsAddedToManyRowsInAnyOrder() {
        client.run("create table t(a int, b text)");
        client.copy("copy t from stdin", lines(0, MANY));
        client.run("create table u(a int, b text)");
        assertThat(client.run("insert into u select (a * 7919) % 6007, b from t"))
                .isEqualTo("INSERT " + MANY);
        client.run("insert into u values (6100, repeat('long', 5000))");
        client.run("alter table u add column c int");
        assertThat(client.run("alter table u add primary key (a)")).isEqualTo("ALTER TABLE");
        assertThat(client.run("select b, c from u where a = 7919 % 6007")).isEqualTo("text of row 1|NULL\nSELECT 1");
        assertThat(client.run("select length(b) from u where a = 6100")).isEqualTo("20000\nSELECT 1");
        assertThat(client.run("select count(*) from u")).isEqualTo((MANY + 1) + "\nSELECT 1");
        assertThat(client.run("insert into u values (0, 'twice')"))
                .isEqualTo(
                        "23505: duplicate key value violates unique constraint \"u_pkey\" / Key (a)=(0) already exists.");
        assertThat(client.run("update u set b = 'changed' where a = 0")).isEqualTo("UPDATE 1");
    }

    @Test
    void aPrimaryKeyThatTwoRowsWouldHaveOrOneWouldNotIsRefused() {
        client.run("create table t(a int, b text)");
        client.copy("copy t from stdin", lines(0, MANY) + "3000\tagain\n");
        assertThat(client.run("alter table t add primary key (a)"))
                .isEqualTo("23505: could not create unique index \"t_pkey\" / Key (a)=(3000) is duplicated.");
        client.run("delete from t where b = 'again'");
        client.copy("copy t from stdin", "\\N\tnull\n");
        assertThat(client.run("alter table t add primary key (a)"))
                .isEqualTo("23502: column \"a\" of relation \"t\" contains null values");
        assertThat(client.run("select count(*) from t")).isEqualTo((MANY + 1) + "\nSELECT 1");
        client.run("delete from t where a is null");
        client.run("begin");
        assertThat(client.run("alter table t add primary key (a)")).isEqualTo("ALTER TABLE");
        client.run("rollback");
        assertThat(client.run("insert into t values (5, 'no key yet')")).isEqualTo("INSERT 1");
    }

    @Test
    void indexesAreBuiltOverManyRows() {
        client.run("create table t(a int, b text)");
        client.copy("copy t from stdin", lines(0, MANY) + "\\N\tx\n\\N\ty\n");
        assertThat(client.run("create index on t(b, a)")).isEqualTo("CREATE INDEX");
        assertThat(client.run("create unique index on t(a)")).isEqualTo("CREATE INDEX");
        assertThat(client.run("select b from t where a = 4711")).isEqualTo("text of row 4711\nSELECT 1");
        assertThat(client.run("select a from t where b = 'text of row 4711'")).isEqualTo("4711\nSELECT 1");
        client.run("create table u(a int, b text)");
        client.copy("copy u from stdin", lines(0, MANY) + lines(77, 78));
        assertThat(client.run("create unique index on u(a)"))
                .isEqualTo("23505: could not create unique index \"u_a_idx\" / Key (a)=(77) is duplicated.");
        assertThat(client.copy("copy t from stdin", lines(MANY, MANY + 100) + lines(5, 6)))
                .isEqualTo("23505: duplicate key value violates unique constraint \"t_a_idx\""
                        + " / Key (a)=(5) already exists. @ COPY t, line 101");
    }

    @Test
    void aKeyThatComesTwiceStopsInsertSelect() {
        client.run("create table t(a int primary key, b text)");
        assertThat(client.run("insert into t select g % 5000, 'x' from generate_series(1, 6000) g"))
                .isEqualTo(
                        "23505: duplicate key value violates unique constraint \"t_pkey\" / Key (a)=(1) already exists.");
        assertThat(client.run("insert into t select 10 / (g - 8), 'x' from generate_series(1, 20) g"))
                .as("the error of the earlier row")
                .isEqualTo(
                        "23505: duplicate key value violates unique constraint \"t_pkey\" / Key (a)=(-1) already exists.");
        assertThat(client.run("insert into t select g, 'x' from generate_series(1, 6000) g"))
                .isEqualTo("INSERT 6000");
        assertThat(client.run("insert into t select a + 6000, b from t")).isEqualTo("INSERT 6000");
        assertThat(count("t")).isEqualTo("12000|1|12000\nSELECT 1");
    }
}
