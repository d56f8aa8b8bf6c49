package org.borealisdb.sql.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.scalar.DomainRules;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.SqlType;

/** The types as a reader has them, with the names under which it finds them. Belongs to one task. */
final class ReadTypes implements UserType.Source {
    private final Map<Long, Optional<SqlType>> known = new HashMap<>();
    private final Map<Integer, DomainRules> rules = new HashMap<>();
    private final Map<Long, Optional<Collation>> collations = new HashMap<>();
    private final SchemaReader reader;
    private final ExpressionReader expressions;
    private final LongSupplier transaction;

    ReadTypes(SchemaReader reader, ExpressionReader expressions, LongSupplier transaction) {
        this.reader = reader;
        this.expressions = expressions;
        this.transaction = transaction;
    }

    void forget() {
        known.clear();
        rules.clear();
        collations.clear();
    }

    @Override
    public Optional<Collation> collation(long number) {
        return collations.computeIfAbsent(
                number,
                any -> reader.object(CatalogKind.COLLATION, number)
                        .map(made ->
                                new UserCollation(made).collation(reader.names().shownCollation(made))));
    }

    @Override
    public Optional<Collation> collation(List<String> name) {
        return reader.names().collation(name).map(CatalogObject::id).flatMap(this::collation);
    }

    @Override
    public Optional<SqlType> made(long oid) {
        Optional<SqlType> type = known.get(oid);
        if (type == null) {
            type = RowTypes.is(oid)
                    ? ofRows(oid)
                    : reader.object(CatalogKind.TYPE, oid).flatMap(object -> new UserType(object).type(this));
            known.put(oid, type);
        }
        return type;
    }

    private Optional<SqlType> ofRows(long oid) {
        long id = RowTypes.relation(oid);
        Optional<SqlType> rows = reader.object(CatalogKind.TABLE, id)
                .or(() -> reader.object(CatalogKind.VIEW, id))
                .map(relation -> new CompositeType(
                                (int) RowTypes.of(id),
                                (int) RowTypes.arrayOf(id),
                                reader.names().shown(relation, reader.relation(List.of(relation.name()))),
                                UserType.fields(reader.columns(relation)))
                        .ofType(TableDefinition.typeOf(relation)));
        return RowTypes.isArray(oid) ? rows.map(ArrayType::new) : rows;
    }

    @Override
    public Optional<SqlType> made(List<String> name) {
        return reader.typeNumber(name).flatMap(this::made);
    }

    @Override
    public List<TableColumn> attributes(CatalogObject type) {
        return reader.columns(type);
    }

    @Override
    public List<CatalogObject> labels(CatalogObject type) {
        return reader.children(type, NameSpace.LABELS);
    }

    @Override
    public List<CatalogObject> constraints(CatalogObject type) {
        return reader.children(type, NameSpace.CONSTRAINTS);
    }

    @Override
    public Optional<DomainRules> rules(SqlType type) {
        if (type instanceof CompositeType composite) {
            return FieldRules.of(composite, this);
        }
        if (!(type instanceof DomainType domain)) {
            return Optional.empty();
        }
        DomainRules found = rules.get(domain.oid());
        if (found == null) {
            Optional<CatalogObject> object = reader.object(CatalogKind.TYPE, Integer.toUnsignedLong(domain.oid()));
            if (object.isEmpty()) {
                // Dropped since a parameter was said to be of it.
                return Optional.empty();
            }
            found = new UserType(object.get()).rules(this, expressions);
            rules.put(domain.oid(), found);
        }
        return Optional.of(found);
    }

    @Override
    public Optional<String> defaultOf(SqlType type) {
        return type instanceof DomainType domain
                ? reader.object(CatalogKind.TYPE, Integer.toUnsignedLong(domain.oid()))
                        .flatMap(object -> object.property(UserType.DEFAULT))
                : Optional.empty();
    }

    @Override
    public String nameOf(CatalogObject type) {
        return reader.names().shown(type, reader.userType(List.of(type.name())));
    }

    @Override
    public String schemaOf(CatalogObject type) {
        return reader.object(CatalogKind.SCHEMA, type.parent())
                .map(CatalogObject::name)
                .orElse("?");
    }

    @Override
    public long transaction() {
        return transaction.getAsLong();
    }
}
