package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.bind.StoredExpressions;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;

/** The columns, expressions and the condition of an index that is to be made. Belongs to one task. */
final class IndexItems {
    private final List<Item> items = new ArrayList<>();
    private final Optional<String> predicate;

    /**
     * A part of the key.
     *
     * @param number of the column, 0 for an expression
     * @param label the name of its column in the index
     * @param expression the text, if it is one
     * @param order its marks
     */
    private record Item(int number, String label, Optional<String> expression, String order) {}

    /** Binds the items, and fails if one of them cannot be in an index. */
    IndexItems(CatalogChanges changes, TableDefinition table, Definition.CreateIndex create) {
        StoredExpressions expressions = changes.expressions();
        for (Definition.IndexItem item : create.items()) {
            Boolean nullsFirst = item.item().nullsFirst();
            boolean first = nullsFirst == null ? item.item().descending() : nullsFirst;
            String order = (item.item().descending() ? "d" : "") + (first ? "f" : "");
            SyntaxExpression syntax = item.item().expression();
            if (syntax instanceof SyntaxExpression.ColumnReference column
                    && column.names().size() == 1) {
                String name = column.names().getLast();
                OptionalInt place = table.place(name);
                if (place.isEmpty()) {
                    throw changes.error(ErrorCode.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist", -1);
                }
                checkOrdered(table.columns().get(place.getAsInt()).type());
                items.add(new Item(place.getAsInt() + 1, free(name), Optional.empty(), order));
            } else {
                StoredExpressions.IndexText text = expressions.indexExpression(syntax, table);
                checkOrdered(text.type());
                items.add(new Item(0, free(text.label()), Optional.of(text.text()), order));
            }
        }
        predicate = Optional.ofNullable(create.where()).map(where -> expressions.indexPredicate(where, table));
    }

    private static void checkOrdered(SqlType type) {
        if (!type.isOrdered()) {
            throw new SqlException(
                            ErrorCode.UNDEFINED_OBJECT,
                            "data type " + type.nameWithoutModifier()
                                    + " has no default operator class for access method \"btree\"")
                    .withHint("You must specify an operator class for the index"
                            + " or define a default operator class for the data type.");
        }
    }

    /** A name that no other column of the index has: with a number behind it, if need be. */
    private String free(String name) {
        String free = name;
        List<String> taken = labels();
        for (int number = 1; taken.contains(free); number++) {
            free = name + number;
        }
        return free;
    }

    List<String> labels() {
        return items.stream().map(Item::label).toList();
    }

    /** Returns the index's catalog object with what it is made of. */
    CatalogObject describe(CatalogObject object) {
        List<String> numbers = new ArrayList<>();
        List<String> orders = new ArrayList<>();
        CatalogObject described = object;
        for (Item item : items) {
            numbers.add(Integer.toString(item.number()));
            orders.add(item.order());
            if (item.expression().isPresent()) {
                described = described
                        .with(
                                IndexDefinition.EXPRESSION + numbers.size(),
                                item.expression().get())
                        .with(IndexDefinition.LABEL + numbers.size(), item.label());
            }
        }
        if (predicate.isPresent()) {
            described = described.with(IndexDefinition.PREDICATE, predicate.get());
        }
        return described
                .with(IndexDefinition.COLUMNS, String.join(",", numbers))
                .with(IndexDefinition.ORDERS, String.join(",", orders));
    }
}
