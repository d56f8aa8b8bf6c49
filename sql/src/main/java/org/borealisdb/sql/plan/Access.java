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
 * @param listed which of the equal values are arrays of values each of which is looked for
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
        Listed listed,
        boolean covering) {
    /**
     * Columns next to each other of which several values are looked for: their arrays, of which the values at one place belong together.
     *
     * @param from the first of the columns
     * @param count how many there are
     */
    public record Listed(int from, int count) {
        /** One value of each column. */
        public static final Listed NONE = new Listed(0, 0);

        /** Returns whether there are such columns. */
        public boolean isAny() {
            return count > 0;
        }

        /** Returns whether a column is one of them. */
        public boolean has(int column) {
            return column >= from && column < from + count;
        }
    }

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
            Listed.NONE,
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
                Listed.NONE,
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
                Listed.NONE,
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
                Listed.NONE,
                false);
    }

    /** Returns the same rows in the reverse order. */
    public Access reversed() {
        return new Access(
                index, equal, lower, lowerInclusive, upper, upperInclusive, !backward, items, row, listed, covering);
    }

    /** Returns the same of rows of which no more is wanted than is in the index's entries. */
    public Access ofEntries() {
        return new Access(
                index, equal, lower, lowerInclusive, upper, upperInclusive, backward, items, row, listed, true);
    }

    /** Returns the same where some of the equal values are arrays. */
    Access listing(Listed arrays) {
        return new Access(
                index, equal, lower, lowerInclusive, upper, upperInclusive, backward, items, row, arrays, covering);
    }

    /** Returns the arrays of values each of which is looked for. */
    public List<Expression> listedArrays() {
        return equal.subList(listed.from(), listed.from() + listed.count());
    }

    /** Returns of how many columns, from the first on, all rows that are read have one value. */
    public int fixed() {
        return listed.isAny() ? listed.from() : equal.size();
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
                && index.get().columns().size() == fixed();
    }
}
