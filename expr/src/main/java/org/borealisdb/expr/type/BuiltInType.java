package org.borealisdb.expr.type;

import static org.borealisdb.expr.type.TypeCategory.ARRAY;
import static org.borealisdb.expr.type.TypeCategory.BIT_STRING;
import static org.borealisdb.expr.type.TypeCategory.BOOLEAN;
import static org.borealisdb.expr.type.TypeCategory.DATE_TIME;
import static org.borealisdb.expr.type.TypeCategory.NETWORK;
import static org.borealisdb.expr.type.TypeCategory.PSEUDO;
import static org.borealisdb.expr.type.TypeCategory.STRING;
import static org.borealisdb.expr.type.TypeCategory.TIMESPAN;
import static org.borealisdb.expr.type.TypeCategory.USER;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The types that exist without being created, as PostgreSQL 15's {@code pg_type} numbers and describes them. */
public enum BuiltInType {
    BOOL(16, 1000, "bool", "boolean", 1, BOOLEAN, true, ValueKind.LONG),
    BYTEA(17, 1001, "bytea", "bytea", -1, USER, false, ValueKind.OBJECT),
    CHAR(18, 1002, "char", "\"char\"", 1, TypeCategory.INTERNAL, false, ValueKind.LONG),
    NAME(19, 1003, "name", "name", 64, STRING, false, ValueKind.OBJECT),
    INT8(20, 1016, "int8", "bigint", 8, TypeCategory.NUMERIC, false, ValueKind.LONG),
    INT2(21, 1005, "int2", "smallint", 2, TypeCategory.NUMERIC, false, ValueKind.LONG),
    INT2VECTOR(22, 1006, "int2vector", "int2vector", -1, ARRAY, false, ValueKind.OBJECT),
    INT4(23, 1007, "int4", "integer", 4, TypeCategory.NUMERIC, false, ValueKind.LONG),
    REGPROC(24, 1008, "regproc", "regproc", 4, TypeCategory.NUMERIC, false, ValueKind.LONG),
    TEXT(25, 1009, "text", "text", -1, STRING, true, ValueKind.OBJECT),
    OID(26, 1028, "oid", "oid", 4, TypeCategory.NUMERIC, true, ValueKind.LONG),
    TID(27, 1010, "tid", "tid", 6, USER, false, ValueKind.OBJECT),
    XID(28, 1011, "xid", "xid", 4, USER, false, ValueKind.LONG),
    CID(29, 1012, "cid", "cid", 4, USER, false, ValueKind.LONG),
    OIDVECTOR(30, 1013, "oidvector", "oidvector", -1, ARRAY, false, ValueKind.OBJECT),
    PG_DDL_COMMAND(32, 0, "pg_ddl_command", "pg_ddl_command", 8, PSEUDO, false, ValueKind.OBJECT),
    JSON(114, 199, "json", "json", -1, USER, false, ValueKind.OBJECT),
    NODE_TREE(194, 0, "pg_node_tree", "pg_node_tree", -1, TypeCategory.INTERNAL, false, ValueKind.OBJECT),
    TABLE_AM_HANDLER(269, 0, "table_am_handler", "table_am_handler", 4, PSEUDO, false, ValueKind.OBJECT),
    INDEX_AM_HANDLER(325, 0, "index_am_handler", "index_am_handler", 4, PSEUDO, false, ValueKind.OBJECT),
    CIDR(650, 651, "cidr", "cidr", -1, NETWORK, false, ValueKind.OBJECT),
    FLOAT4(700, 1021, "float4", "real", 4, TypeCategory.NUMERIC, false, ValueKind.DOUBLE),
    FLOAT8(701, 1022, "float8", "double precision", 8, TypeCategory.NUMERIC, true, ValueKind.DOUBLE),
    UNKNOWN(705, 0, "unknown", "unknown", -2, TypeCategory.UNKNOWN, false, ValueKind.OBJECT),
    MONEY(790, 791, "money", "money", 8, TypeCategory.NUMERIC, false, ValueKind.LONG),
    MACADDR8(774, 775, "macaddr8", "macaddr8", 8, USER, false, ValueKind.OBJECT),
    MACADDR(829, 1040, "macaddr", "macaddr", 6, USER, false, ValueKind.OBJECT),
    INET(869, 1041, "inet", "inet", -1, NETWORK, true, ValueKind.OBJECT),
    ACLITEM(1033, 1034, "aclitem", "aclitem", 12, USER, false, ValueKind.OBJECT),
    BPCHAR(1042, 1014, "bpchar", "character", -1, STRING, false, ValueKind.OBJECT),
    VARCHAR(1043, 1015, "varchar", "character varying", -1, STRING, false, ValueKind.OBJECT),
    DATE(1082, 1182, "date", "date", 4, DATE_TIME, false, ValueKind.LONG),
    TIME(1083, 1183, "time", "time without time zone", 8, DATE_TIME, false, ValueKind.LONG),
    TIMESTAMP(1114, 1115, "timestamp", "timestamp without time zone", 8, DATE_TIME, false, ValueKind.LONG),
    TIMESTAMPTZ(1184, 1185, "timestamptz", "timestamp with time zone", 8, DATE_TIME, true, ValueKind.LONG),
    TIMETZ(1266, 1270, "timetz", "time with time zone", 12, DATE_TIME, false, ValueKind.LONG),
    INTERVAL(1186, 1187, "interval", "interval", 16, TIMESPAN, true, ValueKind.OBJECT),
    BIT(1560, 1561, "bit", "bit", -1, BIT_STRING, false, ValueKind.OBJECT),
    VARBIT(1562, 1563, "varbit", "bit varying", -1, BIT_STRING, true, ValueKind.OBJECT),
    NUMERIC(1700, 1231, "numeric", "numeric", -1, TypeCategory.NUMERIC, false, ValueKind.OBJECT),
    REGPROCEDURE(2202, 2207, "regprocedure", "regprocedure", 4, TypeCategory.NUMERIC, false, ValueKind.LONG),
    REGOPER(2203, 2208, "regoper", "regoper", 4, TypeCategory.NUMERIC, false, ValueKind.LONG),
    REGOPERATOR(2204, 2209, "regoperator", "regoperator", 4, TypeCategory.NUMERIC, false, ValueKind.LONG),
    REGCLASS(2205, 2210, "regclass", "regclass", 4, TypeCategory.NUMERIC, false, ValueKind.LONG),
    REGTYPE(2206, 2211, "regtype", "regtype", 4, TypeCategory.NUMERIC, false, ValueKind.LONG),
    RECORD(2249, 2287, "record", "record", -1, PSEUDO, false, ValueKind.OBJECT),
    CSTRING(2275, 1263, "cstring", "cstring", -2, PSEUDO, false, ValueKind.OBJECT),
    ANY(2276, 0, "any", "\"any\"", 4, PSEUDO, false, ValueKind.OBJECT),
    ANYARRAY(2277, 0, "anyarray", "anyarray", -1, PSEUDO, false, ValueKind.OBJECT),
    VOID(2278, 0, "void", "void", 4, PSEUDO, false, ValueKind.OBJECT),
    TRIGGER(2279, 0, "trigger", "trigger", 4, PSEUDO, false, ValueKind.OBJECT),
    LANGUAGE_HANDLER(2280, 0, "language_handler", "language_handler", 4, PSEUDO, false, ValueKind.OBJECT),
    INTERNAL(2281, 0, "internal", "internal", 8, PSEUDO, false, ValueKind.OBJECT),
    ANYELEMENT(2283, 0, "anyelement", "anyelement", 4, PSEUDO, false, ValueKind.OBJECT),
    ANYNONARRAY(2776, 0, "anynonarray", "anynonarray", 4, PSEUDO, false, ValueKind.OBJECT),
    UUID(2950, 2951, "uuid", "uuid", 16, USER, false, ValueKind.OBJECT),
    TXID_SNAPSHOT(2970, 2949, "txid_snapshot", "txid_snapshot", -1, USER, false, ValueKind.OBJECT),
    FDW_HANDLER(3115, 0, "fdw_handler", "fdw_handler", 4, PSEUDO, false, ValueKind.OBJECT),
    PG_LSN(3220, 3221, "pg_lsn", "pg_lsn", 8, USER, false, ValueKind.LONG),
    TSM_HANDLER(3310, 0, "tsm_handler", "tsm_handler", 4, PSEUDO, false, ValueKind.OBJECT),
    ANYENUM(3500, 0, "anyenum", "anyenum", 4, PSEUDO, false, ValueKind.LONG),
    JSONB(3802, 3807, "jsonb", "jsonb", -1, USER, false, ValueKind.OBJECT),
    JSONPATH(4072, 4073, "jsonpath", "jsonpath", -1, USER, false, ValueKind.OBJECT),
    EVENT_TRIGGER(3838, 0, "event_trigger", "event_trigger", 4, PSEUDO, false, ValueKind.OBJECT),
    REGNAMESPACE(4089, 4090, "regnamespace", "regnamespace", 4, TypeCategory.NUMERIC, false, ValueKind.LONG),
    REGROLE(4096, 4097, "regrole", "regrole", 4, TypeCategory.NUMERIC, false, ValueKind.LONG),
    REGCOLLATION(4191, 4192, "regcollation", "regcollation", 4, TypeCategory.NUMERIC, false, ValueKind.LONG),
    PG_SNAPSHOT(5038, 5039, "pg_snapshot", "pg_snapshot", -1, USER, false, ValueKind.OBJECT),
    XID8(5069, 271, "xid8", "xid8", 8, USER, false, ValueKind.LONG),
    ANYCOMPATIBLE(5077, 0, "anycompatible", "anycompatible", 4, PSEUDO, false, ValueKind.OBJECT),
    ANYCOMPATIBLEARRAY(5078, 0, "anycompatiblearray", "anycompatiblearray", -1, PSEUDO, false, ValueKind.OBJECT),
    ANYCOMPATIBLENONARRAY(
            5079, 0, "anycompatiblenonarray", "anycompatiblenonarray", 4, PSEUDO, false, ValueKind.OBJECT);

