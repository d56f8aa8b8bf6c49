package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;

/**
 * A rule for who may connect, as {@code pg_hba_file_rules} shows it.
 *
 * @param line where it begins in its file, from 1
 * @param type of connections
 * @param databases names of databases, and words that stand for some
 * @param roles the same of roles
 * @param address from where clients come; empty if the rule is not for the network
 * @param mask which bits of the address count; empty if clients may come from anywhere
 * @param method what is asked of them
 */
public record AccessRuleFact(
        int line,
        String type,
        List<String> databases,
        List<String> roles,
        Optional<String> address,
        Optional<String> mask,
        String method) {
    /** Copies the names. */
    public AccessRuleFact {
        databases = List.copyOf(databases);
        roles = List.copyOf(roles);
    }

    /** Adds rules to the rows of {@code pg_hba_file_rules}. */
    static void rows(List<AccessRuleFact> rules, SystemRows target) {
        for (AccessRuleFact rule : rules) {
            target.add()
                    .set("line_number", rule.line())
                    .set("type", rule.type())
                    .set("database", names(rule.databases()))
                    .set("user_name", names(rule.roles()))
                    .set("address", rule.address().orElse(null))
                    .set("netmask", rule.mask().orElse(null))
                    .set("auth_method", rule.method())
                    .end();
        }
    }

    private static ArrayValue names(List<String> names) {
        return ArrayValue.of(BuiltInType.TEXT.type(), names);
    }
}
