package org.borealisdb.sql.catalog;

import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.collation.Collations;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TextCollation;
import org.borealisdb.sql.ast.QualifiedName;

/** Finds collations by their names. Stateless. */
public final class CollationNames {
    private CollationNames() {}

    /**
     * Finds a collation.
     *
     * @throws SqlException 42704 if there is none of the name, 3F000 if there is no such schema
     */
    public static Collation find(QualifiedName name, TypeLookup lookup) {
        return known(name, lookup).orElseThrow(() -> missing(name));
    }

    /** Finds a collation, if there is one: the schema {@code pg_catalog} comes before all others. */
    public static Optional<Collation> known(QualifiedName name, TypeLookup lookup) {
        boolean system = name.isSimple()
                || (name.parts().size() == 2 && name.parts().getFirst().equals("pg_catalog"));
        Optional<Collation> builtIn =
                Optional.of(name.last()).filter(any -> system).flatMap(Collations::named);
        if (builtIn.isPresent()) {
            return builtIn;
        }
        return system && !name.isSimple()
                ? TypeLookup.number(name.last()).flatMap(number -> lookup.collation(number))
                : lookup.collation(name.parts());
    }

    /** The error for a collation that is not there. */
    public static SqlException missing(QualifiedName name) {
        return new SqlException(
                ErrorCode.UNDEFINED_OBJECT, "collation \"" + name + "\" for encoding \"UTF8\" does not exist");
    }

    /**
     * Returns a type with the collation that a column definition names.
     *
     * @throws SqlException 42704 if there is no such collation, 42804 if the type has none
     */
    public static SqlType of(SqlType type, QualifiedName name, TypeLookup lookup) {
        Collation collation = find(name, lookup);
        check(type);
        if (type instanceof DomainType
                && !type.physical().collation().collation().equals(collation)) {
            throw SqlException.notSupported("a collation for a column of a domain");
        }
        return type.withCollation(TextCollation.ofColumn(collation));
    }

    /**
     * Returns a type with the collation that a catalog object keeps, if it does.
     *
     * @throws IllegalStateException if there is no such collation any more: keys would not be found in another order
     */
    static SqlType kept(CatalogObject object, SqlType type, TypeLookup lookup) {
        Optional<String> name = object.property(TableColumn.COLLATION);
        if (name.isEmpty()) {
            return type;
        }
        Collation collation = TypeLookup.number(name.get())
                .flatMap(number -> lookup.collation(number))
                .or(() -> Collations.named(name.get()))
                .orElseThrow(() -> new IllegalStateException(
                        object.name() + " has the collation " + name.get() + ", which is not there"));
        return type.withCollation(TextCollation.ofColumn(collation));
    }

    /** Returns a catalog object that keeps the collation of a type, if it is not the database's own. */
    public static CatalogObject keeping(CatalogObject object, SqlType type) {
        Collation collation = type.collation().collation();
        return type.collation().isDefault()
                ? object
                : object.with(
                        TableColumn.COLLATION,
                        collation.number() == 0 ? collation.name() : Long.toString(collation.number()));
    }

    /**
     * Fails if the values of a type have no collation.
     *
     * @throws SqlException 42804
     */
    public static void check(SqlType type) {
        if (!type.physical().isCollatable()) {
            throw new SqlException(
                    ErrorCode.DATATYPE_MISMATCH, "collations are not supported by type " + type.nameWithoutModifier());
        }
    }
}
