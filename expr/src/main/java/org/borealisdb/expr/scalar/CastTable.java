package org.borealisdb.expr.scalar;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;

/** The casts between built-in types, and those that users made. Immutable once made. */
public final class CastTable {
    /** The function that finds a relation by its name, which a conversion through text does as well. */
    public static final int NAME_TO_REGCLASS = 1079;

    private static final CastTable BUILT_IN = new CastTable();

    private final Map<Long, Cast> casts = new LinkedHashMap<>();

    private CastTable() {
        CastDeclarations.declare(this);
    }

    private CastTable(CastTable other) {
        casts.putAll(other.casts);
    }

    /** Returns a table with further casts. */
    public CastTable with(Collection<Cast> more) {
        CastTable all = new CastTable(this);
        more.forEach(cast ->
                all.casts.putIfAbsent(key(cast.source().oid(), cast.target().oid()), cast));
        return all;
    }

    /** Where a cast is applied without being asked for; each also holds for the ones after it. */
    public enum Context {
        /** Anywhere. */
        IMPLICIT,
        /** When a value is stored in a column. */
        ASSIGNMENT,
        /** Only where a cast is written. */
        EXPLICIT;

        /** Returns whether a cast declared for this context may be used in another. */
        public boolean allowedIn(Context use) {
            return compareTo(use) <= 0;
        }
    }

    /**
     * A cast, as {@code pg_cast} lists it.
     *
     * @param function the function's oid; 0 if both types represent values alike; -1 for a conversion through text
     */
    public record Cast(SqlType source, SqlType target, Context context, int function) {
        /** Returns whether a value needs no conversion. */
        public boolean isBinaryCoercible() {
            return function == 0;
        }
    }

    /** Returns the casts of this module. */
    public static CastTable builtIn() {
        return BUILT_IN;
    }

    void add(BuiltInType source, BuiltInType target, Context context, int function) {
        casts.put(key(source.oid(), target.oid()), new Cast(source.type(), target.type(), context, function));
    }

    private static long key(int source, int target) {
        return (long) source << 32 | Integer.toUnsignedLong(target);
    }

    /** Returns the cast from one type to another. */
    public Optional<Cast> find(SqlType source, SqlType target) {
        return Optional.ofNullable(casts.get(key(source.oid(), target.oid())));
    }

    /** Returns all casts. */
    public List<Cast> all() {
        return List.copyOf(casts.values());
    }

    /** Returns whether values of one type may stand for another's in a context, by a cast or a rule of PostgreSQL's. */
    public boolean canCoerce(SqlType source, SqlType target, Context use) {
        if (source.sameTypeAs(target) || source.is(BuiltInType.UNKNOWN) || target.is(BuiltInType.ANY)) {
            return true;
        }
        boolean toRecord = source instanceof CompositeType && target.is(BuiltInType.RECORD);
        boolean fromRecord = source.is(BuiltInType.RECORD) && target instanceof CompositeType;
        if (toRecord || fromRecord) {
            return true;
        }
        if (source instanceof CompositeType row && row.isRowOf(target)) {
            return true;
        }
        if (target.builtIn().filter(BuiltInType::isPolymorphic).isPresent()) {
            boolean array = source.category() == TypeCategory.ARRAY;
            boolean wantsArray = target.is(BuiltInType.ANYARRAY) || target.is(BuiltInType.ANYCOMPATIBLEARRAY);
            if (target.is(BuiltInType.ANYENUM)) {
                return source.category() == TypeCategory.ENUM;
            }
            return array == wantsArray || target.is(BuiltInType.ANYELEMENT) || target.is(BuiltInType.ANYCOMPATIBLE);
        }
        if (!target.physical().equals(target)) {
            return canCoerce(source, target.physical(), use);
        }
        Optional<Cast> cast = find(source, target);
        if (cast.isPresent()) {
            return cast.get().context().allowedIn(use);
        }
        if (source instanceof ArrayType from && target instanceof ArrayType to) {
            return canCoerce(from.element(), to.element(), use);
        }
        // Every type converts to text on assignment, and from text when asked (find_coercion_pathway).
        boolean toString = target.category() == TypeCategory.STRING;
        boolean fromString = source.category() == TypeCategory.STRING;
        return (toString && use != Context.IMPLICIT) || (fromString && use == Context.EXPLICIT);
    }
}
