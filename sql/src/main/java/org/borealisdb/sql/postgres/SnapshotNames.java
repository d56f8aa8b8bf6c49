package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ObjectNames;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.deparse.CurrentNames;
import org.jspecify.annotations.Nullable;

/** What objects are called in the catalog as a session sees it. */
final class SnapshotNames implements CurrentNames {
    private static final Set<BuiltInType> NAMED = Set.of(
            BuiltInType.REGCLASS,
            BuiltInType.REGTYPE,
            BuiltInType.REGPROC,
            BuiltInType.REGPROCEDURE,
            BuiltInType.REGOPER,
            BuiltInType.REGOPERATOR,
            BuiltInType.REGCOLLATION,
            BuiltInType.REGROLE,
            BuiltInType.REGNAMESPACE);

    private final CatalogSnapshot catalog;
    private final ObjectNames names;
    private final ObjectText text;

    SnapshotNames(CatalogSnapshot catalog, ObjectNames names) {
        this.catalog = catalog;
        this.names = names;
        this.text = new ObjectText(catalog);
    }

    @Override
    public Optional<CatalogObject> relation(long id) {
        return catalog.relation(id);
    }

    @Override
    public String name(CatalogObject relation) {
        return text.relation(relation);
    }

    @Override
    public String qualifiedName(CatalogObject relation) {
        return text.qualified(relation);
    }

    @Override
    public List<TableColumn> columns(CatalogObject relation) {
        return catalog.columns(relation.id());
    }

    @Override
    public Optional<String> named(SqlType type, @Nullable Object value) {
        return value instanceof Long number
                ? type.builtIn().filter(NAMED::contains).flatMap(kind -> names.nameOf(kind, number))
                : Optional.empty();
    }

    @Override
    public String type(SqlType type) {
        return shown(type).exactName();
    }

    /** A type as this session finds it. */
    private SqlType shown(SqlType type) {
        if (type instanceof ArrayType array) {
            return new ArrayType(shown(array.element()));
        }
        long oid = Integer.toUnsignedLong(type.oid());
        return oid < Catalog.FIRST_USER_ID ? type : catalog.types().made(oid).orElse(type);
    }

    @Override
    public String collation(Collation collation) {
        return catalog.types().collation(collation.number()).orElse(collation).displayName();
    }

    @Override
    public Optional<String> function(long oid) {
        return catalog.function(oid)
                .map(function -> catalog.isFunctionVisible(oid)
                        ? Quoting.identifier(function.name())
                        : function.qualifiedName());
    }

    @Override
    public Optional<String> operator(long oid) {
        return catalog.operator(oid)
                .map(operator -> new OperatorNames(() -> catalog).isVisible(oid)
                        ? operator.name()
                        : "OPERATOR(" + operator.qualifiedName() + ")");
    }
}
