package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.BoxedRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Texts that a client has parsed again and again mean what they would mean if they were parsed for the first time. */
class ParsedTextsTest {
    private static final String BY_ID = "select * from t where id = $1";

    private final Region region = new Region();
    private final Region.Client client = region.connect();

    @BeforeEach
    void fill() {
        client.run("create table t(id int primary key, s text)");
        client.run("insert into t select i, 'row ' || i from generate_series(1, 5) as series(i)");
    }

    @AfterEach
    void close() {
        client.session.close();
        region.close();
    }

    private String parseAndRun(String text, Object... values) {
        client.session.parse("", text, List.of());
        client.session.synchronize();
        return client.execute("", BoxedRow.of(values));
    }

    @Test
    void answersFollowTheCatalog() {
        Region.Client other = region.connect();
        for (long id = 1; id <= 3; id++) {
            assertThat(parseAndRun(BY_ID, id)).isEqualTo(id + "|row " + id + "\nSELECT 1");
        }
        other.run("alter table t add column n int default 7");
        assertThat(parseAndRun(BY_ID, 1L)).isEqualTo("1|row 1|7\nSELECT 1");
        assertThat(client.session.statement("").shape().orElseThrow().columns()).hasSize(3);
        other.run("drop table t");
        assertThatThrownBy(() -> parseAndRun(BY_ID, 1L))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("does not exist");
        client.session.synchronize();
        other.run("create table t(id text)");
        other.run("insert into t values ('1')");
        assertThat(parseAndRun(BY_ID, "1")).isEqualTo("1\nSELECT 1");
        other.session.close();
    }

    @Test
    void answersFollowTheSettings() {
        client.run("create schema other");
        client.run("create table other.t(id int primary key, b bool)");
        client.run("insert into other.t values (1, true)");
        assertThat(parseAndRun(BY_ID, 1L)).startsWith("1|row 1");
        client.run("set search_path to other");
        assertThat(parseAndRun(BY_ID, 1L)).startsWith("1|t");
        client.run("reset search_path");
        assertThat(parseAndRun(BY_ID, 1L)).startsWith("1|row 1");
    }

    @Test
    void preparedStatementsFollowTheRoleAndTheSearchPath() {
        client.run("create role someone");
        client.run("create schema other");
        client.run("create table other.t(id int primary key, s text)");
        client.run("prepare who as select current_user");
        client.run("prepare what as select count(*) from t");
        assertThat(client.run("execute who")).doesNotStartWith("someone");
        assertThat(client.run("execute what")).startsWith("5\n");
        client.run("set role someone");
        assertThat(client.run("execute who")).startsWith("someone\n");
        client.run("reset role");
        assertThat(client.run("execute who")).doesNotStartWith("someone");
        client.run("set search_path to other");
        assertThat(client.run("execute what")).startsWith("0\n");
    }

    @Test
    void changesOfAnOpenTransactionAreForIt() {
        assertThat(parseAndRun(BY_ID, 1L)).startsWith("1|row 1\n");
        client.run("begin");
        client.run("alter table t add column n int default 7");
        assertThat(parseAndRun(BY_ID, 1L)).startsWith("1|row 1|7\n");
        client.run("rollback");
        assertThat(parseAndRun(BY_ID, 1L)).startsWith("1|row 1\n");
    }

    @Test
    void aFailedTransactionRefusesThem() {
        assertThat(parseAndRun(BY_ID, 1L)).startsWith("1|row 1\n");
        client.run("begin");
        client.run("select 1/0");
        assertThatThrownBy(() -> client.session.parse("", BY_ID, List.of()))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("aborted");
        client.run("rollback");
        assertThat(parseAndRun(BY_ID, 1L)).startsWith("1|row 1\n");
    }

    @Test
    void rolesNeedTheirPrivileges() {
        client.run("create role someone");
        assertThat(parseAndRun(BY_ID, 1L)).startsWith("1|row 1\n");
        client.run("set role someone");
        assertThatThrownBy(() -> parseAndRun(BY_ID, 1L))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("permission denied");
        client.session.synchronize();
        client.run("reset role");
        client.run("grant select on t to someone");
        client.run("set role someone");
        assertThat(parseAndRun(BY_ID, 1L)).startsWith("1|row 1\n");
        client.run("reset role");
        client.run("revoke select on t from someone");
        client.run("set role someone");
        assertThatThrownBy(() -> parseAndRun(BY_ID, 1L))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void typesOfParametersBelongToTheText() {
        String text = "select $1 as x";
        client.session.parse("a", text, List.of(BuiltInType.INT4.oid()));
        client.session.parse("b", text, List.of(BuiltInType.TEXT.oid()));
        client.session.parse("c", text, List.of(BuiltInType.INT4.oid()));
        assertThat(client.session.statement("c").parameterTypes())
                .isEqualTo(client.session.statement("a").parameterTypes())
                .isNotEqualTo(client.session.statement("b").parameterTypes());
        client.session.closeStatement("a");
        assertThat(client.execute("c", BoxedRow.of(5L))).startsWith("5\n");
        assertThat(client.execute("b", BoxedRow.of("five"))).startsWith("five\n");
    }
}