    private static final Map<Integer, BuiltInType> BY_OID = new LinkedHashMap<>();
    private static final Map<Integer, BuiltInType> BY_ARRAY_OID = new LinkedHashMap<>();
    private static final Map<String, BuiltInType> BY_NAME = new LinkedHashMap<>();

    static {
        for (BuiltInType type : values()) {
            BY_OID.put(type.oid, type);
            BY_NAME.put(type.catalogName, type);
            if (type.arrayOid != 0) {
                BY_ARRAY_OID.put(type.arrayOid, type);
            }
        }
    }

    private final int oid;
    private final int arrayOid;
    private final String catalogName;
    private final String sqlName;
    private final int length;
    private final TypeCategory category;
    private final boolean preferred;
    private final ValueKind kind;
    private final ScalarType plain;

    BuiltInType(
            int oid,
            int arrayOid,
            String catalogName,
            String sqlName,
            int length,
            TypeCategory category,
            boolean preferred,
            ValueKind kind) {
        this.oid = oid;
        this.arrayOid = arrayOid;
        this.catalogName = catalogName;
        this.sqlName = sqlName;
        this.length = length;
        this.category = category;
        this.preferred = preferred;
        this.kind = kind;
        this.plain = new ScalarType(this, SqlType.NO_MODIFIER);
    }

