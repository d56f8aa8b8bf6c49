package org.borealisdb.engine.catalog;

/**
 * What a catalog object is. The code is the byte on disk; the name space is the one its name must be unique in, together with its
 * parent.
 */
public enum CatalogKind {
    DATABASE(1, NameSpace.DATABASES),
    SCHEMA(2, NameSpace.SCHEMAS),
    ROLE(3, NameSpace.ROLES),
    TABLE(4, NameSpace.RELATIONS),
    COLUMN(5, NameSpace.COLUMNS),
    INDEX(6, NameSpace.RELATIONS),
    SEQUENCE(7, NameSpace.RELATIONS),
    CONSTRAINT(8, NameSpace.CONSTRAINTS),
    VIEW(9, NameSpace.RELATIONS),
    SETTING(10, NameSpace.SETTINGS),
    MEMBERSHIP(11, NameSpace.MEMBERSHIPS),
    COMMENT(12, NameSpace.COMMENTS),
    STATISTICS(13, NameSpace.STATISTICS),
    /** Who may do what with the new objects of a role, within a database. */
    PRIVILEGE(14, NameSpace.PRIVILEGES),
    /** A type that a user made, or the type of the arrays of one. */
    TYPE(15, NameSpace.TYPES),
    /** A value of an enum, within its type. */
    LABEL(16, NameSpace.LABELS),
    /** A function that a user made; its name is that with the types of its parameters. */
    FUNCTION(17, NameSpace.FUNCTIONS),
    /** An order of texts that a user made. */
    COLLATION(18, NameSpace.COLLATIONS),
    /** Statistics of several columns of a table that a user asked for; what ANALYZE found is kept beside those of the table. */
    EXTENDED_STATISTICS(19, NameSpace.EXTENDED_STATISTICS),
    /** An operator that a user made; its name is its sign with the types of its operands. */
    OPERATOR(20, NameSpace.OPERATORS),
    /** A cast that a user made, within its database; its name is made of the two types. */
    CAST(21, NameSpace.CASTS);

    private static final CatalogKind[] BY_CODE = values();

    private final int code;
    private final NameSpace nameSpace;

    CatalogKind(int code, NameSpace nameSpace) {
        this.code = code;
        this.nameSpace = nameSpace;
    }

    public int code() {
        return code;
    }

    public NameSpace nameSpace() {
        return nameSpace;
    }

    /** True if there is a kind with this code. */
    static boolean known(int code) {
        return code >= 1 && code <= BY_CODE.length;
    }

    /** The kind with this code. */
    public static CatalogKind ofCode(int code) {
        if (!known(code)) {
            throw new IllegalArgumentException("no kind of catalog object has the code " + code);
        }
        return BY_CODE[code - 1];
    }
}
