package org.borealisdb.sql.system;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.bind.BoundCheck;
import org.borealisdb.sql.bind.StoredExpressions;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;

/** Makes and drops check constraints. Belongs to one task. */
final class CheckDefinitions {
    private final CatalogChanges changes;
    private final BiConsumer<TableDefinition, BoundCheck> verifier;

    /**
     * Makes constraints.
     *
     * @param verifier fails if a row of the table is against a new constraint
     */
    CheckDefinitions(CatalogChanges changes, BiConsumer<TableDefinition, BoundCheck> verifier) {
        this.changes = changes;
        this.verifier = verifier;
    }

    void add(TableDefinition table, Definition.CheckConstraint check) {
        CatalogChanges.refuse(check.attributes().notValid(), "NOT VALID");
        StoredExpressions.ConditionText condition = changes.expressions().checkText(check.condition(), table);
        String given = check.name();
        String name = given != null ? given : freeName(table, condition.columns());
        if (isTaken(table, name)) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_OBJECT,
                    "constraint \"" + name + "\" for relation \"" + table.name() + "\" already exists");
        }
        CatalogObject object = CatalogObject.of(
                        CatalogKind.CONSTRAINT, changes.newId(), table.object().id(), name)
                .withRelated(table.object().id())
                .with(CheckDefinition.CONDITION, condition.text())
                .with(CheckDefinition.PRETTY, condition.pretty())
                .with(
                        CheckDefinition.COLUMNS,
                        condition.columns().stream()
                                .map(place -> Integer.toString(place + 1))
                                .collect(Collectors.joining(",")));
        changes.add(object);
        changes.schema().forget();
        TableDefinition now = changes.schema().table(table.object());
        changes.expressions().checks(now).stream()
                .filter(bound -> bound.name().equals(name))
                .forEach(bound -> verifier.accept(now, bound));
    }

    private static boolean isTaken(TableDefinition table, String name) {
        return table.checks().stream().anyMatch(check -> check.name().equals(name))
                || table.indexes().stream()
                        .filter(index -> index.object()
                                .property(IndexDefinition.CONSTRAINT)
                                .isPresent())
                        .anyMatch(index -> index.name().equals(name));
    }

    private static String freeName(TableDefinition table, List<Integer> columns) {
        String column = columns.size() == 1
                ? "_" + table.columns().get(columns.getFirst()).name()
                : "";
        String wanted = table.name() + column + "_check";
        String name = wanted;
        for (int suffix = 1; isTaken(table, name); suffix++) {
            name = wanted + suffix;
        }
        return name;
    }

    Optional<CatalogObject> find(TableDefinition table, String name) {
        return table.checks().stream()
                .filter(check -> check.name().equals(name))
                .map(CheckDefinition::object)
                .findFirst();
    }
}
