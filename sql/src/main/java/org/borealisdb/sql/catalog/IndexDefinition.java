package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.item.ItemClass;
import org.borealisdb.expr.item.ItemClasses;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.RowLayout;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;

/**
 * An index, or the primary key by which a table is clustered, which has no tree of its own.
 *
 * @param object its catalog object
 * @param columns places of the key's columns in the row, from 0; {@link #NO_COLUMN} where the key has the value of an expression
 * @param keys how they are ordered
 * @param parts the key's values over a row: columns, and expressions
 * @param predicate which rows have an entry; all if it is missing
 */
public record IndexDefinition(
        CatalogObject object,
        List<Integer> columns,
        List<KeyColumn> keys,
        List<Expression> parts,
        Optional<Expression> predicate) {
    /** Stands for the place of an expression's column. */
    public static final int NO_COLUMN = -1;

    /** Property with the columns' numbers, 0 for an expression. */
    public static final String COLUMNS = "columns";

    /** Properties with the expressions, the number of the part behind. */
    public static final String EXPRESSION = "expression.";

    /** Properties with the names of the expressions' columns, the number of the part behind. */
    public static final String LABEL = "label.";

    /** Property with the condition that rows with an entry meet. */
    public static final String PREDICATE = "predicate";

    /** Property with the numbers of the columns that are included and belong to no key. */
    public static final String INCLUDED = "included";

    /** Property that is there if entries hold the columns that are included; those of indexes of earlier versions do not. */
    public static final String PAYLOAD = "payload";

    /** Property with a mark for each column: {@code d} for descending, {@code f} for NULLs first. */
    public static final String ORDERS = "orders";

    /** Property that is there for the primary key; one that is deferrable has a tree of its own. */
    public static final String PRIMARY = "primary";

    /** Property of an index with how many common values ANALYZE is to find of a part, whose number from 1 on follows. */
    public static final String TARGET = "target.";

    /** Property with the LSN of the view whose rows it was made of. */
    private static final String BUILT_AT = "builtat";

    /** Property that is there if nobody may read by the index, with what is done with it. */
    private static final String STATE = "state";

    /** It is being made, or was not finished: only its maker has it maintained. */
    private static final String BUILDING = "building";

    /** It is maintained, for those who may still read by it. */
    private static final String HIDDEN = "hidden";

    /** It is not maintained any more, and about to go. */
    private static final String LEAVING = "leaving";

    /** Property that is there if the index stands for a constraint. */
    public static final String CONSTRAINT = "constraint";

    /** Property that is there if the constraint that the index stands for is one of exclusion: rows exclude each other by equality, so its keys are unique. */
    public static final String EXCLUSION = "exclusion";

    /** Property that is there if NULLs count as equal in a unique key. */
    public static final String NULLS_NOT_DISTINCT = "nullsnotdistinct";

    /** Property that is there if CLUSTER was to order the rows by the index. */
    public static final String CLUSTERED_ON = "clusteredon";

    /** Property that is there if the index is to identify rows for who replicates them. */
    public static final String REPLICA_IDENTITY = "replicaidentity";

    /** Property with the name of the access method, if that is not {@code btree}. */
    public static final String METHOD = "method";

    /** The access method of inverted indexes. */
    public static final String GIN = "gin";

    /** The access method of indexes that only find equal values. They are B-trees here; nothing but equality uses them. */
    public static final String HASH = "hash";

    /** Properties with the names of operator classes, the number of the part behind: all of an inverted index, of others those that types do not have by themselves. */
    public static final String OPERATOR_CLASS = "class.";

    /** Copies the lists. */
    public IndexDefinition {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
        parts = List.copyOf(parts);
    }

    /** Reads an index from its catalog object and the types of the table's columns by place. */
    public static IndexDefinition of(
            CatalogObject object, List<? extends SqlType> types, ExpressionReader reader, TypeLookup lookup) {
        List<Integer> columns = new ArrayList<>();
        List<KeyColumn> keys = new ArrayList<>();
        List<Expression> parts = new ArrayList<>();
        String[] orders = object.property(ORDERS).orElse("").split(",", -1);
        int place = 0;
        for (String number : object.property(COLUMNS).orElseThrow().split(",", -1)) {
            int column = Integer.parseInt(number) - 1;
            String order = place < orders.length ? orders[place] : "";
            place++;
            Expression part = column == NO_COLUMN
                    ? reader.read(object.property(EXPRESSION + place).orElseThrow(), types, lookup)
                    : new Expression.ColumnReference(column, types.get(column));
            columns.add(column);
            parts.add(part);
            keys.add(new KeyColumn(part.type(), order.contains("d"), order.contains("f")));
        }
        Optional<Expression> predicate = object.property(PREDICATE).map(text -> reader.read(text, types, lookup));
        return new IndexDefinition(object, columns, keys, parts, predicate);
    }

    /** Returns how many common values of a part, counted from 0, ANALYZE is to find; -1 for as many as usual. */
    public int target(int part) {
        return object.property(TARGET + (part + 1)).map(Integer::parseInt).orElse(-1);
    }

    /** Returns the places of the columns that are included, in their order: the index goes with them, and its entries hold them if {@link #hasPayload}. */
    public List<Integer> included() {
        return object.property(INCLUDED).stream()
                .flatMap(numbers -> Stream.of(numbers.split(",", -1)))
                .map(number -> Integer.parseInt(number) - 1)
                .toList();
    }

    /** Returns whether entries hold the columns that are included. */
    public boolean hasPayload() {
        return object.property(PAYLOAD).isPresent();
    }

    /** Returns the layout of the row of included columns that entries hold, by the types of the table's columns; none if they hold none. */
    public Optional<RowLayout> payload(List<SqlType> types) {
        return hasPayload()
                ? Optional.of(new RowLayout(included().stream().map(types::get).toList()))
                : Optional.empty();
    }

    /** Returns the places of the columns of the table that its columns are: those of the key, {@link #NO_COLUMN} for an expression, and those included. */
    public List<Integer> allColumns() {
        return Stream.concat(columns.stream(), included().stream()).toList();
    }

    /** Returns whether rows have an entry for each of their items, instead of one with their key. It has no order. */
    public boolean isInverted() {
        return method().equals(GIN);
    }

    /** Returns whether it has entries in order, so that it finds more than equal values. */
    public boolean isOrdered() {
        return method().equals("btree");
    }

    /** Returns whether it stands for a constraint of exclusion. */
    public boolean isExclusion() {
        return object.property(EXCLUSION).isPresent();
    }

    /** Returns whether others may rely on its keys being unique by name: a constraint of exclusion is no unique one. */
    public boolean isDeclaredUnique() {
        return isUnique() && !isExclusion();
    }

    /** Returns the name of its access method. */
    public String method() {
        return object.property(METHOD).orElse("btree");
    }

    /** Returns the name of the operator class of a part of an inverted index, counted from 0. */
    public String operatorClass(int part) {
        return namedClass(part).orElseThrow();
    }

    /** Returns the name of the operator class of a part, counted from 0, if it is kept. */
    public Optional<String> namedClass(int part) {
        return object.property(OPERATOR_CLASS + (part + 1));
    }

    /** Returns which items values of a part of an inverted index have. */
    public ItemClass itemClass(int part) {
        return ItemClasses.of(operatorClass(part), parts.get(part).type()).orElseThrow();
    }

    /** Returns the key of an item of a part of an inverted index. */
    public static byte[] itemKey(int part, byte[] item) {
        byte[] key = new byte[item.length + 1];
        key[0] = (byte) (part + 1);
        System.arraycopy(item, 0, key, 1, item.length);
        return key;
    }

    /** Returns whether it is more than an order of columns. */
    public boolean isComputed() {
        return predicate.isPresent() || columns.contains(NO_COLUMN);
    }

    /** Returns the name of a key's column, counted from 0, as an expression has it; empty for a column of the table. */
    public Optional<String> label(int part) {
        return object.property(LABEL + (part + 1));
    }

    /** Returns all that is computed of a row: the key's parts, and the condition. */
    public List<Expression> inputs() {
        return Stream.concat(parts.stream(), predicate.stream()).toList();
    }

    /** Returns the name, which is also its constraint's. */
    public String name() {
        return object.name();
    }

    /** Returns an index's object with the LSN of the view whose rows it is made of. */
    public static CatalogObject built(CatalogObject index, long lsn) {
        return index.with(BUILT_AT, Long.toString(lsn));
    }

    /** Returns the object of an index that is to be made, whose entries hold the columns that are included. */
    public static CatalogObject withPayload(CatalogObject index) {
        return index.property(INCLUDED).isPresent() ? index.with(PAYLOAD, "true") : index;
    }

    /** Returns the object of an index that is about to be filled. */
    public static CatalogObject building(CatalogObject index) {
        return index.with(STATE, BUILDING).with(CatalogObject.UNMAINTAINED, "true");
    }

    /** Returns the object of an index that is maintained, but that nobody may begin to read by. */
    public static CatalogObject hidden(CatalogObject index) {
        return usable(index).with(STATE, HIDDEN);
    }

    /** Returns an index's object that is not maintained any more, and about to go. */
    public static CatalogObject leaving(CatalogObject index) {
        return index.with(STATE, LEAVING).with(CatalogObject.UNMAINTAINED, "true");
    }

    /** Returns an index's object without anything that keeps others from reading by it. */
    public static CatalogObject usable(CatalogObject index) {
        return index.without(STATE).without(CatalogObject.UNMAINTAINED);
    }

    /** Returns whether it may be read by. */
    public boolean isValid() {
        return object.property(STATE).isEmpty();
    }

    /** Returns whether changes of rows maintain it, whoever makes it or not. */
    public boolean isMaintained() {
        return object.property(CatalogObject.UNMAINTAINED).isEmpty();
    }

    /** Returns whether it is about to go. */
    public boolean isLeaving() {
        return object.property(STATE).filter(LEAVING::equals).isPresent();
    }

    /** Returns the LSN of the view whose rows it was made of: for older ones it lacks those that were changed since. */
    public long builtAt() {
        return object.property(BUILT_AT).map(Long::parseLong).orElse(0L);
    }

    /** Returns whether this is the primary key. */
    public boolean isPrimary() {
        return object.property(PRIMARY).isPresent();
    }

    /** Returns whether rows that have NULL in a unique key may have all else of it alike. */
    public boolean nullsAreDistinct() {
        return object.property(NULLS_NOT_DISTINCT).isEmpty();
    }

    /** Returns whether no two rows may have the same key; if it is deferrable, in the end. */
    public boolean isUnique() {
        return object.property(CatalogObject.UNIQUE).isPresent() || deferral().isDeferrable();
    }

    /** Returns when the constraint is checked that it stands for. */
    public Deferral deferral() {
        return Deferral.of(object);
    }

    /** Returns whether the table is clustered by it, so that it has no tree of its own. */
    public boolean isClustered() {
        return object.tree() == 0;
    }
}
