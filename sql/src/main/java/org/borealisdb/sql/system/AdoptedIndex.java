package org.borealisdb.sql.system;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.catalog.Deferral;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;

/** A unique index that is there and becomes a constraint of its table: ADD CONSTRAINT ... USING INDEX. */
final class AdoptedIndex {
    private final CatalogChanges changes;
    private final TableDefinition table;
    private final String name;
    private final Definition.KeyConstraint key;

    AdoptedIndex(CatalogChanges changes, TableDefinition table, String name, Definition.KeyConstraint key) {
        this.changes = changes;
        this.table = table;
        this.name = name;
        this.key = key;
    }

    /**
     * Makes it a constraint, whose name it takes.
     *
     * @param parent the schema of the table
     * @throws SqlException if it is none that could stand for a constraint
     */
    void become(KeyDefinitions keys, CatalogObject parent) {
        IndexDefinition index = find(parent);
        checkPlain(index);
        CatalogObject object = renamed(index.object(), parent).with(IndexDefinition.CONSTRAINT, "true");
        Deferral deferral = ConstraintNames.deferral(key.attributes());
        if (!key.primary() && !deferral.isDeferrable()) {
            changes.replace(object);
            return;
        }
        keys.takeOut(index.object());
        changes.schema().forget();
        TableDefinition now = changes.current(table);
        CatalogObject made = (deferral.isDeferrable()
                        ? deferral.on(TableAlterations.without(object, CatalogObject.UNIQUE))
                        : object)
                .withTree(0);
        if (key.primary()) {
            List<String> columns = index.columns().stream()
                    .map(place -> now.columns().get(place).name())
                    .toList();
            keys.makePrimary(now, made, columns);
        } else {
            keys.build(now, made);
        }
    }

    private IndexDefinition find(CatalogObject parent) {
        CatalogObject object = changes.schema()
                .relation(List.of(parent.name(), name))
                .filter(relation -> relation.kind() == CatalogKind.INDEX)
                .orElseThrow(() -> refused(ErrorCode.UNDEFINED_OBJECT, "index \"" + name + "\" does not exist"));
        if (object.property(IndexDefinition.CONSTRAINT).isPresent()) {
            throw refused(
                    ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "index \"" + name + "\" is already associated with a constraint");
        }
        Optional<IndexDefinition> index = table.indexes().stream()
                .filter(each -> each.object().id() == object.id())
                .findFirst();
        IndexDefinition found = index.orElseThrow(() -> refused(
                ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "index \"" + name + "\" does not belong to table \"" + table.name() + "\""));
        if (!found.isValid()) {
            throw refused(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "index \"" + name + "\" is not valid");
        }
        return found;
    }

    private void checkPlain(IndexDefinition index) {
        if (!index.isDeclaredUnique()) {
            throw unfit("\"" + name + "\" is not a unique index");
        }
        if (index.columns().contains(IndexDefinition.NO_COLUMN)) {
            throw unfit("index \"" + name + "\" contains expressions");
        }
        if (index.predicate().isPresent()) {
            throw unfit("\"" + name + "\" is a partial index");
        }
        for (int i = 0; i < index.keys().size(); i++) {
            if (index.keys().get(i).descending() || index.keys().get(i).nullsFirst()) {
                throw unfit(
                        "index \"" + name + "\" column number " + (i + 1) + " does not have default sorting behavior");
            }
        }
    }

    private CatalogObject renamed(CatalogObject index, CatalogObject parent) {
        String given = key.name();
        if (given == null || given.equals(name)) {
            return index;
        }
        changes.notice(
                "ALTER TABLE / ADD CONSTRAINT USING INDEX will rename index \"" + name + "\" to \"" + given + "\"");
        changes.isTaken(parent, given, false);
        return index.withName(given);
    }

    private SqlException unfit(String message) {
        return refused(ErrorCode.WRONG_OBJECT_TYPE, message)
                .withDetail("Cannot create a primary key or unique constraint using such an index.");
    }

    private SqlException refused(ErrorCode code, String message) {
        return changes.error(code, message, key.position());
    }
}
