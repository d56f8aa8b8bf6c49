package org.borealisdb.expr.scalar;

import java.util.List;

/**
 * What values of a domain must be like, by its own rules and those of the domains that it is over.
 *
 * @param domain its name, as errors have it
 * @param notNull whether NULL is refused
 * @param checks in the order in which they are made
 */
public record DomainRules(String domain, boolean notNull, List<Check> checks) {
    /** Copies the checks. */
    public DomainRules {
        checks = List.copyOf(checks);
    }

    /**
     * A condition that values must not fail.
     *
     * @param name of the constraint
     * @param condition over the value, which is the first column of a row
     */
    public record Check(String name, Expression condition) {}

    /** Returns whether any value will do. */
    public boolean isEmpty() {
        return !notNull && checks.isEmpty();
    }
}
