package org.borealisdb.sql.system;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Expressions;

/**
 * The order of the actions of an ALTER TABLE: what is dropped goes first, then types change, then columns come, at last constraints, as PostgreSQL does it, whatever the order in
 * the statement. A column that a USING reads is dropped after the types have changed: all values are computed from the row as it was. Stateless.
 *
 * @param changes where the table is
 */
record AlterationOrder(CatalogChanges changes) {
    /** Constraints are made from here on. */
    static final int CONSTRAINTS_PASS = 7;

    /** Where columns are dropped that a change of types reads. */
    private static final int AFTER_TYPES = 2;

    List<Definition.TableAction> of(Optional<CatalogObject> relation, List<Definition.TableAction> actions) {
        Set<String> read = new TreeSet<>();
        relation.filter(object -> object.kind() == CatalogKind.TABLE)
                .filter(object -> actions.stream().anyMatch(Definition.DropColumn.class::isInstance))
                .map(changes.schema()::table)
                .ifPresent(table -> actions.forEach(action -> read.addAll(readBy(table, action))));
        return actions.stream()
                .sorted(Comparator.comparingInt(
                        action -> action instanceof Definition.DropColumn drop && read.contains(drop.column())
                                ? AFTER_TYPES
                                : pass(action)))
                .toList();
    }

    /** The columns that the USING of a change of a type reads. */
    private List<String> readBy(TableDefinition table, Definition.TableAction action) {
        if (!(action instanceof Definition.AlterColumnType given) || given.using() == null) {
            return List.of();
        }
        OptionalInt place = table.place(given.column());
        if (place.isEmpty()) {
            return List.of();
        }
        Expression value = changes.expressions()
                .converted(
                        table,
                        place.getAsInt(),
                        TableDefinitions.typeOf(changes, given.type(), given.collation(), false),
                        given.using());
        return Expressions.columns(List.of(value)).stream()
                .map(column -> table.columns().get(column).name())
                .toList();
    }

    static int pass(Definition.TableAction action) {
        return switch (action) {
            case Definition.DropColumn drop -> 0;
            case Definition.DropConstraint drop -> 0;
            case Definition.DropExpression drop -> 0;
            case Definition.DropIdentity drop -> 0;
            case Definition.AlterColumnType type -> 1;
            case Definition.AddColumn add -> 4;
            case Definition.AlterColumnNull given -> given.notNull() ? 6 : 0;
            case Definition.AddConstraint add ->
                add.constraint() instanceof Definition.KeyConstraint
                                || add.constraint() instanceof Definition.ExclusionConstraint
                        ? CONSTRAINTS_PASS
                        : 9;
            case Definition.AlterColumnDefault given -> given.value() == null ? 0 : 9;
            case Definition.AddIdentity add -> 9;
            default -> 10;
        };
    }
}
