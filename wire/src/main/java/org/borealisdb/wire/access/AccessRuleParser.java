package org.borealisdb.wire.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.network.NetworkAddress;

/** Reads rules, each from a line. Used once. */
final class AccessRuleParser {
    private static final int MOST_RULES = 1000;
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*");

    private final String text;

    AccessRuleParser(String text) {
        this.text = text;
    }

    List<AccessRule> parse() {
        List<AccessRule> rules = new ArrayList<>();
        for (RuleTokens.Line line : new RuleTokens(text).lines()) {
            if (rules.size() == MOST_RULES) {
                throw new AccessRuleException(line.number(), "more than " + MOST_RULES + " rules");
            }
            rules.add(new Fields(line).rule());
        }
        if (rules.isEmpty()) {
            throw new AccessRuleException(1, "there are no rules, so nobody could connect");
        }
        return rules;
    }

    /** What is left of a line. */
    private static final class Fields {
        private final RuleTokens.Line line;
        private int next;

        Fields(RuleTokens.Line line) {
            this.line = line;
        }

        AccessRule rule() {
            AccessRule.ConnectionKind kind = kind();
            List<RuleName> databases = names("database specification");
            List<RuleName> roles = names("role specification");
            Optional<ClientRange> clients =
                    kind == AccessRule.ConnectionKind.LOCAL ? Optional.empty() : Optional.of(clients());
            AccessMethod method = method();
            if (next < line.fields().size()) {
                throw mistake("options of authentication are not supported: \""
                        + line.fields().get(next).getFirst().text() + "\"");
            }
            return new AccessRule(line.number(), kind, databases, roles, clients, method);
        }

        private AccessRuleException mistake(String message) {
            return new AccessRuleException(line.number(), message);
        }

        private List<RuleName> field(String what) {
            if (next == line.fields().size()) {
                throw mistake("end-of-line before " + what);
            }
            return line.fields().get(next++);
        }

        private RuleName single(String what) {
            List<RuleName> names = field(what);
            if (names.size() > 1) {
                throw mistake("multiple values specified for " + what);
            }
            return names.getFirst();
        }

        private AccessRule.ConnectionKind kind() {
            String word = single("connection type").text();
            for (AccessRule.ConnectionKind kind : AccessRule.ConnectionKind.values()) {
                if (word.equals(kind.word())) {
                    return kind;
                }
            }
            throw mistake("invalid connection type \"" + word + "\"");
        }

        private List<RuleName> names(String what) {
            List<RuleName> names = field(what);
            for (RuleName name : names) {
                if (!name.quoted() && name.text().startsWith("@")) {
                    throw mistake("names from another file are not supported: \"" + name.text() + "\"");
                }
            }
            return names;
        }

        private ClientRange clients() {
            String given = single("IP address specification").text();
            if (given.equals("all")) {
                return ClientRange.ANYWHERE;
            }
            int slash = given.indexOf('/');
            String host = slash < 0 ? given : given.substring(0, slash);
            if (!ADDRESS.matcher(host).matches()) {
                throw mistake("names of hosts, samehost and samenet are not supported: \"" + given + "\"");
            }
            if (slash >= 0) {
                return range(given, given);
            }
            NetworkAddress mask = address(single("netmask specification").text(), "mask");
            NetworkAddress alone = address(given, "address");
            if (mask.family() != alone.family()) {
                throw mistake("IP address and mask do not match");
            }
            return range(given + "/" + bits(mask), given);
        }

        private ClientRange range(String network, String given) {
            return new ClientRange(Optional.of(address(network, "address", given)));
        }

        private NetworkAddress address(String read, String what) {
            return address(read, what, read);
        }

        private NetworkAddress address(String read, String what, String given) {
            try {
                return NetworkAddress.parse(read, false);
            } catch (SqlException malformed) {
                throw mistake("invalid IP " + what + " \"" + given + "\"");
            }
        }

        /** How many bits of a mask are set, which must be its first ones. */
        private int bits(NetworkAddress mask) {
            int most = mask.networkBits();
            for (int bits = 0; bits <= most; bits++) {
                if (mask.withNetworkBits(bits, false).networkMask().host().equals(mask.host())) {
                    return bits;
                }
            }
            throw mistake("invalid IP mask \"" + mask.host() + "\"");
        }

        private AccessMethod method() {
            String word = single("authentication method").text();
            return AccessMethod.of(word)
                    .orElseThrow(() -> mistake("authentication method \"" + word
                            + "\" is not supported: there are scram-sha-256, md5, trust and reject"));
        }
    }
}
