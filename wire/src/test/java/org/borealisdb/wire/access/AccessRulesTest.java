package org.borealisdb.wire.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.sql.postgres.AccessRuleFact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules as in pg_hba.conf, and whom they let in. */
class AccessRulesTest {
    private static ConnectionAttempt attempt(String role, String database, String client, boolean encrypted) {
        return new ConnectionAttempt(
                role,
                database,
                NetworkAddress.parse(client, false),
                encrypted,
                group -> group.equals(role) || (role.equals("ann") && group.equals("staff")));
    }

    private static String method(String rules, String role, String database, String client, boolean encrypted) {
        return AccessRules.parse(rules)
                .methodFor(attempt(role, database, client, encrypted))
                .map(AccessMethod::word)
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // rule | role | database | client | encrypted | method
                "host all all all trust | x | d | 10.0.0.1 | false | trust",
                "host all all all md5 | x | d | ::1 | true | md5",
                "hostssl all all all reject | x | d | 10.0.0.1 | true | reject",
                "hostssl all all all reject | x | d | 10.0.0.1 | false | none",
                "hostnossl all all all reject | x | d | 10.0.0.1 | false | reject",
                "hostnossl all all all reject | x | d | 10.0.0.1 | true | none",
                "hostgssenc all all all trust | x | d | 10.0.0.1 | true | none",
                "hostnogssenc all all all trust | x | d | 10.0.0.1 | true | trust",
                "local all all trust | x | d | 127.0.0.1 | false | none",
                "host d all all trust | x | d | 10.0.0.1 | false | trust",
                "host d all all trust | x | e | 10.0.0.1 | false | none",
                "host c,d all all trust | x | d | 10.0.0.1 | false | trust",
                "host 'c, d' all all trust | x | d | 10.0.0.1 | false | none",
                "host sameuser all all trust | x | x | 10.0.0.1 | false | trust",
                "host sameuser all all trust | x | d | 10.0.0.1 | false | none",
                "host samerole all all trust | ann | staff | 10.0.0.1 | false | trust",
                "host samegroup all all trust | bob | staff | 10.0.0.1 | false | none",
                "host replication all all trust | x | replication | 10.0.0.1 | false | none",
                "host \"replication\" all all trust | x | replication | 10.0.0.1 | false | trust",
                "host \"all\" all all trust | x | d | 10.0.0.1 | false | none",
                "host all +staff all trust | ann | d | 10.0.0.1 | false | trust",
                "host all +staff all trust | bob | d | 10.0.0.1 | false | none",
                "host all \"+staff\" all trust | ann | d | 10.0.0.1 | false | none",
                "host all bob,+staff all trust | bob | d | 10.0.0.1 | false | trust",
                "host all Bob all trust | bob | d | 10.0.0.1 | false | none",
                "host all all 10.0.0.0/8 trust | x | d | 10.255.0.1 | false | trust",
                "host all all 10.0.0.0/8 trust | x | d | 11.0.0.1 | false | none",
                "host all all 10.1.2.3/8 trust | x | d | 10.9.9.9 | false | trust",
                "host all all 0.0.0.0/0 trust | x | d | 1.2.3.4 | false | trust",
                "host all all 0.0.0.0/0 trust | x | d | ::1 | false | none",
                "host all all ::/0 trust | x | d | fe80::1 | false | trust",
                "host all all 10.0.0.0 255.0.0.0 trust | x | d | 10.255.0.1 | false | trust",
                "host all all 10.1.0.0 255.255.0.0 trust | x | d | 10.2.0.1 | false | none",
                "host all all fe80:: ffff:: scram-sha-256 | x | d | fe80::7 | false | scram-sha-256"
            })
    void appliesToWhomItNames(
            String rule, String role, String database, String client, boolean encrypted, String method) {
        assertThat(method(rule, role, database, client, encrypted)).isEqualTo(method);
    }

    @Test
    void theFirstThatAppliesDecides() {
        String rules = """
                # Nobody but ann from outside.
                host   all  ann  all  scram-sha-256   # she travels
                \tlocal\tall\tall\ttrust

                host all , \\
                     other  all  127.0.0.0/8
                """ + "host all all 127.0.0.1/32 md5\r\nhost all all all reject";
        assertThatThrownBy(() -> AccessRules.parse(rules))
                .isInstanceOf(AccessRuleException.class)
                .hasMessage("line 5: end-of-line before authentication method");
        String mended = rules.replace("127.0.0.0/8\n", "127.0.0.0/8 trust\n");
        assertThat(method(mended, "ann", "d", "8.8.8.8", false)).isEqualTo("scram-sha-256");
        assertThat(method(mended, "bob", "d", "127.0.0.2", false)).isEqualTo("trust");
        assertThat(method(mended, "bob", "d", "8.8.8.8", false)).isEqualTo("reject");
        assertThat(AccessRules.PASSWORDS.methodFor(attempt("bob", "d", "8.8.8.8", false)))
                .isEqualTo(Optional.of(AccessMethod.SCRAM));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | line 1: there are no rules, so nobody could connect",
                "hosts all all all trust | line 1: invalid connection type \"hosts\"",
                "host,hostssl all all all trust | line 1: multiple values specified for connection type",
                "host | line 1: end-of-line before database specification",
                "host all | line 1: end-of-line before role specification",
                "host all all | line 1: end-of-line before IP address specification",
                "host all all 10.0.0.1 | line 1: end-of-line before netmask specification",
                "host all all 10.0.0.1 trust | line 1: invalid IP mask \"trust\"",
                "host all all 10.0.0.1 255.0.255.0 trust | line 1: invalid IP mask \"255.0.255.0\"",
                "host all all 10.0.0.1 ffff:: trust | line 1: IP address and mask do not match",
                "host all all 10.0.0.300/8 trust | line 1: invalid IP address \"10.0.0.300/8\"",
                "host all all 10.0.0.1/33 trust | line 1: invalid IP address \"10.0.0.1/33\"",
                "host all all .example.com trust | line 1: names of hosts, samehost and samenet are not supported:"
                        + " \".example.com\"",
                "host all all samenet trust | line 1: names of hosts, samehost and samenet are not supported: \"samenet\"",
                "host @file all all trust | line 1: names from another file are not supported: \"@file\"",
                "host all all all | line 1: end-of-line before authentication method",
                "host all all all ldap | line 1: authentication method \"ldap\" is not supported: there are scram-sha-256,"
                        + " md5, trust and reject",
                "host all all all md5 clientcert=verify-full | line 1: options of authentication are not supported:"
                        + " \"clientcert=verify-full\"",
                "host \"all all all trust | line 1: a quotation mark is missing"
            })
    void saysWhatIsWrong(String rule, String message) {
        assertThatThrownBy(() -> AccessRules.parse(rule))
                .isInstanceOf(AccessRuleException.class)
                .hasMessage(message);
    }

    @Test
    void theyAreShownAsTheyAreWritten() {
        String rules = """
                # comment
                local all "all",+staff trust
                hostssl d,"e f" ann 10.1.2.3/8 md5
                host all all ::1 ffff:: reject
                host sameuser all all scram-sha-256
                """;
        assertThat(AccessRules.parse(rules).facts())
                .containsExactly(
                        new AccessRuleFact(
                                2,
                                "local",
                                List.of("all"),
                                List.of("all", "+staff"),
                                Optional.empty(),
                                Optional.empty(),
                                "trust"),
                        new AccessRuleFact(
                                3,
                                "hostssl",
                                List.of("d", "e f"),
                                List.of("ann"),
                                Optional.of("10.1.2.3"),
                                Optional.of("255.0.0.0"),
                                "md5"),
                        new AccessRuleFact(
                                4,
                                "host",
                                List.of("all"),
                                List.of("all"),
                                Optional.of("::1"),
                                Optional.of("ffff::"),
                                "reject"),
                        new AccessRuleFact(
                                5,
                                "host",
                                List.of("sameuser"),
                                List.of("all"),
                                Optional.of("all"),
                                Optional.empty(),
                                "scram-sha-256"));
    }

    @Test
    void thereAreLimits() {
        assertThatThrownBy(() -> AccessRules.parse("local all all trust\n".repeat(1001)))
                .hasMessage("line 1001: more than 1000 rules");
        assertThatThrownBy(() -> AccessRules.parse("local " + "a,".repeat(10_001)))
                .hasMessage("line 1: more than 10000 names in all");
    }
}
