package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables that are analyzed without anybody asking. */
class AutomaticAnalysisTest {
    private final Region region = new Region();
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        region.close();
    }

    private String statistics(String table) {
        return client.run("select n_live_tup, n_mod_since_analyze, analyze_count, autoanalyze_count,"
                + " last_autoanalyze is not null, reltuples from pg_stat_user_tables s, pg_class c where c.oid = relid"
                + " and s.relname = '" + table + "'");
    }

    @Test
    void aTableIsDueWhenFiftyRowsAndATenthOfTheTableHaveChanged() {
        client.run("create table t(a int)");
        client.run("insert into t select generate_series(1, 50)");
        assertThat(region.analyzeWhatIsDue()).isZero();
        client.run("insert into t values (0)");
        assertThat(region.analyzeWhatIsDue()).isEqualTo(1);
        assertThat(statistics("t")).isEqualTo("51|0|0|1|t|51\nSELECT 1");
        assertThat(client.run("select n_distinct from pg_stats where tablename = 't'"))
                .isEqualTo("-1\nSELECT 1");
        // A tenth of 51 rows is 5.1.
        client.run("update t set a = -a");
        assertThat(region.analyzeWhatIsDue()).isZero();
        client.run("delete from t where a <= 0");
        assertThat(region.analyzeWhatIsDue()).isEqualTo(1);
        assertThat(statistics("t")).isEqualTo("0|0|0|2|t|0\nSELECT 1");
        client.run("insert into t select generate_series(1, 50)");
        assertThat(region.analyzeWhatIsDue()).isZero();
    }

    @Test
    void whatNobodyAnalyzedIsDueWhenItIsRead() {
        client.run("create table t(a int)");
        client.run("insert into t select generate_series(1, 60)");
        client.run("select pg_stat_reset()");
        assertThat(region.analyzeWhatIsDue()).isZero();
        client.run("select count(*) from t");
        assertThat(region.analyzeWhatIsDue()).isEqualTo(1);
        client.run("select count(*) from t");
        assertThat(region.analyzeWhatIsDue()).isZero();
    }

    @Test
    void temporaryTablesAreTheirSessions() {
        client.run("create temp table t(a int)");
        client.run("insert into t select generate_series(1, 60)");
        assertThat(region.analyzeWhatIsDue()).isZero();
    }

    @Test
    void aLockedTableIsLeftAlone() {
        client.run("create table t(a int)");
        client.run("insert into t select generate_series(1, 60)");
        client.run("begin");
        client.run("lock table t in share update exclusive mode");
        assertThat(region.analyzeWhatIsDue()).isZero();
        client.run("commit");
        assertThat(region.analyzeWhatIsDue()).isEqualTo(1);
    }

    @Test
    void theSystemsSettingsDecide() {
        client.run("create table t(a int)");
        client.run("insert into t select generate_series(1, 60)");
        client.run("alter system set autovacuum = off");
        assertThat(region.analyzeWhatIsDue()).isZero();
        client.run("alter system reset autovacuum");
        client.run("alter system set autovacuum_analyze_threshold = 60");
        assertThat(region.analyzeWhatIsDue()).isZero();
        client.run("alter system set autovacuum_analyze_threshold = 10");
        assertThat(region.analyzeWhatIsDue()).isEqualTo(1);
        client.run("update t set a = a where a <= 16");
        assertThat(region.analyzeWhatIsDue()).isZero();
        client.run("alter system set autovacuum_analyze_scale_factor = 0.09");
        assertThat(region.analyzeWhatIsDue()).isEqualTo(1);
    }

    @Test
    void tablesOfAllDatabasesAreAnalyzedWhateverTheirRolesBeginWith() {
        client.run("create database other");
        client.run("alter role postgres set statement_timeout = '1ms'");
        client.run("alter database other set default_transaction_read_only = on");
        Region.Client other = region.connect("other");
        other.run("set statement_timeout = 0");
        other.run("begin read write");
        other.run("create table t(a int)");
        other.run("insert into t select generate_series(1, 20000)");
        other.run("commit");
        assertThat(region.analyzeWhatIsDue()).isEqualTo(1);
        assertThat(other.run("select reltuples from pg_class where relname = 't'"))
                .isEqualTo("20000\nSELECT 1");
    }
}
