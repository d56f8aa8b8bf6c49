package org.borealisdb.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.IndexDefinition;

/**
 * How a table is read: all of it, or the rows whose key in an index begins with some values and lies between bounds.
 *
 * @param index the index; none reads the whole table
 * @param equal values of the index's first columns
 * @param lower least value of the column after them
 * @param lowerInclusive whether it belongs to the range
 * @param upper greatest value of the column after them
 * @param upperInclusive whether it belongs to the range
 * @param backward whether rows come in the reverse of the index's order
 * @param items of an inverted index, what is looked for instead of a key
 * @param row without an index, the primary keys as bytes of the only rows that are read: one, or an array of several
 * @param covering whether all that is wanted of the rows is in the index's entries, and nothing else is read of them
 */
public record Access(
        Optional<IndexDefinition> index,
        List<Expression> equal,
        Optional<Expression> lower,
        boolean lowerInclusive,
        Optional<Expression> upper,
        boolean upperInclusive,
        boolean backward,
        Optional<ItemAccess> items,
        Optional<Expression> row,
        boolean covering) {
    /** Reads the whole table. */
    public static final Access ALL = new Access(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            false,
            Optional.empty(),
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            false);

    /** Copies the values. */
    public Access {
        equal = List.copyOf(equal);
    }

    /** A reading by keys of an index. */
    public Access(
            IndexDefinition index,
            List<Expression> equal,
            Optional<Expression> lower,
            boolean lowerInclusive,
            Optional<Expression> upper,
            boolean upperInclusive) {
        this(
                Optional.of(index),
                equal,
                lower,
                lowerInclusive,
                upper,
                upperInclusive,
                false,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** Returns a reading of all that an index has. */
    public static Access all(IndexDefinition index) {
        return new Access(index, List.of(), Optional.empty(), false, Optional.empty(), false);
    }

    /** Returns a reading of the rows with some items. */
    public static Access of(IndexDefinition index, ItemAccess items) {
        return new Access(
                Optional.of(index),
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                false,
                Optional.of(items),
                Optional.empty(),
                false);
    }

    /** Returns a reading of the row with a primary key, or of those with one of an array of keys. */
    public static Access ofRow(Expression key) {
        return new Access(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.of(key),
                false);
    }

    /** Returns the same rows in the reverse order. */
    public Access reversed() {
        return new Access(index, equal, lower, lowerInclusive, upper, upperInclusive, !backward, items, row, covering);
    }

    /** Returns the same of rows of which no more is wanted than is in the index's entries. */
    public Access ofEntries() {
        return new Access(index, equal, lower, lowerInclusive, upper, upperInclusive, backward, items, row, true);
    }

    /** Returns whether one of the expressions that tell which rows are read is wanted. */
    public boolean any(Predicate<Expression> wanted) {
        return equal.stream().anyMatch(wanted)
                || lower.filter(wanted).isPresent()
                || upper.filter(wanted).isPresent()
                || row.filter(wanted).isPresent()
                || items.map(ItemAccess::operand).filter(wanted).isPresent();
    }

    /** Returns whether at most one row is read, by its whole primary key. */
    public boolean isPoint() {
        return index.isPresent()
                && index.get().isClustered()
                && index.get().columns().size() == equal.size();
    }
}
