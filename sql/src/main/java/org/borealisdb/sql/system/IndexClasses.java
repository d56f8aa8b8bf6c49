package org.borealisdb.sql.system;

import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.item.ItemClasses;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.KeyClasses;
import org.jspecify.annotations.Nullable;

/** Which operator classes the parts of indexes may have. Stateless. */
final class IndexClasses {
    private IndexClasses() {}

    /**
     * Returns the class that an index keeps for a part: always one if it is inverted, otherwise one that the type does not have by itself.
     *
     * @param named what was asked for
     * @throws SqlException 42704 if there is none, 42804 if it is of other types, 0A000 if its order is none of the type's collation
     */
    static Optional<String> of(String method, SqlType type, @Nullable QualifiedName named) {
        return method.equals(IndexDefinition.GIN) ? ofItems(type, named) : ofKeys(method, type, named);
    }

    private static Optional<String> ofKeys(String method, SqlType type, @Nullable QualifiedName named) {
        boolean unhashed = method.equals(IndexDefinition.HASH)
                && (type.is(BuiltInType.BIT) || type.is(BuiltInType.VARBIT) || type.is(BuiltInType.MONEY));
        if (!type.isOrdered() || unhashed) {
            throw noDefault(type, method);
        }
        if (named == null) {
            return Optional.empty();
        }
        String name = named.last();
        if (!KeyClasses.exists(name)) {
            throw missing(named, method);
        }
        if (name.startsWith("bpchar") && KeyClasses.operand(type.physical()).is(BuiltInType.TEXT)) {
            // It would have to pass over blanks at the end.
            throw SqlException.notSupported("operator class " + name + " of type " + type.nameWithoutModifier());
        }
        if (!KeyClasses.accepts(name, type)) {
            throw unfit(name, type);
        }
        if (name.endsWith("_pattern_ops") && !type.collation().collation().isDeterministic()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "nondeterministic collations are not supported for operator class \"" + name + "\"");
        }
        return KeyClasses.kept(name, type);
    }

    private static Optional<String> ofItems(SqlType type, @Nullable QualifiedName named) {
        if (named == null) {
            return Optional.of(ItemClasses.defaultOf(type).orElseThrow(() -> noDefault(type, IndexDefinition.GIN)));
        }
        String name = named.last();
        if (!ItemClasses.exists(name)) {
            throw missing(named, IndexDefinition.GIN);
        }
        if (ItemClasses.of(name, type).isEmpty()) {
            throw unfit(name, type);
        }
        return Optional.of(name);
    }

    /**
     * Passes if values of another type may stand in a part of an index, by the class that it has.
     *
     * @param changed the index over the new types
     * @throws SqlException as {@link #of} says
     */
    static void recheck(IndexDefinition changed) {
        for (int part = 0; part < changed.parts().size(); part++) {
            SqlType type = changed.parts().get(part).type();
            Optional<String> kept = changed.namedClass(part);
            boolean byItself = changed.isInverted()
                    && kept.filter(name -> !name.equals(ItemClasses.JSONB_PATH)).isPresent();
            QualifiedName named = byItself
                    ? null
                    : kept.map(name -> QualifiedName.of(name, -1)).orElse(null);
            of(changed.method(), type, named);
        }
    }

    private static SqlException missing(QualifiedName name, String method) {
        return new SqlException(
                ErrorCode.UNDEFINED_OBJECT,
                "operator class \"" + name + "\" does not exist for access method \"" + method + "\"");
    }

    private static SqlException unfit(String name, SqlType type) {
        return new SqlException(
                ErrorCode.DATATYPE_MISMATCH,
                "operator class \"" + name + "\" does not accept data type " + type.nameWithoutModifier());
    }

    private static SqlException noDefault(SqlType type, String method) {
        return new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "data type " + type.nameWithoutModifier()
                                + " has no default operator class for access method \"" + method + "\"")
                .withHint("You must specify an operator class for the index"
                        + " or define a default operator class for the data type.");
    }
}
