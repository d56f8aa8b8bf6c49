package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody takes values of a sequence while it is altered, nor alters it while others have taken values that may yet be undone. */
class AlteredSequencesTest {
    private final Region region = new Region();
    private final Region.Client first = region.connect();
    private final Region.Client second = region.connect();

    @BeforeEach
    void create() {
        first.run("create sequence s");
        first.run("select setval('s', 100)");
        first.run("create table t(id serial primary key, v int)");
        first.run("insert into t(v) values (1), (2)");
        second.run("set lock_timeout = 20");
    }

    @AfterEach
    void close() {
        first.session.close();
        second.session.close();
        region.close();
    }

    private static void is(String answer, long value) {
        assertThat(answer).startsWith(value + "\n");
    }

    @Test
    void valuesWaitForWhoAltersTheSequence() {
        is(second.run("select nextval('s')"), 101);
        first.run("begin");
        first.run("alter sequence s restart 5");
        assertThat(second.run("select nextval('s')")).contains("55P03");
        assertThat(second.run("select setval('s', 7)")).contains("55P03");
        is(second.run("select currval('s')"), 101);
        first.run("rollback");
        is(second.run("select nextval('s')"), 102);
        first.run("begin");
        first.run("truncate t restart identity");
        assertThat(second.run("select nextval('t_id_seq')")).contains("55P03");
        first.run("commit");
        is(second.run("select nextval('t_id_seq')"), 1);
    }

    @Test
    void whoAltersASequenceWaitsForThoseWithItsValues() {
        first.run("begin");
        is(first.run("select nextval('s')"), 101);
        assertThat(second.run("alter sequence s restart 5")).contains("55P03");
        assertThat(second.run("drop sequence s")).contains("55P03");
        is(second.run("select nextval('s')"), 102);
        first.run("commit");
        assertThat(second.run("alter sequence s restart 5")).isEqualTo("ALTER SEQUENCE");
        is(first.run("select nextval('s')"), 5);
    }

    /** A savepoint's locks are gone with it, so that they must be taken again. */
    @Test
    void aSequenceIsLockedAgainAfterASavepoint() {
        first.run("begin");
        first.run("savepoint a");
        is(first.run("select nextval('s')"), 101);
        first.run("rollback to a");
        assertThat(second.run("alter sequence s increment 10")).isEqualTo("ALTER SEQUENCE");
        is(first.run("select nextval('s')"), 111);
        assertThat(second.run("alter sequence s increment 1")).contains("55P03");
        first.run("commit");
    }
}
