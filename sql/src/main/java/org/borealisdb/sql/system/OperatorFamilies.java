package org.borealisdb.sql.system;

import java.util.Map;
import java.util.Set;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.IndexDefinition;

/** The names of PostgreSQL's operator families of B-trees and hash indexes, as messages need them. Stateless. */
final class OperatorFamilies {
    /** Families of several types; that of another type has its name. */
    private static final Map<BuiltInType, String> SHARED = Map.ofEntries(
            Map.entry(BuiltInType.INT2, "integer"),
            Map.entry(BuiltInType.INT4, "integer"),
            Map.entry(BuiltInType.INT8, "integer"),
            Map.entry(BuiltInType.FLOAT4, "float"),
            Map.entry(BuiltInType.FLOAT8, "float"),
            Map.entry(BuiltInType.VARCHAR, "text"),
            Map.entry(BuiltInType.NAME, "text"),
            Map.entry(BuiltInType.INET, "network"),
            Map.entry(BuiltInType.CIDR, "network"));

    /** These have one family in B-trees, and one each in hash indexes. */
    private static final Set<BuiltInType> MOMENTS =
            Set.of(BuiltInType.DATE, BuiltInType.TIMESTAMP, BuiltInType.TIMESTAMPTZ);

    private OperatorFamilies() {}

    /** Returns the family of the class that a type has if none is named. */
    static String of(SqlType type, String method) {
        SqlType physical = type.physical();
        String word = switch (physical) {
            case ArrayType _ -> "array";
            case EnumType _ -> "enum";
            case CompositeType _ -> "record";
            default -> physical.builtIn().map(built -> of(built, method)).orElseThrow();
        };
        return word + "_ops";
    }

    private static String of(BuiltInType type, String method) {
        if (MOMENTS.contains(type) && !method.equals(IndexDefinition.HASH)) {
            return "datetime";
        }
        return type.isRegistered() ? BuiltInType.OID.catalogName() : SHARED.getOrDefault(type, type.catalogName());
    }
}
