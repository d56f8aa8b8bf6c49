package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.sql.postgres.ClusterFacts;
import org.borealisdb.sql.postgres.ClusterFacts.Follower;
import org.borealisdb.sql.postgres.ClusterFacts.Instance;
import org.borealisdb.sql.postgres.ClusterFacts.Load;
import org.borealisdb.sql.postgres.RegionFacts;
import org.borealisdb.sql.postgres.VolumeFacts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Aurora's drivers ask, letter by letter, of a cluster with a writer and two readers, one of which is long silent. */
class AuroraFunctionsTest {
    private static final String TOPOLOGY =
            "SELECT SERVER_ID, CASE WHEN SESSION_ID OPERATOR(pg_catalog.=) 'MASTER_SESSION_ID' THEN TRUE ELSE FALSE END,"
                    + " CPU, COALESCE(REPLICA_LAG_IN_MSEC, 0), LAST_UPDATE_TIMESTAMP"
                    + " FROM pg_catalog.aurora_replica_status()"
                    + " WHERE EXTRACT(EPOCH FROM(pg_catalog.NOW() OPERATOR(pg_catalog.-) LAST_UPDATE_TIMESTAMP))"
                    + " OPERATOR(pg_catalog.<=) 300"
                    + " OR SESSION_ID OPERATOR(pg_catalog.=) 'MASTER_SESSION_ID' OR LAST_UPDATE_TIMESTAMP IS NULL";
    private static final String PLAIN_TOPOLOGY =
            "SELECT SERVER_ID, CASE WHEN SESSION_ID = 'MASTER_SESSION_ID' THEN TRUE ELSE FALSE END,"
                    + " CPU, COALESCE(REPLICA_LAG_IN_MSEC, 0), LAST_UPDATE_TIMESTAMP FROM aurora_replica_status()"
                    + " WHERE EXTRACT(EPOCH FROM(NOW() - LAST_UPDATE_TIMESTAMP)) <= 300"
                    + " OR SESSION_ID = 'MASTER_SESSION_ID' OR LAST_UPDATE_TIMESTAMP IS NULL";
    private static final String AM_I_THE_WRITER = "SELECT SERVER_ID FROM pg_catalog.aurora_replica_status()"
            + " WHERE SESSION_ID OPERATOR(pg_catalog.=) 'MASTER_SESSION_ID'"
            + " AND SERVER_ID OPERATOR(pg_catalog.=) pg_catalog.aurora_db_instance_identifier()";

    private final long now = new RealClock().wallMicros() / 1000;
    private String own = "one";
    private boolean known = true;
    private final Region region = new Region(512, new Facts());
    private final Region.Client client = region.connect();

    private final class Facts implements RegionFacts {
        @Override
        public Optional<VolumeFacts> volume() {
            return Optional.empty();
        }

        @Override
        public Optional<ClusterFacts> cluster() {
            return known ? Optional.of(facts()) : Optional.empty();
        }
    }

    private ClusterFacts facts() {
        Load busy = new Load(
                OptionalLong.of(3),
                OptionalLong.of(2),
                OptionalLong.of(1000),
                OptionalLong.of(10),
                OptionalDouble.of(12.5));
        return new ClusterFacts(
                own,
                List.of(
                        new Instance("one", 5000, 4000, now, busy, Optional.empty()),
                        reader("two", 7, now - 100, busy),
                        reader("three", 900_000, now - 400_000, Load.UNKNOWN)));
    }

    private static Instance reader(String id, double lag, long updated, Load load) {
        Follower follower = new Follower(new UUID(1, id.length()), 4990, 4980, 250, lag, 64.5, 17);
        return new Instance(id, 4980, 4700, updated, load, Optional.of(follower));
    }

    @AfterEach
    void close() {
        client.session.close();
        region.close();
    }

    private List<String> rows(String query) {
        List<String> lines = new ArrayList<>(client.run(query).lines().toList());
        assertThat(lines.removeLast()).as(query).startsWith("SELECT");
        return lines;
    }

