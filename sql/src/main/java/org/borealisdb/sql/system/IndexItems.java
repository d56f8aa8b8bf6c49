package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final List<Item> included = new ArrayList<>();
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
                int place = place(changes, table, name);
                checkOrdered(table.columns().get(place).type());
                items.add(new Item(place + 1, free(name), Optional.empty(), order));
            } else {
                StoredExpressions.IndexText text = expressions.indexExpression(syntax, table);
                checkOrdered(text.type());
                items.add(new Item(0, free(text.label()), Optional.of(text.text()), order));
            }
        }
        for (String name : create.include()) {
            included.add(new Item(place(changes, table, name) + 1, free(name), Optional.empty(), ""));
        }
        predicate = Optional.ofNullable(create.where()).map(where -> expressions.indexPredicate(where, table));
    }

    private static int place(CatalogChanges changes, TableDefinition table, String column) {
        return table.place(column)
                .orElseThrow(() ->
                        changes.error(ErrorCode.UNDEFINED_COLUMN, "column \"" + column + "\" does not exist", -1));
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
        return free(name, labels());
    }

    static String free(String name, List<String> taken) {
        String free = name;
        for (int number = 1; taken.contains(free); number++) {
            free = name + number;
        }
        return free;
    }

    List<String> labels() {
        return Stream.concat(items.stream(), included.stream()).map(Item::label).toList();
    }

    /** Returns the names of an index's columns, which differ from each other, where the key and what is included are columns of the table. */
    static List<String> labels(List<String> key, List<String> included) {
        List<String> labels = new ArrayList<>();
        Stream.concat(key.stream(), included.stream()).forEach(column -> labels.add(free(column, labels)));
        return labels;
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
        if (!included.isEmpty()) {
            described = described.with(
                    IndexDefinition.INCLUDED,
                    included.stream()
                            .map(item -> Integer.toString(item.number()))
                            .collect(Collectors.joining(",")));
        }
        return described
                .with(IndexDefinition.COLUMNS, String.join(",", numbers))
                .with(IndexDefinition.ORDERS, String.join(",", orders));
    }
}
