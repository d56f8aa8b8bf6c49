package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.borealisdb.sql.postgres.AccessRuleFact;
import org.borealisdb.sql.postgres.RegionFacts;
import org.borealisdb.sql.postgres.VolumeFacts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules for who may connect, as pg_hba_file_rules shows them to those who may see them. */
class AccessRuleViewTest {
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
    void othersDoNotSeeThem() {
        client.run("create role somebody");
        client.run("set role somebody");
        assertThat(client.run("select * from pg_hba_file_rules")).contains("permission denied for view");
        assertThat(client.run("select * from pg_hba_file_rules()")).contains("permission denied for function");
        assertThat(client.run("select * from pg_ident_file_mappings")).contains("permission denied for view");
    }
}
