package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.ExtendedStatistics;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserType;

/**
 * The expressions that the catalog keeps: defaults, conditions, and those of generated columns, indexes and statistics; each goes when something goes that is in it. Belongs
 * to one task.
 */
final class ExpressionDependents {
    private final CatalogChanges changes;

    /** A column that is computed by an expression. */
    record Computed(long table, int number) {}

    /**
     * What has an expression.
     *
     * @param name what it is called
     * @param owner the number of the table, view or type that it is a part of; 0 if it is none
     * @param column that is computed by it, if it is one
     * @param drop makes it go, if it is still there
     */
    record Expressed(CatalogObject object, String name, long owner, Optional<Computed> column, Runnable drop) {}

    ExpressionDependents(CatalogChanges changes) {
        this.changes = changes;
    }

    /** Returns whether an expression that an older version made calls a function by its name. */
    boolean isNamed(UserFunction function) {
        String called = function.qualifiedName() + "(";
        return !with(text -> text.contains(called)).isEmpty();
    }

    /** Returns what has an expression of some kind. */
    List<Expressed> with(Predicate<String> wanted) {
        List<Expressed> found = new ArrayList<>(ofTables(wanted));
        found.addAll(ofOthers(wanted));
        return found;
    }

    /** Returns what belongs to tables and views. */
    private List<Expressed> ofTables(Predicate<String> wanted) {
        Set<Long> schemas = new HashSet<>();
        changes.schema().schemas().forEach(schema -> schemas.add(schema.id()));
        List<Expressed> found = new ArrayList<>();
        for (CatalogObject column : changes.schema().all(CatalogKind.COLUMN)) {
            boolean generated =
                    column.property(TableColumn.GENERATED).filter(wanted).isPresent();
            boolean isDefault = column.property(TableColumn.IDENTITY).isEmpty()
                    && column.property(TableColumn.DEFAULT).filter(wanted).isPresent();
            if (generated || isDefault) {
                relation(column.parent())
                        .filter(relation -> schemas.contains(relation.parent()))
                        .ifPresent(relation ->
                                found.add(generated ? computed(relation, column) : defaulted(relation, column)));
            }
        }
        constraints(wanted).stream()
                .filter(each -> relation(each.owner()).isPresent())
                .forEach(found::add);
        for (CatalogObject index : changes.schema().all(CatalogKind.INDEX)) {
            if (index.properties().entrySet().stream()
                    .anyMatch(each -> isOfIndex(each.getKey()) && wanted.test(each.getValue()))) {
                found.add(index(index));
            }
        }
        for (CatalogObject statistics : changes.schema().all(CatalogKind.EXTENDED_STATISTICS)) {
            if (new ExtendedStatistics(statistics).expressions().stream().anyMatch(wanted)) {
                found.add(plain(
                        statistics,
                        "statistics object " + changes.schema().names().shown(statistics)));
            }
        }
        return found;
    }

    /** Returns what belongs to no table: domains, their conditions, and functions with defaults of parameters. */
    List<Expressed> ofOthers(Predicate<String> wanted) {
        List<Expressed> found = new ArrayList<>();
        for (CatalogObject type : changes.schema().all(CatalogKind.TYPE)) {
            if (type.property(UserType.DEFAULT).filter(wanted).isPresent()) {
                found.add(domain(type));
            }
        }
        constraints(wanted).stream()
                .filter(each -> relation(each.owner()).isEmpty())
                .forEach(found::add);
        for (CatalogObject function : changes.schema().all(CatalogKind.FUNCTION)) {
            if (function.properties().entrySet().stream()
                    .anyMatch(each -> each.getKey().startsWith(UserFunction.DEFAULT) && wanted.test(each.getValue()))) {
                found.add(plain(function, FunctionNames.name(changes, function)));
            }
        }
        return found;
    }

    private List<Expressed> constraints(Predicate<String> wanted) {
        return changes.schema().all(CatalogKind.CONSTRAINT).stream()
                .filter(constraint -> constraint
                        .property(CheckDefinition.CONDITION)
                        .filter(wanted)
                        .isPresent())
                .map(this::check)
                .toList();
    }

    private Expressed domain(CatalogObject type) {
        String name = changes.schema()
                .types()
                .made(type.id())
                .map(SqlType::displayName)
                .orElse(type.name());
        return new Expressed(
                type,
                "type " + name,
                0,
                Optional.empty(),
                () -> changes.parts().type().accept(type));
    }

    private static boolean isOfIndex(String property) {
        return property.equals(IndexDefinition.PREDICATE) || property.startsWith(IndexDefinition.EXPRESSION);
    }

    private Optional<CatalogObject> relation(long id) {
        return changes.schema()
                .object(CatalogKind.TABLE, id)
                .or(() -> changes.schema().object(CatalogKind.VIEW, id));
    }

    private String column(CatalogObject relation, CatalogObject column) {
        return "column " + Quoting.identifier(column.name()) + " of " + Ownership.word(relation) + " "
                + changes.shown(relation);
    }

    private Expressed computed(CatalogObject table, CatalogObject column) {
        int number = Integer.parseInt(column.property(TableColumn.NUMBER).orElseThrow());
        return new Expressed(
                column,
                column(table, column),
                table.id(),
                Optional.of(new Computed(table.id(), number)),
                () -> changes.parts().column().accept(table, column.name()));
    }

    private Expressed defaulted(CatalogObject relation, CatalogObject column) {
        return new Expressed(
                column,
                "default value for " + column(relation, column),
                relation.id(),
                Optional.empty(),
                () -> changes.schema()
                        .object(CatalogKind.COLUMN, column.id())
                        .ifPresent(now -> changes.replace(TableAlterations.without(now, TableColumn.DEFAULT))));
    }

    private Expressed check(CatalogObject constraint) {
        String of = relation(constraint.parent())
                .map(table -> " on table " + changes.shown(table))
                .orElse("");
        return plain(constraint, "constraint " + Quoting.identifier(constraint.name()) + of);
    }

    private Expressed index(CatalogObject index) {
        boolean constraint = index.property(IndexDefinition.CONSTRAINT).isPresent();
        String name = constraint
                ? relation(index.related())
                        .map(table ->
                                "constraint " + Quoting.identifier(index.name()) + " on table " + changes.shown(table))
                        .orElse("constraint " + Quoting.identifier(index.name()))
                : "index " + changes.shown(index);
        return new Expressed(
                index,
                name,
                index.related(),
                Optional.empty(),
                () -> changes.parts().index().accept(index));
    }

    /** What goes by being removed. */
    private Expressed plain(CatalogObject object, String name) {
        long owner = object.kind() == CatalogKind.CONSTRAINT
                ? object.parent()
                : object.kind() == CatalogKind.EXTENDED_STATISTICS ? object.related() : 0;
        return new Expressed(
                object,
                name,
                owner,
                Optional.empty(),
                () -> changes.schema().object(object.kind(), object.id()).ifPresent(changes::remove));
    }
}
