package org.borealisdb.sql.system;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.ExtendedStatistics;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.StoredNames;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.plan.Expressions;
import org.jspecify.annotations.Nullable;

/** Adds what is made of types, or has collations, that are to be dropped to the dependents of one drop. Belongs to one task. */
final class TypeDependents {
    private final CatalogChanges changes;
    private final Dependents dependents;
    private final TypeDrops drops;
    private @Nullable TypeUses typeUses;

    /**
     * A type or collation that is to be dropped.
     *
     * @param rank among those that are dropped together
     * @param behind the domains that it is dropped with, one over the other
     * @param name what it is called
     */
    private record Dropped(long number, int rank, List<Long> behind, String name) {
        /** Before all that is made of it. */
        DependentOrder order() {
            return new DependentOrder(rank, behind, 0);
        }

        /** Where an object that is made of it stands, or a part of that. */
        DependentOrder order(long object, int part) {
            return new DependentOrder(rank, with(object), part);
        }

        /** The domains with another one over the last. */
        List<Long> with(long object) {
            return Stream.concat(behind.stream(), Stream.of(object)).toList();
        }
    }

    /**
     * Makes one for a drop.
     *
     * @param dependents where it adds what it finds
     */
    TypeDependents(CatalogChanges changes, Dependents dependents, TypeDrops drops) {
        this.changes = changes;
        this.dependents = dependents;
        this.drops = drops;
    }

    /** Adds what is made of types: columns, and expressions that the catalog keeps. */
    void ofTypes(List<CatalogObject> types) {
        int rank = 0;
        for (CatalogObject type : types.reversed()) {
            for (CatalogObject each : withArrays(type)) {
                madeOf(each, rank++, List.of());
            }
        }
    }

    /** Returns the type of a type's arrays, and the type. */
    private List<CatalogObject> withArrays(CatalogObject type) {
        return List.of(
                changes.schema()
                        .object(CatalogKind.TYPE, new UserType(type).related())
                        .orElseThrow(),
                type);
    }

    private void madeOf(CatalogObject type, int rank, List<Long> behind) {
        Optional<SqlType> made = changes.schema().types().made(type.id());
        // Of arrays of a domain over arrays nothing can be.
        made.ifPresent(each -> madeOf(new Dropped(type.id(), rank, behind, "type " + each.displayName())));
    }

    /** Adds what has collations: columns, attributes, domains, and expressions that the catalog keeps. */
    void ofCollations(List<CatalogObject> collations) {
        int rank = 0;
        for (CatalogObject collation : collations.reversed()) {
            String on = "collation " + changes.schema().names().shown(collation);
            madeOf(new Dropped(collation.id(), rank++, List.of(), on));
        }
    }

    /** Adds what is made of the rows of a relation. */
    void ofRows(CatalogObject relation) {
        dependents.functionsOver(relation);
        String on = "type " + changes.shown(relation);
        madeOf(new Dropped(RowTypes.arrayOf(relation.id()), 0, List.of(), on + "[]"));
        madeOf(new Dropped(RowTypes.of(relation.id()), 1, List.of(), on));
    }

    private void madeOf(Dropped dropped) {
        long type = dropped.number();
        dependents.views(
                names -> names.types().containsValue(type) || names.collations().containsValue(type),
                dropped.name(),
                dropped.order(),
                drops.view());
        domainsOver(dropped);
        dependents.functionsWith(type, dropped.order(), dropped.name());
        dependents.operatorsWith(type, dropped.rank(), dropped.name());
        attributesOf(dropped);
        dependents.freeExpressionsWith(StoredNames.type(type), dropped.name(), dropped.order());
        for (CatalogObject relation : typeUses().of(type)) {
            if (dependents.isDropped(relation.id())) {
                continue;
            }
            if (relation.kind() == CatalogKind.TABLE
                    && relation.property(TableDefinition.OF_TYPE)
                            .filter(Long.toString(type)::equals)
                            .isPresent()) {
                dependents.add(
                        dropped.order(relation.id(), 0),
                        "table " + changes.shown(relation),
                        dropped.name(),
                        () -> drops.table().accept(relation));
            } else if (relation.kind() == CatalogKind.TABLE) {
                TableDefinition table = changes.schema().table(relation);
                columnsOf(table, dropped);
                checksOf(table, dropped);
                indexesOf(table, dropped);
                statisticsOf(table, dropped);
            } else if (!dependents.isFound(relation)
                    && changes.schema().columns(relation).stream().anyMatch(column -> isOf(column, type))) {
                dependents.add(
                        dropped.order(relation.id(), 0),
                        "view " + changes.shown(relation),
                        dropped.name(),
                        () -> drops.view().accept(relation));
            }
        }
    }

    private TypeUses typeUses() {
        TypeUses known = typeUses;
        if (known == null) {
            known = new TypeUses(changes.schema());
            typeUses = known;
        }
        return known;
    }

    /** Whether a column is of a type, or has a collation. */
    private static boolean isOf(TableColumn column, long type) {
        return Integer.toUnsignedLong(column.declared().oid()) == type
                || (!(column.declared() instanceof DomainType)
                        && column.type().collation().collation().number() == type);
    }

