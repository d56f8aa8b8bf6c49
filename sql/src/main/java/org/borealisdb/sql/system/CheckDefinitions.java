package org.borealisdb.sql.system;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.bind.BoundCheck;
import org.borealisdb.sql.bind.StoredExpressions;
import org.borealisdb.sql.catalog.CheckDefinition;
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

    /**
     * Makes a constraint.
     *
     * @param verify whether rows may be there that are to be verified
     */
    void add(TableDefinition table, Definition.CheckConstraint check, boolean verify) {
        StoredExpressions.ConditionText condition = changes.expressions().checkText(check.condition(), table);
        String given = check.name();
        if (given != null) {
            ConstraintNames.checkFree(table, given);
        }
        String column = condition.columns().size() == 1
                ? table.columns().get(condition.columns().getFirst()).name()
                : "";
        String name = given != null ? given : ConstraintNames.free(table, column, "check");
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
        boolean trusted = verify && check.attributes().notValid();
        object = trusted ? object.with(CheckDefinition.NOT_VALID, "true") : object;
        object = check.attributes().noInherit() ? object.with(CheckDefinition.NO_INHERIT, "true") : object;
        changes.add(object);
        changes.schema().forget();
        if (verify && !trusted) {
            verify(changes.current(table), name);
        }
    }

    /** Fails if a row of the table is against a constraint. */
    void verify(TableDefinition table, String name) {
        changes.expressions().checks(table).stream()
                .filter(bound -> bound.name().equals(name))
                .forEach(bound -> verifier.accept(table, bound));
    }

    Optional<CatalogObject> find(TableDefinition table, String name) {
        return table.checks().stream()
                .filter(check -> check.name().equals(name))
                .map(CheckDefinition::object)
                .findFirst();
    }
}