    private List<String> withoutTimes(String query) {
        return rows(query).stream()
                .map(row -> row.substring(0, row.lastIndexOf('|') + 1) + (row.endsWith("|NULL") ? "NULL" : "time"))
                .toList();
    }

    @Test
    void driversSeeThatThisIsAurora() {
        assertThat(rows("SELECT 1 FROM pg_catalog.pg_proc LIMIT 1")).containsExactly("1");
        assertThat(rows("SELECT (setting OPERATOR(pg_catalog.~~) '%aurora_stat_utils%') AS aurora_stat_utils"
                        + " FROM pg_catalog.pg_settings WHERE name OPERATOR(pg_catalog.=) 'rds.extensions'"))
                .containsExactly("t");
        assertThat(rows("SELECT (setting LIKE '%aurora_stat_utils%') AS aurora_stat_utils"
                        + " FROM pg_catalog.pg_settings WHERE name OPERATOR(pg_catalog.=) 'rds.extensions'"))
                .containsExactly("t");
        assertThat(rows("SELECT (setting LIKE '%rds_tools%') AS rds_tools,"
                        + " (setting LIKE '%aurora_stat_utils%') AS aurora_stat_utils"
                        + " FROM pg_catalog.pg_settings WHERE name OPERATOR(pg_catalog.=) 'rds.extensions'"))
                .containsExactly("f|t");
        assertThat(rows("SELECT (setting LIKE '%aurora_stat_utils%') AS aurora_stat_utils"
                        + " FROM pg_settings WHERE name='rds.extensions'"))
                .containsExactly("t");
        assertThat(client.run("SHOW rds.extensions")).startsWith("aurora_stat_utils\n");
        assertThat(rows("SELECT 1 FROM pg_catalog.aurora_replica_status() LIMIT 1"))
                .containsExactly("1");
        assertThat(rows("SELECT 1 FROM aurora_replica_status() LIMIT 1")).containsExactly("1");
        assertThat(rows("SELECT aurora_version()")).containsExactly("15.10.0");
        assertThat(rows("SELECT 'version', pg_catalog.VERSION()").getFirst()).startsWith("version|PostgreSQL 15.");
    }

    @Test
    void theTopologyIsThatOfTheLastReports() {
        List<String> expected = List.of("one|t|12.5|0|NULL", "two|f|12.5|7|time");
        assertThat(withoutTimes(TOPOLOGY)).isEqualTo(expected);
        assertThat(withoutTimes(PLAIN_TOPOLOGY)).isEqualTo(expected);
        own = "two";
        // The writer is shown however old its report, and who is asked, as they know of themselves.
        expected = List.of("one|t|12.5|0|time", "two|f|12.5|7|NULL");
        assertThat(withoutTimes(TOPOLOGY)).isEqualTo(expected);
        assertThat(withoutTimes(PLAIN_TOPOLOGY)).isEqualTo(expected);
        assertThat(rows("select to_timestamp(0) + interval '" + (now - 400_000) + " milliseconds' ="
                        + " last_update_timestamp from aurora_replica_status() where server_id = 'three'"))
                .containsExactly("t");
    }

    @Test
    void whatWatchesStandbysFindsALag() {
        assertThat(rows("SELECT pg_last_xact_replay_timestamp()")).containsExactly("NULL");
        own = "two";
        assertThat(rows("SELECT pg_last_xact_replay_timestamp() = to_timestamp(0) + interval '" + (now - 107)
                        + " milliseconds', now() - pg_last_xact_replay_timestamp() < '1 min'"))
                .containsExactly("t|t");
        known = false;
        assertThat(rows("SELECT pg_last_xact_replay_timestamp()")).containsExactly("NULL");
    }

