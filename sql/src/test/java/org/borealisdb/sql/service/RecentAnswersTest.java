package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.borealisdb.sql.postgres.RegionFacts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What PostgreSQL 15.20 answers otherwise than 15.18: logic files, whose oracle may be either, leave it out. */
class RecentAnswersTest {
    private final Region region = new Region(512, RegionFacts.NONE);
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        client.session.close();
        region.close();
    }

    @Test
    void nothingIsLeftWithoutAllCharacters() {
        assertThat(client.run("select '[' || right('abc', -2147483648) || ']'")).startsWith("[]");
        assertThat(client.run("select '[' || right('abc', -2) || right('abc', 2) || ']'"))
                .startsWith("[cbc]");
    }

    @Test
    void operatorsHaveNoVariablesOfPaths() {
        assertThat(client.run("select '1'::jsonb @? '$x'")).contains("could not find jsonpath variable \"x\"");
        assertThat(client.run("select 'null'::jsonb @@ '$ == $x'")).contains("could not find jsonpath variable \"x\"");
        assertThat(client.run("select '{}'::jsonb @? 'strict $ ? (@.b == $x)'")).startsWith("f");
    }

    @Test
    void multipliedIntegersDoNotOverflow() {
        assertThat(client.run("select to_char(1000000, '9V99999')")).contains("integer out of range");
        assertThat(client.run("select to_char(1, '9V9999999999')")).contains("integer out of range");
        assertThat(client.run("select to_char(12, '9V9')")).startsWith("##");
        assertThat(client.run("select to_char(3, '9V99')")).startsWith("300");
    }

    @Test
    void linksOfOperatorsAreNotTaken() {
        client.run("create function f(int, int) returns bool language sql as 'select true'");
        assertThat(client.run("create operator <<< (leftarg = int, rightarg = int, function = f, negator = >=)"))
                .contains("negator operator >= is already the negator of operator <");
        assertThat(client.run("create operator <!> (leftarg = int, rightarg = int, function = f, negator = <!>)"))
                .contains("operator cannot be its own negator")
                .doesNotContain("sort");
        assertThat(client.run("create operator <|> (leftarg = int, rightarg = int, function = f, commutator = <||>)"))
                .doesNotContain("already");
        assertThat(client.run("create operator <|>> (leftarg = int, rightarg = int, function = f, commutator = <||>)"))
                .contains("commutator operator <||> is already the commutator of operator <|>");
        assertThat(client.run("create operator <||> (leftarg = int, rightarg = int, function = f, commutator = <|>)"))
                .doesNotContain("already");
    }

    @Test
    void modesOfBlocksThatFailedAreForgotten() {
        client.run("begin isolation level repeatable read read only");
        assertThat(client.run("select 1 / 0")).contains("division by zero");
        client.run("commit and chain");
        assertThat(client.run("show transaction_isolation")).startsWith("read committed");
        assertThat(client.run("show transaction_read_only")).startsWith("off");
        client.run("rollback");
    }

    @Test
    void chainedBlocksThatFailedKeepWhatTheyBeganWith() {
        client.run("begin isolation level repeatable read read write");
        client.run("commit and chain");
        client.run("set transaction read only");
        assertThat(client.run("select 1 / 0")).contains("division by zero");
        client.run("rollback and chain");
        assertThat(client.run("show transaction_isolation")).startsWith("repeatable read");
        assertThat(client.run("show transaction_read_only")).startsWith("off");
        client.run("savepoint x");
        assertThat(client.run("select 1 / 0")).contains("division by zero");
        client.run("commit and chain");
        assertThat(client.run("show transaction_isolation")).startsWith("repeatable read");
        client.run("rollback");
        client.run("begin");
        assertThat(client.run("select 1 / 0")).contains("division by zero");
        client.run("commit and chain");
        assertThat(client.run("show transaction_isolation")).startsWith("read committed");
        client.run("rollback");
    }

    @Test
    void rowsThatViewsDoNotHaveAreNotUpdatedOnConflict() {
        client.run("create table b(id int primary key, a int, t text)");
        client.run("insert into b values (1, 5, 'x'), (2, 15, 'y'), (3, 7, null)");
        client.run("create view v as select id, a, t from b where a < 10");
        client.run("create view w as select id, a, t from v where t is not null");
        String update = " on conflict (id) do update set t = 'u'";
        assertThat(client.run("insert into v values (2, 1, 'n')" + update))
                .contains("conflicting row is not visible through view \"v\"");
        assertThat(client.run("insert into v values (2, 1, 'n')" + update + " where v.a / 0 > 1"))
                .contains("conflicting row is not visible through view \"v\"");
        assertThat(client.run("insert into w values (2, 1, 'n')" + update))
                .contains("conflicting row is not visible through view \"v\"");
        assertThat(client.run("insert into w values (3, 1, 'n')" + update))
                .contains("conflicting row is not visible through view \"w\"");
        assertThat(client.run("insert into v values (5, 11, 'n'), (5, 1, 'n')" + update))
                .contains("cannot affect row a second time");
        client.run("insert into v values (2, 1, 'n') on conflict (id) do nothing");
        client.run("insert into w values (1, 1, 'n')" + update);
        assertThat(client.run("select string_agg(b::text, ' ' order by id) from b"))
                .startsWith("(1,5,u) (2,15,y) (3,7,)");
    }
}