    /** Returns the type with this identifier, if it is a built-in type and not an array. */
    public static Optional<BuiltInType> withOid(int oid) {
        return Optional.ofNullable(BY_OID.get(oid));
    }

    /** Returns the built-in type whose array type has this identifier. */
    public static Optional<BuiltInType> elementOfArray(int arrayOid) {
        return Optional.ofNullable(BY_ARRAY_OID.get(arrayOid));
    }

    /** Returns the type with this name in {@code pg_type}. */
    public static Optional<BuiltInType> named(String catalogName) {
        return Optional.ofNullable(BY_NAME.get(catalogName));
    }

    /** Returns the type or array type with this identifier, without modifier. */
    public static Optional<SqlType> typeWithOid(int oid) {
        BuiltInType scalar = BY_OID.get(oid);
        if (scalar != null) {
            return Optional.of(scalar.plain);
        }
        BuiltInType element = BY_ARRAY_OID.get(oid);
        return element == null ? Optional.empty() : Optional.of(new ArrayType(element.plain));
    }

    /** Returns the identifier in {@code pg_type}. */
    public int oid() {
        return oid;
    }

    /** Returns the identifier of the array type over this type, 0 if there is none. */
    public int arrayOid() {
        return arrayOid;
    }

    /** Returns the name in {@code pg_type}. */
    public String catalogName() {
        return catalogName;
    }

