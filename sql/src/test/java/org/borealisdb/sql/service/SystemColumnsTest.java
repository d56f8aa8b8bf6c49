package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.sql.catalog.SystemColumn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Addresses and versions of rows: an address leads back to its row, whatever the table's key is. */
class SystemColumnsTest {
    private final Region region = new Region();
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        client.session.close();
        region.close();
    }

    @Test
    void addressesLeadBackToRows() {
        List<String> keys = List.of(
                "smallint", "int", "bigint", "oid", "text", "numeric", "bytea", "date", "char(3)", "double precision");
        List<String> values = List.of(
                "'-32768', '-1', '0', '32767'",
                "'-2147483648', '-1', '0', '1', '2147483647'",
                "'-9223372036854775808', '-1', '0', '281474976710655', '281474976710656', '9223372036854775807'",
                "'0', '1', '4294967295'",
                "'', 'a', 'ab', 'abcdef', 'a much longer text than the others'",
                "'-1', '0', '1e100', 'NaN'",
                "'', '\\x00', '\\x0001', '\\x01'",
                "'-infinity', '2000-01-01', 'infinity'",
                "'', 'a', 'abc'",
                "'-0.5', '0', 'NaN'");
        for (int i = 0; i < keys.size(); i++) {
            client.run("create table t(k " + keys.get(i) + " primary key, n int)");
            client.run(
                    "insert into t select v::" + keys.get(i) + ", 0 from unnest(array[" + values.get(i) + "]) as u(v)");
            String count = client.run("select count(*) from t");
            assertThat(client.run("select count(distinct ctid) from t"))
                    .as(keys.get(i))
                    .isEqualTo(count);
            assertThat(client.run("select count(*) from t a where (select b.k = a.k from t b where b.ctid ="
                            + " a.ctid::text::tid)"))
                    .as(keys.get(i))
                    .isEqualTo(count);
            client.run("drop table t");
        }
    }

    @Test
    void addressesOfNoRowLeadNowhere() {
        client.run("create table keyed(k smallint primary key)");
        client.run("create table plain(n int)");
        client.run("insert into keyed values (1)");
        for (String table : List.of("keyed", "plain")) {
            for (String address :
                    List.of("(0,0)", "(4294967295,65535)", "(4294967296,0)", "(1208925819614629174706176,1)")) {
                assertThat(client.run("select * from " + table + " where ctid = '" + address + "'"))
                        .isEqualTo("SELECT 0");
            }
        }
    }

    @Test
    void addressesStayUntilTheKeyChanges() {
        client.run("create table t(k int primary key, n int)");
        client.run("insert into t values (1, 1)");
        assertThat(client.run("update t set n = 2 returning ctid")).startsWith("(0,1)");
        assertThat(client.run("update t set k = 65537 returning ctid")).startsWith("(1,1)");
        assertThat(client.run("select ctid from t")).startsWith("(1,1)");
    }

    @Test
    void changesOfVersionsThatAreGoneDoNothing() {
        client.run("create table t(k int primary key, n int)");
        client.run("insert into t values (1, 1)");
        String before = client.run("select xmin from t").lines().findFirst().orElseThrow();
        client.run("update t set n = 2");
        assertThat(client.run("update t set n = 3 where k = 1 and xmin = '" + before + "'"))
                .isEqualTo("UPDATE 0");
        String now = client.run("select xmin from t").lines().findFirst().orElseThrow();
        assertThat(now).isNotEqualTo(before);
        assertThat(client.run("update t set n = 3 where k = 1 and xmin = '" + now + "'"))
                .isEqualTo("UPDATE 1");
    }

    @Test
    void onlyWholeWordsNameThem() {
        assertThat(List.of("select ctid from t", "CTID", "t.\"xmin\"", "where tableoid=1", "(cmax)"))
                .allMatch(SystemColumn::isNamedIn);
        assertThat(List.of("select a from t", "last_ctid", "xmins", "cti", "", "ctid2", "tableoids"))
                .noneMatch(SystemColumn::isNamedIn);
    }
}
