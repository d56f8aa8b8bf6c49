package org.borealisdb.sql.catalog;

import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.type.SqlType;

/**
 * A cast that a user made, with its types as they are now.
 *
 * @param object its catalog object, whose name is {@link #signature}
 */
public record UserCast(CatalogObject object, SqlType source, SqlType target) {
    /** Property with the number of the type of what is converted. */
    public static final String SOURCE = "source";

    /** Property with the number of the type of what comes of it. */
    public static final String TARGET = "target";

    /** Property with where it is applied without being asked for: a {@code CastTable.Context}. */
    public static final String CONTEXT = "context";

    /** Property with the number of the function; 0 if both types represent values alike, -1 for a conversion through text. */
    public static final String FUNCTION = "function";

    /** Returns the name of the catalog object of a cast. */
    public static String signature(SqlType source, SqlType target) {
        return Integer.toUnsignedString(source.oid()) + ">" + Integer.toUnsignedString(target.oid());
    }

    /** Reads a cast from its catalog object; empty if one of its types is not there any more. */
    public static Optional<UserCast> of(CatalogObject object, TypeLookup types) {
        return type(object, SOURCE, types)
                .flatMap(source -> type(object, TARGET, types).map(target -> new UserCast(object, source, target)));
    }

    private static Optional<SqlType> type(CatalogObject object, String property, TypeLookup types) {
        return types.withOid(Integer.parseUnsignedInt(object.property(property).orElseThrow()));
    }

    /** Returns the number of the function; 0 if both types represent values alike, -1 for a conversion through text. */
    public int function() {
        String number = object.property(FUNCTION).orElseThrow();
        return number.equals("-1") ? -1 : Integer.parseUnsignedInt(number);
    }

    /** Returns whether it is from or to a type. */
    public boolean isOf(long type) {
        return Integer.toUnsignedLong(source.oid()) == type || Integer.toUnsignedLong(target.oid()) == type;
    }

    /** Returns where it is applied without being asked for. */
    public CastTable.Context context() {
        return CastTable.Context.valueOf(object.property(CONTEXT).orElseThrow());
    }

    /** Returns it as those that are built in are. */
    public CastTable.Cast cast() {
        return new CastTable.Cast(source, target, context(), function());
    }

    /** Returns what messages call it. */
    public String shown() {
        return "cast from " + source.displayName() + " to " + target.displayName();
    }
}
