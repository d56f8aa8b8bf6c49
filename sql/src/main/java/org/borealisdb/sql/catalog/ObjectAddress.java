package org.borealisdb.sql.catalog;

/**
 * Which object something is about, as {@code pg_depend} and its like have it.
 *
 * @param relation number of the system relation that the object is in
 * @param id of the object
 * @param part a column of it, or 0
 */
public record ObjectAddress(int relation, long id, int part) {
    /** The number of {@code pg_proc}. */
    public static final int FUNCTIONS = 1255;

    /** The number of {@code pg_class}. */
    public static final int RELATIONS = 1259;

    /** The number of {@code pg_authid}. */
    public static final int ROLES = 1260;

    /** The number of {@code pg_database}. */
    public static final int DATABASES = 1262;

    /** The number of {@code pg_type}. */
    public static final int TYPES = 1247;

    /** The number of {@code pg_constraint}. */
    public static final int CONSTRAINTS = 2606;

    /** The number of {@code pg_namespace}. */
    public static final int SCHEMAS = 2615;

    /** The number of {@code pg_cast}. */
    public static final int CASTS = 2605;

    /** The number of {@code pg_am}. */
    public static final int ACCESS_METHODS = 2601;

    /** The number of {@code pg_rewrite}. */
    public static final int RULES = 2618;

    /** Returns whether the object is one of the cluster, and not of a database. */
    public boolean isShared() {
        return relation == ROLES || relation == DATABASES;
    }
}
