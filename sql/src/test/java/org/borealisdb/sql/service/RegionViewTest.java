package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.sql.postgres.AccessRuleFact;
import org.borealisdb.sql.postgres.RegionFacts;
import org.borealisdb.sql.postgres.VolumeFacts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sessions show of the region: the rules for who may connect, to those who may see them, and settings that it decides. */
class RegionViewTest {
    private List<AccessRuleFact> rules = List.of(new AccessRuleFact(
            3,
            "hostssl",
            List.of("d", "e f"),
            List.of("+staff"),
            Optional.of("10.0.0.0"),
            Optional.of("255.0.0.0"),
            "md5"));

    private final Region region = new Region(512, new RegionFacts() {
        @Override
        public Optional<VolumeFacts> volume() {
            return Optional.empty();
        }

        @Override
        public List<AccessRuleFact> accessRules() {
            return rules;
        }

        @Override
        public Map<String, String> settings() {
            return Map.of("max_connections", "77", "shared_buffers", "3MB");
        }
    });
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        client.session.close();
        region.close();
    }

    @Test
    void theRulesInForceAreShown() {
        String row = "3|hostssl|{d,\"e f\"}|{+staff}|10.0.0.0|255.0.0.0|md5|NULL|NULL";
        assertThat(client.run("select * from pg_hba_file_rules")).startsWith(row);
        assertThat(client.run("select * from pg_hba_file_rules()")).startsWith(row);
        rules = List.of();
        assertThat(client.run("select count(*) from pg_hba_file_rules")).startsWith("0");
        assertThat(client.run("select count(*) from pg_ident_file_mappings")).startsWith("0");
    }

    @Test
    void settingsThatTheRegionDecidesAreShownAndCannotBeChanged() {
        assertThat(client.run("show max_connections")).startsWith("77");
        assertThat(client.run("show shared_buffers")).startsWith("3MB");
        assertThat(client.run("select setting, unit, context from pg_settings where name = 'shared_buffers'"))
                .startsWith("384|8kB|postmaster");
        assertThat(client.run("set max_connections = 5")).contains("cannot be changed without restarting the server");
        assertThat(client.run("alter system set max_connections = 5")).contains("is not supported");
    }

    @Test
    void othersDoNotSeeThem() {
        client.run("create role somebody");
        client.run("set role somebody");
        assertThat(client.run("select * from pg_hba_file_rules")).contains("permission denied for view");
        assertThat(client.run("select * from pg_hba_file_rules()")).contains("permission denied for function");
        assertThat(client.run("select * from pg_ident_file_mappings")).contains("permission denied for view");
    }
}