    /** Adds the attributes of composite types that are of a type. */
    private void attributesOf(Dropped dropped) {
        for (CatalogObject other : changes.schema().all(CatalogKind.TYPE)) {
            if (!new UserType(other).isComposite() || dependents.isDropped(other.id())) {
                continue;
            }
            for (TableColumn attribute : changes.schema().columns(other)) {
                if (!attribute.dropped() && isOf(attribute, dropped.number())) {
                    String name = changes.schema()
                            .types()
                            .made(other.id())
                            .map(SqlType::displayName)
                            .orElse(other.name());
                    String column = CompositeDefinitions.column(attribute, name);
                    DependentOrder order = dropped.order(other.id(), attribute.number());
                    dependents.add(
                            order,
                            column,
                            dropped.name(),
                            () -> drops.attribute().accept(attribute));
                    dependents.readersOf(other.id(), attribute, column, order);
                }
            }
        }
    }

    private void domainsOver(Dropped dropped) {
        for (CatalogObject other : changes.schema().all(CatalogKind.TYPE)) {
            String number = Long.toString(dropped.number());
            boolean over = other.property(UserType.BASE).filter(number::equals).isPresent()
                    || other.property(TableColumn.COLLATION)
                            .filter(number::equals)
                            .isPresent();
            if (over && !dependents.isDropped(other.id())) {
                String name =
                        changes.schema().types().made(other.id()).orElseThrow().displayName();
                dependents.add(
                        dropped.order(other.id(), 0),
                        "type " + name,
                        dropped.name(),
                        () -> drops.type().accept(other));
                withArrays(other).forEach(each -> madeOf(each, dropped.rank(), dropped.with(other.id())));
            }
        }
    }

    /** Adds the columns of a table, and defaults of those that stay. */
    private void columnsOf(TableDefinition table, Dropped dropped) {
        long type = dropped.number();
        long id = table.object().id();
        for (TableColumn column : table.columns()) {
            String name = dependents.column(table, column.number() - 1);
            boolean computed = column.object()
                    .property(TableColumn.GENERATED)
                    .filter(text -> TypeUses.mentions(text, type))
                    .isPresent();
            if (column.dropped()) {
                continue;
            }
            if (isOf(column, type) || computed) {
                DependentOrder order =
                        computed ? dropped.order(column.object().id(), 0) : dropped.order(id, column.number());
                dependents.add(order, name, dropped.name(), () -> drops.column().accept(table.object(), column.name()));
                dependents.views(names -> names.used(id).contains(column.number()), name, order, drops.view());
            } else if (!isOfUser(column, type)
                    && column.defaultText()
                            .filter(text -> TypeUses.mentions(text, type))
                            .isPresent()) {
                dependents.add(
                        dropped.order(column.object().id(), 0),
                        "default value for " + name,
                        dropped.name(),
                        () -> changes.replace(TableAlterations.without(column.object(), TableColumn.DEFAULT)));
            }
        }
    }

    /** Adds the conditions of a table but for those that go with a column. */
    private void checksOf(TableDefinition table, Dropped dropped) {
        long type = dropped.number();
        for (CheckDefinition check : table.checks()) {
            boolean goesWithColumn = check.columns().stream()
                    .anyMatch(place -> isOfUser(table.columns().get(place), type));
            if (TypeUses.mentions(check.condition(), type) && !goesWithColumn) {
                dependents.add(
                        dropped.order(check.object().id(), 0),
                        "constraint " + Quoting.identifier(check.name()) + " on table " + changes.shown(table.object()),
                        dropped.name(),
                        () -> changes.remove(check.object()));
            }
        }
    }

    /** Adds the indexes of a table but for those that go with a column. */
    private void indexesOf(TableDefinition table, Dropped dropped) {
        long type = dropped.number();
        for (IndexDefinition index : table.indexes()) {
            boolean goesWithColumn = Stream.concat(
                            Expressions.columns(index.inputs()).stream(), index.included().stream())
                    .anyMatch(place -> isOfUser(table.columns().get(place), type));
            if (!goesWithColumn
                    && index.object().properties().values().stream().anyMatch(text -> TypeUses.mentions(text, type))) {
                dependents.add(
                        dropped.order(index.object().id(), 0),
                        "index " + changes.shown(index.object()),
                        dropped.name(),
                        () -> drops.index().accept(index.object()));
            }
        }
    }

    /** Adds the extended statistics about expressions of a table. */
    private void statisticsOf(TableDefinition table, Dropped dropped) {
        long type = dropped.number();
        for (ExtendedStatistics each :
                ExtendedStatistics.among(changes.schema().related(table.object().id()))) {
            if (each.expressions().stream().anyMatch(text -> TypeUses.mentions(text, type))) {
                CatalogObject object = each.object();
                dependents.add(
                        dropped.order(object.id(), 0),
                        "statistics object " + changes.schema().names().shown(object),
                        dropped.name(),
                        () -> changes.schema()
                                .object(CatalogKind.EXTENDED_STATISTICS, object.id())
                                .ifPresent(changes::remove));
            }
        }
    }

    /** Whether a column is of a type, or of the arrays of it: then it goes with the type, and all that reads it. */
    private static boolean isOfUser(TableColumn column, long type) {
        return isOf(column, type)
                || (column.declared() instanceof ArrayType array
                        && Integer.toUnsignedLong(array.element().oid()) == type);
    }
}
