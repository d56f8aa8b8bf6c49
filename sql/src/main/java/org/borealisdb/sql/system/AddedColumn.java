package org.borealisdb.sql.system;

import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.value.StoredText;
import org.borealisdb.sql.bind.DataChangeBinder;
import org.borealisdb.sql.catalog.RowIndexKey;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Expressions;

/**
 * What the rows that are there have in a column that is added to their table: if that is the same for all, they stay as they are, and the catalog says it ({@link TableColumn#MISSING}); otherwise they are
 * written. Belongs to one task.
 */
final class AddedColumn {
    /** Longest text of a value that the catalog keeps. */
    private static final int MOST_CHARACTERS = 1000;

    private final CatalogChanges changes;
    private final TableRows rows;

    AddedColumn(CatalogChanges changes, TableRows rows) {
        this.changes = changes;
        this.rows = rows;
    }

    /** Has the keys of indexes computed of rows as the table has them now. */
    void relayout(TableDefinition wider) {
        wider.table().indexes().forEach(index -> {
            if (index.key() instanceof RowIndexKey key) {
                key.setLayout(wider.layout());
            }
        });
    }

    /** Gives the rows that are there the default of the last column. */
    void fill(TableDefinition table) {
        int place = table.columns().size() - 1;
        TableColumn column = table.columns().get(place);
        boolean filled = column.isGenerated()
                || column.defaultText().isPresent()
                || !column.declared().equals(column.type());
        if (filled) {
            // Rows that are kept as values, or written in expressions, would not get it.
            CompositeDefinitions.refuseRows(changes, table);
            ColumnTypes.refuseMentions(
                    changes, RowTypes.of(table.object().id()), "table \"" + table.name() + "\"", "its row type");
        }
        if (column.isGenerated()) {
            // Whatever it is set to: it is computed when a row is written.
            rows.setAll(table, place, new Expression.Constant(column.type(), null));
        } else if (filled) {
            Expression value = new DataChangeBinder(changes.bindContext()).defaultOf(column);
            boolean same = Expressions.isStable(value) && !(column.declared() instanceof DomainType);
            if (!same || !setMissing(table, column, rows.value(value))) {
                rows.setAll(table, place, value);
            }
        } else if (column.notNull()) {
            rows.verifyNotNull(table, place);
        }
    }

    /** Has rows that were written before read as having a value; false if that is too long for the catalog. */
    private boolean setMissing(TableDefinition table, TableColumn column, Optional<Object> value) {
        if (value.isEmpty()) {
            if (column.notNull()) {
                rows.verifyNotNull(table, column.number() - 1);
            }
            return true;
        }
        String text = StoredText.format(column.type(), value.get());
        if (text.length() > MOST_CHARACTERS) {
            return false;
        }
        changes.replace(column.object().with(TableColumn.MISSING, text));
        changes.schema().forget();
        relayout(changes.current(table));
        return true;
    }
}