    @Test
    void theWriterKnowsItselfAndReadersDoToo() {
        assertThat(
                        rows(
                                "SELECT pg_catalog.aurora_db_instance_identifier(), pg_catalog.aurora_db_instance_identifier()"))
                .containsExactly("one|one");
        assertThat(rows(AM_I_THE_WRITER)).containsExactly("one");
        assertThat(rows("SELECT pg_catalog.pg_is_in_recovery()")).containsExactly("f");
        own = "two";
        assertThat(rows("SELECT aurora_db_instance_identifier()")).containsExactly("two");
        assertThat(rows(AM_I_THE_WRITER)).isEmpty();
        assertThat(rows("SELECT SERVER_ID FROM aurora_replica_status() WHERE SESSION_ID = 'MASTER_SESSION_ID'"
                        + " AND SERVER_ID = aurora_db_instance_identifier()"))
                .isEmpty();
    }

    @Test
    void clientsAreToldTheAddressesOfBothSides() {
        assertThat(rows("SELECT pg_catalog.CONCAT(pg_catalog.inet_server_addr(), ':', pg_catalog.inet_server_port())"))
                .containsExactly("127.0.0.1:5432");
        assertThat(rows("SELECT pg_catalog.inet_server_addr() AS host, pg_catalog.CONCAT(pg_catalog.inet_server_addr(),"
                        + " ':', pg_catalog.inet_server_port()) AS host_id"))
                .containsExactly("127.0.0.1|127.0.0.1:5432");
        assertThat(rows("select inet_client_addr(), inet_client_port()")).containsExactly("127.0.0.7|40000");
        assertThat(rows("select client_addr, client_port from pg_stat_activity"))
                .containsExactly("127.0.0.7|40000");
    }

    @Test
    void thereIsOneRegion() {
        assertThat(rows("select 'pg_catalog.aurora_global_db_status'::pg_catalog.regproc::text,"
                        + " 'pg_catalog.aurora_global_db_instance_status'::regproc::text"))
                .containsExactly("aurora_global_db_status|aurora_global_db_instance_status");
        assertThat(rows("SELECT pg_catalog.count(1) FROM pg_catalog.aurora_global_db_status()"))
                .containsExactly("0");
        assertThat(rows("SELECT SERVER_ID, CASE WHEN SESSION_ID OPERATOR(pg_catalog.=) 'MASTER_SESSION_ID' THEN TRUE"
                        + " ELSE FALSE END, VISIBILITY_LAG_IN_MSEC, AWS_REGION"
                        + " FROM pg_catalog.aurora_global_db_instance_status()"))
                .isEmpty();
        client.session.parse(
                "region",
                "SELECT AWS_REGION FROM pg_catalog.aurora_global_db_instance_status()"
                        + " WHERE SERVER_ID OPERATOR(pg_catalog.=) $1",
                List.of());
        assertThat(client.execute("region", BoxedRow.of("one"))).isEqualTo("SELECT 0");
    }

    @Test
    void whatIsNotThereFailsAsItDoesWithoutIt() {
        assertThat(client.run("SELECT 'pg_catalog.get_blue_green_fast_switchover_metadata'::pg_catalog.regproc"))
                .startsWith("42883: function \"pg_catalog.get_blue_green_fast_switchover_metadata\" does not exist");
        assertThat(client.run("SELECT * FROM pg_catalog.get_blue_green_fast_switchover_metadata('aws_jdbc_driver-1')"))
                .startsWith("42883: ");
        assertThat(client.run("select router_endpoint, load from pg_catalog.aurora_limitless_router_endpoints()"))
                .startsWith("42883: ");
        assertThat(client.run("SELECT 'rds_tools.show_topology'::regproc"))
                .isEqualTo("3F000: schema \"rds_tools\" does not exist");
        assertThat(client.run("SELECT rds_tools.dbi_resource_id()"))
                .isEqualTo("3F000: schema \"rds_tools\" does not exist");
        assertThat(client.run("SELECT rds_tools.multi_az_db_cluster_source_dbi_resource_id()"))
                .isEqualTo("3F000: schema \"rds_tools\" does not exist");
        assertThat(client.run("select aurora_replica_status(1)"))
                .isEqualTo("42883: function aurora_replica_status(integer) does not exist");
        assertThat(client.run("select 1 where aurora_replica_status() is null"))
                .startsWith("0A000: set-returning functions are not allowed in WHERE");
    }

