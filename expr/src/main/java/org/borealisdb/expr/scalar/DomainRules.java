package org.borealisdb.expr.scalar;

import java.util.List;
import org.borealisdb.expr.error.SqlException;

/**
 * What values of a domain must be like, by its own rules and those of the domains that it is over.
 *
 * @param domain its name, as messages have it
 * @param type which type errors name
 * @param notNull whether NULL is refused
 * @param checks in the order in which they are made
 */
public record DomainRules(String domain, Named type, boolean notNull, List<Check> checks) {
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

    /**
     * A type's name.
     *
     * @param schema that the type is in
     * @param name in the schema
     */
    public record Named(String schema, String name) {
        /** Returns an error that names the type. */
        SqlException in(SqlException error) {
            return error.with(SqlException.Field.SCHEMA, schema).with(SqlException.Field.DATA_TYPE, name);
        }
    }

    /** Returns whether any value will do. */
    public boolean isEmpty() {
        return !notNull && checks.isEmpty();
    }
}
