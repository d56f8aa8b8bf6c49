package org.borealisdb.sql.bind;

import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Plan;

/**
 * A foreign key, and how the rows on its two sides are found. With n columns, the parameters of its plans are n values of a key; {@code onUpdate} has
 * the n values of the new key behind those.
 *
 * @param child the table whose rows refer
 * @param childSchema the name of its schema
 * @param parent the table whose rows are referred to
 * @param parentSchema the name of its schema
 * @param referred finds the row that a child's key refers to; its parameters have the types of the child's columns
 * @param kept finds the row with a key; its parameters have the types of the parent's columns
 * @param referring finds the rows that refer to a key; its parameters have the types of the parent's columns
 * @param onDelete a child's new row over the old one, when its parent is deleted; empty if it is not changed
 * @param onUpdate a child's new row over the old one, when its parent's key changes; empty if it is not changed
 */
public record BoundForeignKey(
        ForeignKeyDefinition definition,
        TableDefinition child,
        String childSchema,
        TableDefinition parent,
        String parentSchema,
        Plan.Scan referred,
        Plan.Scan kept,
        Plan.Scan referring,
        List<Expression> onDelete,
        List<Expression> onUpdate) {
    /** Copies the lists. */
    public BoundForeignKey {
        onDelete = List.copyOf(onDelete);
        onUpdate = List.copyOf(onUpdate);
    }
}
