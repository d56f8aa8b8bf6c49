package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Set;

/**
 * What commands about tables must know of a system relation.
 *
 * @param schema {@code pg_catalog} or {@code information_schema}
 * @param isTable whether it is a table in PostgreSQL, and not a view
 * @param columns their names; none of a view
 */
public record KnownRelation(String schema, String name, boolean isTable, List<String> columns) {
    /** Those that all databases have together. */
    private static final Set<String> SHARED = Set.of(
            "pg_authid",
            "pg_auth_members",
            "pg_database",
            "pg_db_role_setting",
            "pg_parameter_acl",
            "pg_replication_origin",
            "pg_shdepend",
            "pg_shdescription",
            "pg_shseclabel",
            "pg_subscription",
            "pg_tablespace");

    /** Copies the columns. */
    public KnownRelation {
        columns = List.copyOf(columns);
    }

    /** Returns whether all databases have it together. */
    public boolean isShared() {
        return isCatalog() && SHARED.contains(name);
    }

    /** Returns whether it is a part of the catalog itself. */
    public boolean isCatalog() {
        return schema.equals("pg_catalog");
    }
}
