package org.borealisdb.sql.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.SqlType;

/**
 * The names of PostgreSQL's operator classes of B-trees and hash indexes. The one that is named for a part of an index is kept and shown; keys are kept in the order of their type and collation in any case. Stateless.
 */
public final class KeyClasses {
    private static final Set<BuiltInType> TEXTS = Set.of(BuiltInType.TEXT, BuiltInType.VARCHAR);
    private static final Set<BuiltInType> ADDRESSES = Set.of(BuiltInType.INET, BuiltInType.CIDR);

    /** Those that no type has if none is named, with the types that may have them. */
    private static final Map<String, Set<BuiltInType>> OTHERS = Map.of(
            "varchar_ops", TEXTS,
            "text_pattern_ops", TEXTS,
            "varchar_pattern_ops", TEXTS,
            "bpchar_pattern_ops", Set.of(BuiltInType.BPCHAR),
            "cidr_ops", ADDRESSES);

    private static final List<String> OF_MANY_TYPES = List.of("array_ops", "enum_ops", "record_ops");
    private static final String END = "_ops";

    private KeyClasses() {}

    /** Returns the type whose operators compare the values of a type. */
    public static SqlType operand(SqlType type) {
        return switch (type) {
            case ArrayType _ -> BuiltInType.ANYARRAY.type();
            case EnumType _ -> BuiltInType.ANYENUM.type();
            case CompositeType _ -> BuiltInType.RECORD.type();
            default ->
                type.is(BuiltInType.VARCHAR)
                        ? BuiltInType.TEXT.type()
                        : type.builtIn().filter(BuiltInType::isRegistered).isPresent() ? BuiltInType.OID.type() : type;
        };
    }

    /** Returns the name of the class that a type has if none is named. */
    public static String usual(SqlType type) {
        SqlType operand = operand(type.physical());
        if (operand.is(BuiltInType.ANYARRAY)) {
            return "array_ops";
        }
        if (operand.is(BuiltInType.ANYENUM)) {
            return "enum_ops";
        }
        return (operand.is(BuiltInType.CIDR)
                                ? BuiltInType.INET
                                : operand.builtIn().orElseThrow())
                        .catalogName()
                + END;
    }

    /** Returns whether there is a class of a name. */
    public static boolean exists(String name) {
        return OTHERS.containsKey(name)
                || OF_MANY_TYPES.contains(name)
                || (name.endsWith(END)
                        && BuiltInType.named(name.substring(0, name.length() - END.length()))
                                .map(BuiltInType::type)
                                .filter(type -> type.isOrdered() && usual(type).equals(name))
                                .isPresent());
    }

    /** Returns whether values of a type may be kept by a class that is there. */
    public static boolean accepts(String name, SqlType type) {
        return usual(type).equals(name)
                || type.physical()
                        .builtIn()
                        .filter(OTHERS.getOrDefault(name, Set.of())::contains)
                        .isPresent();
    }

    /** Returns the name of a class as an index keeps it: empty for the one that the type has if none is named. */
    public static Optional<String> kept(String name, SqlType type) {
        return Optional.of(name).filter(given -> !given.equals(usual(type)));
    }
}
