package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.bind.StoredExpressions;
import org.borealisdb.sql.catalog.CollationNames;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.KeyClasses;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.TableDefinition;

/** The columns, expressions and the condition of an index that is to be made. Belongs to one task. */
final class IndexItems {
    private static final int MOST_COLUMNS = 32;

    private final String method;
    private final boolean ofConstraint;
    private final List<Item> items = new ArrayList<>();
    private final List<Item> included = new ArrayList<>();
    private final Optional<String> predicate;

    /**
     * A part of the key.
     *
     * @param number of the column, 0 for an expression
     * @param label the name of its column in the index
     * @param type of its values
     * @param expression the text, if it is one
     * @param order its marks
     * @param operatorClass its name, if it is kept
     */
    private record Item(
            int number,
            String label,
            SqlType type,
            Optional<String> expression,
            String order,
            Optional<String> operatorClass) {}

    /** Binds the items of an index that stands for no constraint. */
    IndexItems(CatalogChanges changes, TableDefinition table, Definition.CreateIndex create) {
        this(changes, table, create, false);
    }

    /**
     * Binds the items, and fails if one of them cannot be in an index.
     *
     * @param ofConstraint whether the index stands for a constraint
     */
    IndexItems(CatalogChanges changes, TableDefinition table, Definition.CreateIndex create, boolean ofConstraint) {
        this.ofConstraint = ofConstraint;
        String given = create.method();
        this.method = given == null ? "btree" : given;
        checkCount(create.items().size() + create.include().size());
        StoredExpressions expressions = changes.expressions();
        for (Definition.IndexItem item : create.items()) {
            Boolean nullsFirst = item.item().nullsFirst();
            boolean first = nullsFirst == null ? item.item().descending() : nullsFirst;
            String order = (item.item().descending() ? "d" : "") + (first ? "f" : "");
            SyntaxExpression syntax = collated(changes, table, item);
            if (syntax instanceof SyntaxExpression.ColumnReference column
                    && column.names().size() == 1) {
                String name = column.names().getLast();
                int place = place(changes, table, name);
                SqlType type = table.columns().get(place).type();
                Optional<String> operators = operatorClass(type, item);
                items.add(new Item(place + 1, free(name), type, Optional.empty(), order, operators));
            } else {
                StoredExpressions.IndexText text = expressions.indexExpression(syntax, table);
                checkType(text.label(), text.type());
                Optional<String> operators = operatorClass(text.type(), item);
                items.add(new Item(0, free(text.label()), text.type(), Optional.of(text.text()), order, operators));
            }
        }
        for (String name : create.include()) {
            int place = place(changes, table, name);
            SqlType type = table.columns().get(place).type();
            included.add(new Item(place + 1, free(name), type, Optional.empty(), "", Optional.empty()));
        }
        predicate = Optional.ofNullable(create.where()).map(where -> expressions.indexPredicate(where, table));
    }

    private static void checkType(String name, SqlType type) {
        if (type instanceof CompositeType row && !row.isNamed()) {
            throw new SqlException(
                    ErrorCode.INVALID_TABLE_DEFINITION, "column \"" + name + "\" has pseudo-type record");
        }
    }

    /**
     * Passes if an index may have so many columns.
     *
     * @throws SqlException 54011 if they are too many
     */
    static void checkCount(int columns) {
        if (columns > MOST_COLUMNS) {
            throw new SqlException(
                    ErrorCode.TOO_MANY_COLUMNS, "cannot use more than " + MOST_COLUMNS + " columns in an index");
        }
    }

    /** The expression of an item, with its collation if that is not its column's. */
    private static SyntaxExpression collated(CatalogChanges changes, TableDefinition table, Definition.IndexItem item) {
        SyntaxExpression syntax = item.item().expression();
        QualifiedName collation = item.collation();
        if (collation == null) {
            return syntax;
        }
        boolean same = syntax instanceof SyntaxExpression.ColumnReference column
                && table.place(column.names().getLast()).isPresent()
                && table.columns()
                        .get(table.place(column.names().getLast()).orElseThrow())
                        .type()
                        .collation()
                        .collation()
                        .equals(CollationNames.find(collation, changes.schema().types()));
        return same ? syntax : new SyntaxExpression.Collate(syntax, collation, -1);
    }

    private int place(CatalogChanges changes, TableDefinition table, String column) {
        if (SystemColumn.named(column).isPresent()) {
            throw changes.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "index creation on system columns is not supported", -1);
        }
        return table.place(column)
                .orElseThrow(() -> changes.error(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \"" + column + "\"" + (ofConstraint ? " named in key" : "") + " does not exist",
                        -1));
    }

    /** The operator class that is kept for a part. */
    private Optional<String> operatorClass(SqlType type, Definition.IndexItem item) {
        if (!method.equals("btree") && item.item().descending()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "access method \"" + method + "\" does not support ASC/DESC options");
        }
        if (!method.equals("btree") && item.item().nullsFirst() != null) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "access method \"" + method + "\" does not support NULLS FIRST/LAST options");
        }
        return IndexClasses.of(method, type, item.operatorClass());
    }

    /**
     * Fails if rows cannot exclude each other by operators.
     *
     * @throws SqlException 42809 for comparisons other than equality, 42883 for what is no operator of the type
     */
    void checkExclusion(List<QualifiedName> operators) {
        for (int i = 0; i < operators.size(); i++) {
            String sign = operators.get(i).last();
            SqlType of = items.get(i).type().physical();
            String type = KeyClasses.operand(of).nameWithoutModifier();
            String operator = sign + "(" + type + "," + type + ")";
            switch (sign) {
                case "=" -> {
                    // Equal keys are what a unique index refuses.
                }
                case "<", ">", "<=", ">=" ->
                    throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "operator " + operator + " is not commutative")
                            .withDetail("Only commutative operators can be used in exclusion constraints.");
                case "<>" ->
                    throw new SqlException(
                                    ErrorCode.WRONG_OBJECT_TYPE,
                                    "operator " + operator + " is not a member of operator family \""
                                            + OperatorFamilies.of(of, method) + "\"")
                            .withDetail("The exclusion operator must be related to the index operator class"
                                    + " for the constraint.");
                default -> throw SqlException.notSupported("exclusion by the operator " + operator);
            }
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
            if (item.operatorClass().isPresent()) {
                described = described.with(
                        IndexDefinition.OPERATOR_CLASS + numbers.size(),
                        item.operatorClass().get());
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
        if (!method.equals("btree")) {
            described = described.with(IndexDefinition.METHOD, method);
        }
        return described
                .with(IndexDefinition.COLUMNS, String.join(",", numbers))
                .with(IndexDefinition.ORDERS, String.join(",", orders));
    }
}
