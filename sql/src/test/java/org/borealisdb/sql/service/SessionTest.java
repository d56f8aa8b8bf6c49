package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.session.ColumnFormats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sessions answer, in the order in which a user would try things. */
class SessionTest {
    private final Region region = new Region();
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        client.session.close();
        region.close();
    }

    @Test
    void rowsAreInsertedReadChangedAndDeleted() {
        assertThat(client.run("create table t(id int primary key, name text not null, n numeric(10,2) default 1.5)"))
                .isEqualTo("CREATE TABLE");
        assertThat(client.run("insert into t(id, name) values (1,'one'),(2,'two'),(3,'three')"))
                .isEqualTo("INSERT 0 3".replace("0 ", ""));
        assertThat(client.run("select * from t where id = 2")).isEqualTo("2|two|1.50\nSELECT 1");
        assertThat(client.run("select name from t where id >= 2 order by name desc"))
                .isEqualTo("two\nthree\nSELECT 2");
        assertThat(client.run("update t set n = n + id where id > 1 returning id, n"))
                .isEqualTo("2|3.50\n3|4.50\nUPDATE 2");
        assertThat(client.run("insert into t values (2, 'again')"))
                .isEqualTo(
                        "23505: duplicate key value violates unique constraint \"t_pkey\" / Key (id)=(2) already exists.");
        assertThat(client.run("insert into t(id) values (9)"))
                .startsWith("23502: null value in column \"name\" of relation \"t\" violates not-null constraint");
        assertThat(client.run("select count(*), sum(n), max(name) from t")).isEqualTo("3|9.50|two\nSELECT 1");
        assertThat(client.run("delete from t where id = 1")).isEqualTo("DELETE 1");
        assertThat(client.run("select count(*) from t a join t b on a.id = b.id left join t c on c.id = a.id + 1"))
                .isEqualTo("2\nSELECT 1");
        assertThat(client.run("select id from t where exists (select 1 from t u where u.id = t.id + 1)"))
                .isEqualTo("2\nSELECT 1");
        assertThat(client.run("select id from t where id in (select id - 1 from t) order by 1"))
                .isEqualTo("2\nSELECT 1");
        assertThat(client.run("select nothing from t")).isEqualTo("42703: column \"nothing\" does not exist");
        assertThat(client.run("select name, count(*) from t"))
                .startsWith("42803: column \"t.name\" must appear in the GROUP BY clause");
    }

    @Test
    void transactionBlocksFailAndGoBack() {
        client.run("create table t(id serial, v int)");
        assertThat(client.run("begin; insert into t(v) values (1); savepoint s; insert into t(v) values (2)"))
                .isEqualTo("BEGIN\nINSERT 1\nSAVEPOINT\nINSERT 1");
        assertThat(client.run("select 1/0")).isEqualTo("22012: division by zero");
        assertThat(client.run("select 1")).startsWith("25P02");
        assertThat(client.run("rollback to s; commit")).isEqualTo("ROLLBACK\nCOMMIT");
        assertThat(client.run("select id, v from t")).isEqualTo("1|1\nSELECT 1");
        client.run("begin");
        client.run("update t set v = 7");
        client.run("rollback");
        assertThat(client.run("select v from t")).isEqualTo("1\nSELECT 1");
    }

    @Test
    void pgbenchTablesAreMadeAndItsTransactionRuns() {
        assertThat(client.run("drop table if exists pgbench_accounts"))
                .isEqualTo("table \"pgbench_accounts\" does not exist, skipping\nDROP TABLE");
        client.run("create table pgbench_history(tid int,bid int,aid int,delta int,mtime timestamp,filler char(22))");
        client.run("create table pgbench_accounts(aid int not null,bid int,abalance int,filler char(84))"
                + " with (fillfactor=100)");
        client.run("begin");
        assertThat(client.run("truncate table pgbench_accounts, pgbench_history"))
                .isEqualTo("TRUNCATE TABLE");
        assertThat(client.copy(
                        "copy pgbench_accounts from stdin with (freeze on)", "1\t1\t0\t\n2\t1\t0\t\n3\t1\t\\N\tx\n"))
                .isEqualTo("COPY 3");
        assertThat(client.run("commit")).isEqualTo("COMMIT");
        assertThat(client.run("vacuum analyze pgbench_accounts")).isEqualTo("VACUUM");
        assertThat(client.run("alter table pgbench_accounts add primary key (aid)"))
                .isEqualTo("ALTER TABLE");
        assertThat(client.run("insert into pgbench_accounts values (2, 1, 0, '')"))
                .startsWith("23505");
        client.session.parse("P", "UPDATE pgbench_accounts SET abalance = abalance + $1 WHERE aid = $2", List.of());
        client.session.parse(
                "H",
                "INSERT INTO pgbench_history (tid, bid, aid, delta, mtime)"
                        + " VALUES ($1, $2, $3, $4, CURRENT_TIMESTAMP)",
                List.of());
        client.session.synchronize();
        assertThat(client.execute("P", BoxedRow.of(5L, 2L))).isEqualTo("UPDATE 1");
        assertThat(client.execute("P", BoxedRow.of(-7L, 2L))).isEqualTo("UPDATE 1");
        assertThat(client.execute("H", BoxedRow.of(1L, 1L, 2L, 5L))).isEqualTo("INSERT 1");
        assertThat(client.run("SELECT abalance FROM pgbench_accounts WHERE aid = 2"))
                .isEqualTo("-2\nSELECT 1");
        assertThat(client.run("create index on pgbench_accounts(bid, aid)")).isEqualTo("CREATE INDEX");
        assertThat(client.run("select aid from pgbench_accounts where bid = 1 and aid > 1"))
                .isEqualTo("2\n3\nSELECT 2");
        assertThat(client.run(
                        "insert into pgbench_history select 1, 1, g, 0, now(), '' from generate_series(1, 500) g"))
                .isEqualTo("INSERT 500");
        assertThat(client.run("select delta, count(*) from pgbench_history group by delta order by 1"))
                .isEqualTo("0|500\n5|1\nSELECT 2");
    }

    @Test
    void fetchGoesOnWhereThePortalOfTheProtocolIs() {
        client.run("begin");
        client.session.parse("S", "select g from generate_series(1, 9) g", List.of());
        client.session.bind("p q", client.session.statement("S"), BoxedRow.empty(), ColumnFormats.TEXT);
        assertThat(client.fetch("p q", 2)).startsWith("1\n2");
        assertThat(client.run("move forward 2 from \"p q\"")).isEqualTo("MOVE 2");
        assertThat(client.run("fetch \"p q\"")).isEqualTo("5\nFETCH 1");
        assertThat(client.fetch("p q", 1)).startsWith("6");
        assertThat(client.run("fetch all in \"p q\"")).isEqualTo("7\n8\n9\nFETCH 3");
        assertThat(client.run("fetch all in \"p q\"")).isEqualTo("FETCH 0");
        assertThat(client.run("close \"p q\"")).isEqualTo("CLOSE CURSOR");
        assertThat(client.run("fetch all in \"p q\"")).isEqualTo("34000: cursor \"p q\" does not exist");
        client.run("rollback; begin");
        client.session.bind("p q", client.session.statement("S"), BoxedRow.empty(), ColumnFormats.TEXT);
        assertThat(client.run("fetch backward 1 from \"p q\"")).isEqualTo("55000: cursor can only scan forward");
        client.run("rollback");
    }

    @Test
    void noTransactionIsPrepared() {
        client.run("create table t(id int)");
        client.run("begin; insert into t values (1)");
        assertThat(client.run("prepare transaction 'x'")).isEqualTo("55000: prepared transactions are disabled");
        assertThat(client.run("select count(*) from t")).isEqualTo("0\nSELECT 1");
        assertThat(client.run("begin")).isEqualTo("BEGIN");
        assertThat(client.run("select 1/0")).startsWith("22012");
        assertThat(client.run("prepare transaction 'x'")).isEqualTo("ROLLBACK");
        assertThat(client.run("commit prepared 'x'"))
                .isEqualTo("42704: prepared transaction with identifier \"x\" does not exist");
        assertThat(client.run("begin; rollback prepared 'x'"))
                .endsWith("25001: ROLLBACK PREPARED cannot run inside a transaction block");
    }
}
