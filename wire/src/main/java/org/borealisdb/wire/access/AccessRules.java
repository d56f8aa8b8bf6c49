package org.borealisdb.wire.access;

import java.util.List;
import java.util.Optional;
import org.borealisdb.sql.postgres.AccessRuleFact;

/** Rules of which the first that applies to a client decides. Nobody else may connect. Immutable. */
public final class AccessRules {
    /** Everybody may connect who has a password. */
    public static final AccessRules PASSWORDS = parse("host all all all scram-sha-256");

    private final List<AccessRule> rules;

    AccessRules(List<AccessRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads rules.
     *
     * @param text lines as in {@code pg_hba.conf}
     * @throws AccessRuleException if a line is no rule, or one that is not supported
     */
    public static AccessRules parse(String text) {
        return new AccessRules(new AccessRuleParser(text).parse());
    }

    /** Returns the rules as a system view shows them, in their order. */
    public List<AccessRuleFact> facts() {
        return rules.stream().map(AccessRule::fact).toList();
    }

    /** Returns what is asked of a client; empty if there is no rule for it. */
    public Optional<AccessMethod> methodFor(ConnectionAttempt attempt) {
        return rules.stream()
                .filter(rule -> rule.appliesTo(attempt))
                .findFirst()
                .map(AccessRule::method);
    }
}
