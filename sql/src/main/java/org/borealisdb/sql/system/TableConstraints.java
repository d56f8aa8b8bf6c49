package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.catalog.TableDefinition;

/** The constraints of a new table or column, to be made once its columns are there. Belongs to one task. */
final class TableConstraints {
    private final CatalogChanges changes;
    private final String table;
    private final List<Definition.KeyConstraint> keys = new ArrayList<>();
    private final List<Definition.CheckConstraint> checks = new ArrayList<>();
    private final List<Definition.ForeignKey> foreignKeys = new ArrayList<>();
    private final List<Definition.ExclusionConstraint> exclusions = new ArrayList<>();

    TableConstraints(CatalogChanges changes, String table) {
        this.changes = changes;
        this.table = table;
    }

    /** Takes a constraint; {@code columns} has the column if it stands with one. */
    void add(Definition.Constraint constraint, List<String> columns) {
        switch (constraint) {
            case Definition.KeyConstraint key -> {
                if (key.primary() && keys.stream().anyMatch(Definition.KeyConstraint::primary)) {
                    throw changes.error(
                            ErrorCode.INVALID_TABLE_DEFINITION,
                            "multiple primary keys for table \"" + table + "\" are not allowed",
                            key.position());
                }
                keys.add(new Definition.KeyConstraint(
                        key.name(),
                        key.primary(),
                        key.nullsNotDistinct(),
                        key.columns().isEmpty() ? columns : key.columns(),
                        key.include(),
                        key.options(),
                        key.tablespace(),
                        key.usingIndex(),
                        key.attributes(),
                        key.position()));
            }
            case Definition.CheckConstraint check -> checks.add(check);
            case Definition.ExclusionConstraint exclusion -> exclusions.add(exclusion);
            case Definition.ForeignKey foreign ->
                foreignKeys.add(
                        foreign.columns().isEmpty()
                                ? new Definition.ForeignKey(
                                        foreign.name(),
                                        columns,
                                        foreign.table(),
                                        foreign.referenced(),
                                        foreign.full(),
                                        foreign.onDelete(),
                                        foreign.setColumns(),
                                        foreign.onUpdate(),
                                        foreign.attributes(),
                                        foreign.position())
                                : foreign);
            default -> {}
        }
    }

    Set<String> primaryColumns() {
        Set<String> columns = new HashSet<>();
        keys.stream().filter(Definition.KeyConstraint::primary).forEach(key -> columns.addAll(key.columns()));
        return columns;
    }

    boolean hasKeys() {
        return !keys.isEmpty() || !exclusions.isEmpty();
    }

    /**
     * Makes the constraints of a table.
     *
     * @param isNew whether the table is new, so that no rows are there
     */
    void apply(CatalogObject object, CatalogObject parent, ConstraintDefinitions makers, boolean isNew) {
        // The primary key first: rows are copied to be clustered by it.
        List<Definition.KeyConstraint> ordered = new ArrayList<>();
        keys.stream().filter(Definition.KeyConstraint::primary).forEach(ordered::add);
        keys.stream().filter(key -> !key.primary()).forEach(ordered::add);
        for (Definition.KeyConstraint key : ordered) {
            if (isNew && key.usingIndex() != null) {
                throw changes.error(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "cannot use an existing index in CREATE TABLE",
                        key.position());
            }
            makers.keys().addKey(current(object), parent, key);
            changes.schema().forget();
        }
        for (Definition.ExclusionConstraint exclusion : exclusions) {
            makers.keys().addExclusion(current(object), parent, exclusion);
            changes.schema().forget();
        }
        for (Definition.CheckConstraint check : checks) {
            makers.checks().add(current(object), check, !isNew);
            changes.schema().forget();
        }
        for (Definition.ForeignKey foreign : foreignKeys) {
            makers.foreignKeys().add(current(object), foreign, !isNew);
            changes.schema().forget();
        }
    }

    private TableDefinition current(CatalogObject object) {
        return changes.schema()
                .table(changes.schema().object(object.kind(), object.id()).orElseThrow());
    }
}
