package org.borealisdb.engine.catalog;

/** Within one parent and one of these, names are unique. The code is the byte on disk. */
public enum NameSpace {
    DATABASES(1),
    SCHEMAS(2),
    ROLES(3),
    /** Tables, indexes, sequences and views share one, as in PostgreSQL. */
    RELATIONS(4),
    COLUMNS(5),
    CONSTRAINTS(6),
    SETTINGS(7),
    MEMBERSHIPS(8),
    COMMENTS(9),
    STATISTICS(10),
    PRIVILEGES(11),
    TYPES(12),
    LABELS(13),
    FUNCTIONS(14),
    COLLATIONS(15),
    EXTENDED_STATISTICS(16),
    OPERATORS(17),
    CASTS(18);

    private final int code;

    NameSpace(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