    /** Returns the name in SQL's spelling. */
    public String sqlName() {
        return sqlName;
    }

    /** Returns {@code typlen}. */
    public int length() {
        return length;
    }

    /** Returns the category. */
    public TypeCategory category() {
        return category;
    }

    /** Returns whether it is preferred within its category. */
    public boolean isPreferred() {
        return preferred;
    }

    /** Returns how values are carried. */
    public ValueKind kind() {
        return kind;
    }

    /** Returns the type without modifier. */
    public ScalarType type() {
        return plain;
    }

    /** Returns the array type over it. */
    public ArrayType array() {
        return new ArrayType(plain);
    }

    /** Returns whether values are strings: text, varchar, bpchar, name, json and the internal textual types. */
    public boolean isTextual() {
        return switch (this) {
            case TEXT, VARCHAR, BPCHAR, NAME, UNKNOWN, CSTRING, NODE_TREE, ACLITEM, JSON -> true;
            default -> false;
        };
    }

    /** Returns whether values can be told apart. */
    boolean hasEquality() {
        return switch (this) {
            case JSON, JSONPATH, PG_SNAPSHOT, TXID_SNAPSHOT -> false;
            default -> true;
        };
    }

    /** Returns whether values can be sorted. */
    boolean isOrdered() {
        return hasEquality() && this != XID && this != CID;
    }

    /** Returns whether values are object identifiers: unsigned 32-bit numbers. */
    public boolean isObjectIdentifier() {
        return this == OID || this == XID || this == CID || isRegistered();
    }

    /** Returns whether values are the numbers of objects of the catalog, which are read and written by name. */
    public boolean isRegistered() {
        return switch (this) {
            case REGPROC, REGPROCEDURE, REGOPER, REGOPERATOR, REGCLASS, REGTYPE -> true;
            case REGCOLLATION, REGNAMESPACE, REGROLE -> true;
            default -> false;
        };
    }

    /** Returns whether values are unsigned numbers of 64 bits; see {@link org.borealisdb.expr.value.UnsignedNumbers}. */
    public boolean isUnsignedLong() {
        return this == PG_LSN || this == XID8;
    }

    /** Returns whether this stands for other types in a function's signature. */
    public boolean isPolymorphic() {
        return switch (this) {
            case ANYELEMENT, ANYARRAY, ANYNONARRAY, ANYENUM, ANYCOMPATIBLE, ANYCOMPATIBLEARRAY, ANYCOMPATIBLENONARRAY ->
                true;
            default -> false;
        };
    }

    /** Returns whether this stands for a type that all arguments of its kind convert to, and not for the one that they all have. */
    public boolean isCompatible() {
        return this == ANYCOMPATIBLE || this == ANYCOMPATIBLEARRAY || this == ANYCOMPATIBLENONARRAY;
    }
}