    @Test
    void everyColumnIsThere() {
        String status =
                "one|MASTER_SESSION_ID|5000|NULL|NULL|NULL|3|t|0|NULL|NULL|NULL|NULL|NULL|0|0|NULL|4000|2|1000|10|12.5";
        assertThat(rows("select * from aurora_replica_status() where server_id = 'one'"))
                .containsExactly(status);
        assertThat(rows("select * from aurora_replica_status() where server_id = 'two'")
                        .getFirst())
                .matches("two\\|00000000-0000-0001-0000-000000000003\\|4980\\|4990\\|4980\\|250\\|3\\|t\\|0\\|NULL"
                        + "\\|2.*\\|NULL\\|NULL\\|7\\|64\\.5\\|17\\|NULL\\|4700\\|2\\|1000\\|10\\|12\\.5");
        assertThat(rows("select pending_read_ios, read_ios, iops, cpu, active_txns from aurora_replica_status()"
                        + " where server_id = 'three'"))
                .containsExactly("NULL|NULL|NULL|NULL|NULL");
        assertThat(rows("select aurora_replica_status()"))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("(one,MASTER");
        assertThat(rows("select n, server_id from aurora_replica_status() with ordinality"
                        + " as s(server_id, a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, t, u, v, w, n)"))
                .containsExactly("1|one", "2|two", "3|three");
    }

    @Test
    void theFunctionsAreListed() {
        List<String> all = rows("select \"Name\" from aurora_list_builtins()");
        assertThat(all)
                .contains("aurora_replica_status", "aurora_version", "aurora_inject_crash", "aurora_list_builtins")
                .isSorted();
        assertThat(rows("select \"Name\" from aurora_list_builtins() where \"Description\" = ''"))
                .isEmpty();
        assertThat(rows("select proname from pg_catalog.pg_proc where proname like 'aurora%' order by 1"))
                .isEqualTo(all);
        assertThat(rows("select proretset, prorettype::regtype::text, array_length(proallargtypes, 1), proargnames[1],"
                        + " proargmodes[2], pg_get_function_result(oid), pg_get_function_identity_arguments(oid)"
                        + " from pg_proc where proname = 'aurora_replica_status'"))
                .containsExactly("t|record|22|server_id|o|SETOF record|");
        assertThat(rows("select pg_get_function_arguments('aurora_global_db_status'::regproc)"))
                .first()
                .asString()
                .startsWith("OUT aws_region text, OUT highest_lsn_written bigint, ");
    }

    @Test
    void withoutAClusterToShowNothingIsSaid() {
        known = false;
        assertThat(rows("select * from aurora_replica_status()")).isEmpty();
        assertThat(rows("select aurora_db_instance_identifier()")).containsExactly("NULL");
    }

    @Test
    void howForwardedWritesAreReadIsASetting() {
        String mode = "apg_write_forward.consistency_mode";
        assertThat(client.run("show " + mode)).startsWith("off");
        assertThat(client.run("set " + mode + " = 'EVENTUAL'")).isEqualTo("SET");
        assertThat(client.run("show " + mode)).startsWith("eventual");
        assertThat(client.run("set " + mode + " to global")).isEqualTo("SET");
        assertThat(client.run("set " + mode + " to off")).isEqualTo("SET");
        assertThat(client.run("set " + mode + " = 'strict'"))
                .isEqualTo("22023: invalid value for parameter \"" + mode + "\": \"strict\"");
        assertThat(rows("select setting, vartype, enumvals from pg_settings where name = '" + mode + "'"))
                .containsExactly("off|enum|{off,session,eventual,global}");
        assertThat(client.run("set rds.extensions = 'all'"))
                .isEqualTo("55P02: parameter \"rds.extensions\" cannot be changed");
        assertThat(client.run("set in_hot_standby = off"))
                .isEqualTo("55P02: parameter \"in_hot_standby\" cannot be changed");
    }
}
