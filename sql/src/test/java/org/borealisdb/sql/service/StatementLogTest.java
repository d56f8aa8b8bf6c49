package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.BoxedRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the instance's log is told of statements. */
class StatementLogTest {
    private final Region region = new Region();
    private final Region.Client client = region.connect();
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        ((EngineSession) client.session)
                .log()
                .setReceiver(line ->
                        told.add(line.substring(line.indexOf("] ") + 2).replaceAll("\\d+\\.\\d{3} ms", "N ms")));
        client.run("create table t(a int primary key, b text)");
    }

    @AfterEach
    void close() {
        client.session.close();
        region.close();
    }

    private List<String> of(String... statements) {
        told.clear();
        for (String statement : statements) {
            client.run(statement);
        }
        return List.copyOf(told);
    }

    @Test
    void nothingIsToldByDefault() {
        assertThat(of("insert into t values (1, 'x')", "select * from t", "select 1/0", "drop table u"))
                .isEmpty();
    }

    @Test
    void statementsAreToldByTheirKind() {
        client.run("set log_statement = 'ddl'");
        String[] statements = {
            "select 1",
            "insert into t values (1,\n'x')",
            "create table u(a int); select 2",
            "explain analyze delete from t",
            "comment on table t is 'x'"
        };
        assertThat(of(statements))
                .containsExactly(
                        "postgres@postgres statement: create table u(a int); select 2",
                        "postgres@postgres statement: comment on table t is 'x'");
        client.run("drop table u");
        client.run("set log_statement = 'mod'");
        assertThat(of(statements))
                .containsExactly(
                        "postgres@postgres statement: insert into t values (1,\n\t'x')",
                        "postgres@postgres statement: create table u(a int); select 2",
                        "postgres@postgres statement: explain analyze delete from t",
                        "postgres@postgres statement: comment on table t is 'x'");
        client.run("prepare add as insert into t values ($1, 'p')");
        assertThat(of("execute add(7)", "prepare q as select 1", "execute q"))
                .containsExactly("postgres@postgres statement: execute add(7)");
        client.run("set log_statement = 'all'");
        assertThat(of("select 1", "select 1", "begin", "rollback")).hasSize(4);
        assertThat(of("set log_statement = 'none'", "select 1")).hasSize(1);
    }

    @Test
    void whatTakesLongIsTold() {
        client.run("set log_min_duration_statement = 0");
        assertThat(of("select 3")).containsExactly("postgres@postgres duration: N ms  statement: select 3");
        client.run("set log_statement = 'all'");
        assertThat(of("select 3"))
                .containsExactly("postgres@postgres statement: select 3", "postgres@postgres duration: N ms");
        client.run("set log_statement = 'none'");
        client.run("set log_min_duration_statement = '1h'");
        assertThat(of("select 3")).isEmpty();
        client.run("set log_duration = on");
        assertThat(of("select 3")).containsExactly("postgres@postgres duration: N ms");
    }

    @Test
    void parametersAreTold() {
        client.run("set log_statement = 'mod'");
        client.session.parse("add", "insert into t values ($1, $2)", List.of(23, 25));
        told.clear();
        client.execute("add", BoxedRow.of(5L, "it's"));
        client.execute("add", BoxedRow.of(6L, null));
        assertThat(told)
                .containsExactly(
                        "postgres@postgres execute: insert into t values ($1, $2)\n\tPARAMETERS: $1 = '5', $2 = 'it''s'",
                        "postgres@postgres execute: insert into t values ($1, $2)\n\tPARAMETERS: $1 = '6', $2 = NULL");
    }

    @Test
    void failedStatementsAreTold() {
        client.run("set log_min_error_statement = 'error'");
        assertThat(of("select 1", "select 1/0", "selec 1", "insert into t values (1, 'x'), (1, 'y')"))
                .containsExactly(
                        "postgres@postgres ERROR 22012: division by zero\n\tSTATEMENT: select 1/0",
                        "postgres@postgres ERROR 42601: syntax error at or near \"selec\"\n\tSTATEMENT: selec 1",
                        "postgres@postgres ERROR 23505: duplicate key value violates unique constraint \"t_pkey\"\n\tSTATEMENT: insert into t values (1, 'x'), (1, 'y')");
        told.clear();
        assertThatThrownBy(() -> client.session.parse("p", "select from missing", List.of()))
                .isInstanceOf(SqlException.class);
        client.session.synchronize();
        client.session.parse("q", "select 1 / $1", List.of(23));
        assertThatThrownBy(() -> client.execute("q", BoxedRow.of(0L))).isInstanceOf(SqlException.class);
        assertThat(told)
                .containsExactly(
                        "postgres@postgres ERROR 42P01: relation \"missing\" does not exist\n\tSTATEMENT: select from missing",
                        "postgres@postgres ERROR 22012: division by zero\n\tSTATEMENT: select 1 / $1");
    }
}
