package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sessions are told of each other's transactions. */
class TransactionIdsTest {
    private final Region region = new Region();
    private final Region.Client one = region.connect();
    private final Region.Client other = region.connect();

    @AfterEach
    void close() {
        one.session.close();
        other.session.close();
        region.close();
    }

    private static String value(Region.Client client, String query) {
        return client.run(query).lines().findFirst().orElseThrow();
    }

    @Test
    void aTransactionIsInProgressUntilItHasEnded() {
        one.run("begin");
        String committed = value(one, "select pg_current_xact_id()");
        assertThat(value(other, "select pg_xact_status('" + committed + "')")).isEqualTo("in progress");
        assertThat(value(other, "select pg_visible_in_snapshot('" + committed + "', pg_current_snapshot())"))
                .isEqualTo("f");
        one.run("commit");
        assertThat(value(other, "select pg_xact_status('" + committed + "')")).isEqualTo("committed");
        assertThat(value(other, "select pg_visible_in_snapshot('" + committed + "', pg_current_snapshot())"))
                .isEqualTo("t");
        one.run("begin");
        String undone = value(one, "select txid_current()");
        one.run("rollback");
        assertThat(value(other, "select txid_status(" + undone + ")")).isEqualTo("aborted");
    }

    /** What is committed later stays invisible to a transaction that sees one state. */
    @Test
    void aSnapshotStaysWhatItWas() {
        one.run("begin");
        String id = value(one, "select pg_current_xact_id()");
        other.run("begin isolation level repeatable read");
        String before = value(other, "select pg_current_snapshot()");
        one.run("commit");
        assertThat(value(other, "select pg_current_snapshot()")).isEqualTo(before);
        assertThat(value(other, "select pg_visible_in_snapshot('" + id + "', pg_current_snapshot())"))
                .isEqualTo("f");
        other.run("commit");
        assertThat(value(other, "select pg_visible_in_snapshot('" + id + "', pg_current_snapshot())"))
                .isEqualTo("t");
    }

    @Test
    void runningTransactionsBelowOthersAreListed() {
        one.run("begin");
        String running = value(one, "select pg_current_xact_id()");
        other.run("begin");
        other.run("select pg_current_xact_id()");
        other.run("commit");
        assertThat(value(other, "select string_agg(x::text, ',') from pg_snapshot_xip(pg_current_snapshot()) x"))
                .isEqualTo(running);
        assertThat(value(other, "select pg_snapshot_xmin(pg_current_snapshot())"))
                .isEqualTo(running);
        one.run("rollback");
    }
}
