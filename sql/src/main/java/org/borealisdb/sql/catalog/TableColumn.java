package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.row.RowLayout;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.StoredText;
import org.borealisdb.expr.value.TextOutput;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param object its catalog object
 * @param number its place, from 1 ({@code attnum})
 * @param declared its type with modifier; it may be a domain
 * @param notNull whether NULL is refused
 * @param dropped whether only its place is left
 */
public record TableColumn(CatalogObject object, int number, SqlType declared, boolean notNull, boolean dropped) {
    /** Property with the column's place, from 1. */
    public static final String NUMBER = "number";

    /** Property with the identifier of the type. */
    public static final String TYPE = "type";

    /** Property with the type's modifier. */
    public static final String MODIFIER = "modifier";

    /** Property that is there if NULL is refused. */
    public static final String NOT_NULL = "notnull";

    /** Property with the default as an SQL expression. */
    public static final String DEFAULT = "default";

    /** Property of identity columns: {@code a} for ALWAYS, {@code d} for BY DEFAULT. */
    public static final String IDENTITY = "identity";

    /** Property of columns that own sequences, with their ids; that of an identity column comes first. */
    public static final String SEQUENCE = "sequence";

    /** Property with the text form of what rows read that were written before the column was added. */
    public static final String MISSING = "missing";

    /** Property with the name of the collation, or the number of one that a user made, if it is not the database's own. */
    public static final String COLLATION = "collation";

    /** Property with how many common values ANALYZE is to find, if that was said. */
    public static final String TARGET = "target";

    /** Property with how its values are said to be kept, as {@code pg_attribute} has it, if that is not as its type is. */
    public static final String STORAGE = "storage";

    /** Property with how its values are said to be compressed, as {@code pg_attribute} has it. */
    public static final String COMPRESSION = "compression";

    /** Property that is there if the column was dropped. */
    public static final String DROPPED = "dropped";

    /** Property with the expression that the column's value is always computed by, as SQL over the table's columns. */
    public static final String GENERATED = "generated";

    /** Reads a column from its catalog object. */
    public static TableColumn of(CatalogObject object, TypeLookup lookup) {
        int oid = Integer.parseInt(object.property(TYPE).orElseThrow());
        SqlType plain = lookup.withOid(oid)
                .orElseThrow(() -> new IllegalStateException(
                        "column " + object.name() + " of object " + object.parent() + " has the unknown type " + oid));
        int modifier = Integer.parseInt(object.property(MODIFIER).orElse("-1"));
        return new TableColumn(
                object,
                Integer.parseInt(object.property(NUMBER).orElseThrow()),
                CollationNames.kept(object, plain.withModifier(modifier), lookup),
                object.property(NOT_NULL).isPresent(),
                object.property(DROPPED).isPresent());
    }

    /** Returns the type with modifier of its values: that which a domain is over. */
    public SqlType type() {
        return declared.ofValues();
    }

    /** Returns whether it is one that every table has without anybody creating it. */
    public boolean isSystem() {
        return number < 0;
    }

    /** Returns the name. */
    public String name() {
        return object.name();
    }

    /** Returns the default as an SQL expression, if there is one. */
    public Optional<String> defaultText() {
        return object.property(DEFAULT);
    }

    /** Returns {@code a} for a column GENERATED ALWAYS AS IDENTITY, {@code d} for BY DEFAULT, a zero character for others. */
    public char identity() {
        return object.property(IDENTITY).map(kind -> kind.charAt(0)).orElse('\0');
    }

    /** Returns whether it is an identity column. */
    public boolean isIdentity() {
        return object.property(IDENTITY).isPresent();
    }

    /** Returns whether its value is computed from the row's other values. */
    public boolean isGenerated() {
        return object.property(GENERATED).isPresent();
    }

    /** Returns the sequences that belong to the column; that of an identity column comes first. */
    public List<Long> sequences() {
        return object.property(SEQUENCE).stream()
                .flatMap(ids -> Stream.of(ids.split(" ", -1)))
                .map(Long::valueOf)
                .toList();
    }

    /** Returns the first of them: the one that values come from, if it is an identity column. */
    public Optional<Long> sequence() {
        return sequences().stream().findFirst();
    }

    /** Returns whether its values come from a sequence, which it cannot be without. */
    public boolean isIdentityBy(long sequence) {
        return isIdentity() && sequence().equals(Optional.of(sequence));
    }

    /** Returns the object of a column that owns such sequences and no others. */
    public CatalogObject withSequences(List<Long> ids) {
        if (ids.isEmpty()) {
            NavigableMap<String, String> left = new TreeMap<>(object.properties());
            left.remove(SEQUENCE);
            return object.withProperties(left);
        }
        return object.with(SEQUENCE, ids.stream().map(id -> Long.toString(id)).collect(Collectors.joining(" ")));
    }

    /** Returns the object of a column that no longer owns a sequence. */
    public CatalogObject withoutSequence(long sequence) {
        return withSequences(sequences().stream().filter(id -> id != sequence).toList());
    }

    /** Returns whether values come from a sequence of its own, and others are refused (ALWAYS). */
    public boolean isAlwaysGenerated() {
        return object.property(IDENTITY).filter("a"::equals).isPresent();
    }

    /** Returns how many common values ANALYZE is to find; -1 if that was not said. */
    public int target() {
        return object.property(TARGET).map(Integer::parseInt).orElse(-1);
    }

    /** Returns how rows of columns, all of a table by place, are stored. */
    static RowLayout layout(List<TableColumn> columns) {
        List<@Nullable Object> missing = new ArrayList<>();
        for (TableColumn column : columns) {
            Optional<String> text = column.object().property(MISSING);
            missing.add(text.isPresent() ? StoredText.parse(column.type(), text.get()) : null);
        }
        return new RowLayout(columns.stream().map(TableColumn::type).toList(), BoxedRow.of(missing));
    }

    /** Returns the text form of what rows read that were written before the column was added; nothing if they read NULL. */
    public Optional<String> missing() {
        return object.property(MISSING)
                .map(text -> TextOutput.format(type(), StoredText.parse(type(), text), SessionFormat.DEFAULT));
    }
}
