package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.table.IndexKey;
import org.borealisdb.engine.table.Indexing;
import org.borealisdb.expr.item.ItemClass;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.row.RowEncoder;
import org.borealisdb.expr.row.RowLayout;
import org.borealisdb.expr.row.StoredColumns;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.scalar.EvaluatorCompiler;
import org.borealisdb.expr.scalar.Frame;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;

/** The key of an index as a function of stored rows. Safe for use by all tasks. */
public final class RowIndexKey implements IndexKey {
    private final IndexDefinition index;
    /** Of an index that is computed; without any, keys are copied from the rows. */
    private final List<Evaluator> parts;

    private final Optional<Evaluator> predicate;
    /** Of an inverted index, what items the parts have. */
    private final List<ItemClass> items = new ArrayList<>();

    /** The layout of the columns that entries hold beside the key; the places of these do not change, nor do their types. */
    private final Optional<RowLayout> payload;

    private volatile RowLayout layout;

    /** Makes the key function of an index. */
    public RowIndexKey(IndexDefinition index, RowLayout layout) {
        this.index = index;
        this.layout = layout;
        this.parts = index.isComputed() || index.isInverted()
                ? index.parts().stream().map(EvaluatorCompiler::compile).toList()
                : List.of();
        this.predicate = index.predicate().map(EvaluatorCompiler::compile);
        this.payload = index.payload(layout.types());
        for (int part = 0; index.isInverted() && part < parts.size(); part++) {
            items.add(index.itemClass(part));
        }
    }

    /** Makes the key function of an index at opening, from catalog objects. */
    public static IndexKey of(
            CatalogObject index,
            CatalogObject table,
            List<CatalogObject> columns,
            ExpressionReader reader,
            TypeLookup lookup) {
        List<TableColumn> ordered = columns.stream()
                .map(column -> TableColumn.of(column, lookup))
                .sorted(Comparator.comparingInt(TableColumn::number))
                .toList();
        RowLayout layout = TableColumn.layout(ordered);
        return new RowIndexKey(IndexDefinition.of(index, layout.types(), reader, lookup), layout);
    }

    /**
     * A column was added: rows may have it from now on. Rows without it are read as before; none may be left that has another column in its place. The layout stays if the transaction that has added
     * the column is rolled back, for its rows are still to be undone.
     */
    public void setLayout(RowLayout wider) {
        layout = wider;
    }

    /**
     * Rows with more columns than the table are of transactions that have added some and were rolled back or died. An index that was made after that has no entry for them; what one has that was made
     * before and opened since is looked for, as {@link #knows} tells, before they go.
     */
    @Override
    public Indexing encode(byte[] row, int from, int length, ByteSink target) {
        RowLayout known = layout;
        if (StoredRow.columnsOf(row, from) > known.size()) {
            return Indexing.ABSENT;
        }
        StoredRow stored = new StoredRow(known).moveTo(row, from, length);
        if (index.isComputed()) {
            return computed(stored, target);
        }
        boolean hasNull = false;
        for (int part = 0; part < index.columns().size(); part++) {
            int column = index.columns().get(part);
            hasNull |= stored.isNull(column);
            KeyEncoder.append(target, index.keys().get(part), stored, column);
        }
        return indexing(hasNull);
    }

    private Indexing indexing(boolean hasNull) {
        return hasNull && index.nullsAreDistinct() ? Indexing.REPEATABLE : Indexing.DISTINCT;
    }

    /** Nothing that an immutable function needs of the world; a frame of its own, for tasks come at the same time. */
    private Indexing computed(StoredRow stored, ByteSink target) {
        Frame frame = new Frame(EvaluationContext.IMMUTABLE).setRow(stored);
        if (predicate.isPresent() && !predicate.get().isTrue(frame)) {
            return Indexing.ABSENT;
        }
        boolean hasNull = false;
        for (int part = 0; part < parts.size(); part++) {
            Object value = EvaluatorCompiler.box(
                    parts.get(part), index.keys().get(part).type(), frame);
            hasNull |= value == null;
            KeyEncoder.append(target, index.keys().get(part), BoxedRow.of(value), 0);
        }
        return indexing(hasNull);
    }

    @Override
    public boolean hasPayload() {
        return payload.isPresent();
    }

    /** A row of the included columns. */
    @Override
    public boolean encodePayload(byte[] row, int from, int length, int most, ByteSink target) {
        StoredRow stored = new StoredRow(layout).moveTo(row, from, length);
        StoredColumns columns = new StoredColumns(stored, index.included());
        if (columns.length() > most) {
            return false;
        }
        RowEncoder encoder = new RowEncoder(payload.orElseThrow());
        int bytes = encoder.encode(columns);
        if (bytes <= most) {
            target.putBytes(encoder.bytes(), 0, bytes);
        }
        return bytes <= most;
    }

    @Override
    public boolean knows(byte[] row, int from) {
        return StoredRow.columnsOf(row, from) <= layout.size();
    }

    @Override
    public boolean isInverted() {
        return index.isInverted();
    }

    @Override
    public List<byte[]> encodeAll(byte[] row, int from, int length) {
        RowLayout known = layout;
        List<byte[]> keys = new ArrayList<>();
        if (StoredRow.columnsOf(row, from) > known.size()) {
            return keys;
        }
        Frame frame = new Frame(EvaluationContext.IMMUTABLE).setRow(new StoredRow(known).moveTo(row, from, length));
        if (predicate.isPresent() && !predicate.get().isTrue(frame)) {
            return keys;
        }
        for (int part = 0; part < parts.size(); part++) {
            Object value = EvaluatorCompiler.box(
                    parts.get(part), index.keys().get(part).type(), frame);
            if (value != null) {
                for (byte[] item : items.get(part).itemsOf(value)) {
                    keys.add(IndexDefinition.itemKey(part, item));
                }
            }
        }
        return keys;
    }
}
