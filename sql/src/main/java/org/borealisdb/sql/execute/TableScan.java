package org.borealisdb.sql.execute;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.borealisdb.engine.table.Index;
import org.borealisdb.engine.table.IndexCursor;
import org.borealisdb.engine.table.ItemCursor;
import org.borealisdb.engine.table.KeyRange;
import org.borealisdb.engine.table.MovedRow;
import org.borealisdb.engine.table.RowCursor;
import org.borealisdb.engine.table.RowOutcome;
import org.borealisdb.engine.table.RowResult;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.table.Table;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.item.ItemClass;
import org.borealisdb.expr.item.ItemQuery;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.scalar.Evaluator;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.catalog.EntryColumns;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.CursorRow;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.ItemAccess;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a table that a condition holds for, by key, by a range of an index, or all. */
final class TableScan implements RowIterator, TargetRow, PositionedRows {
    private final Execution execution;
    private final Plan.Scan plan;
    private final Table table;
    private final RowStore rows;
    private final Workspace workspace;
    private final StoredRow stored;
    private final @Nullable SystemValues system;
    private final RowSource row;
    private StatementActivity.Scans counted;
    private @Nullable Evaluator filter;
    private final @Nullable PlanMeasure measure;
    private final RowVersion point = new RowVersion();
    private RowVersion current = point;
    private byte[] pointKey = {};
    private boolean pending;
    /** Of the row at hand, if others have given it another primary key. */
    private byte @Nullable [] newKey;

    /** Of a scan of entries alone, what they tell. */
    private @Nullable EntryRow entry;

    private @Nullable AccessKeys sought;
    private @Nullable Iterator<?> keys;
    /** Of several ranges of keys, those that are still to be read. */
    private Iterator<KeyRange> further = Collections.emptyIterator();

    private @Nullable RowCursor cursor;
    private @Nullable IndexCursor indexCursor;
    private @Nullable ItemCursor itemCursor;

    TableScan(Execution execution, Plan.Scan plan) {
        this.execution = execution;
        this.plan = plan;
        this.table = plan.table().table();
        this.rows = execution.database().rows();
        this.workspace = execution.transaction().workspace();
        this.stored = new StoredRow(plan.table().layout());
        this.system = SystemColumn.areIn(plan.table()) ? new SystemValues(plan.table()) : null;
        this.row = seen();
        this.filter = plan.unmet().map(execution::compile).orElse(null);
        this.measure = execution.measureOf(plan);
        this.counted = execution.activity().begin(plan);
        open(plan.access());
    }

    /** The stored row, with the system columns beside it if the statement sees these. */
    private RowSource seen() {
        if (system == null) {
            return stored;
        }
        RowPair pair = new RowPair(SystemColumn.firstPlace(plan.table()));
        pair.setLeft(stored);
        pair.setRight(system);
        return pair;
    }

    private void open(Access access) {
        if (access.row().isPresent()) {
            Object key = execution.value(access.row().get());
            if (key instanceof ArrayValue several) {
                keys = several.elements().iterator();
            } else if (key != null) {
                keys = List.of(key).iterator();
            }
            return;
        }
        if (access.index().isEmpty()) {
            RowCursor before = cursor;
            if (before == null) {
                cursor = rows.scan(workspace, table, execution.view(), KeyRange.all());
            } else {
                rows.restart(before, table, execution.view(), KeyRange.all());
            }
            return;
        }
        IndexDefinition index = access.index().get();
        if (access.items().isPresent()) {
            open(index, access.items().get());
            return;
        }
        AccessKeys given = sought();
        if (access.listed().isAny()) {
            List<byte[]> prefixes = given.prefixes();
            if (index.isClustered() && access.equal().size() == index.columns().size()) {
                keys = prefixes.iterator();
            } else {
                further = prefixes.stream()
                        .flatMap(each -> given.range(each).stream())
                        .iterator();
            }
            return;
        }
        byte[] prefix = given.prefix();
        if (prefix == null) {
            return;
        }
        if (access.isPoint()) {
            pointKey = prefix;
            pending = true;
            return;
        }
        given.range(prefix).ifPresent(range -> open(index, range));
    }

    private AccessKeys sought() {
        AccessKeys known = sought;
        if (known == null) {
            known = new AccessKeys(execution, plan.access());
            sought = known;
        }
        return known;
    }

    private void open(IndexDefinition index, KeyRange range) {
        RowCursor before = cursor;
        IndexCursor indexBefore = indexCursor;
        if (before != null) {
            rows.restart(before, table, execution.view(), range);
        } else if (indexBefore != null) {
            rows.restart(indexBefore, tree(index), execution.view(), range);
        } else if (index.isClustered()) {
            cursor = rows.scan(workspace, table, execution.view(), range);
        } else if (plan.access().covering()) {
            entry = new EntryRow(EntryColumns.of(plan.table(), index), width());
            indexCursor = rows.scanEntries(workspace, table, tree(index), execution.view(), range);
        } else {
            indexCursor = rows.scan(workspace, table, tree(index), execution.view(), range);
        }
    }

    private Index tree(IndexDefinition index) {
        return table.index(index.object().tree())
                .orElseThrow(() -> new IllegalStateException("no tree of index " + index.name()));
    }

    /** Reads all rows if the items that are looked for may be in any. */
    private void open(IndexDefinition index, ItemAccess access) {
        Object operand = execution.value(access.operand());
        ItemClass items = index.itemClass(access.part());
        Optional<ItemQuery> query = items.query(access.operator(), operand);
        if (query.isPresent() && items.isExact(access.operator(), query.get())) {
            filter = plan.unmet()
                    .flatMap(condition -> Expressions.without(condition, access.condition()))
                    .map(execution::compile)
                    .orElse(null);
        }
        if (query.isEmpty()) {
            cursor = rows.scan(workspace, table, execution.view(), KeyRange.all());
            return;
        }
        itemCursor = rows.scan(
                workspace,
                table,
                tree(index),
                execution.view(),
                query.get().map(item -> IndexDefinition.itemKey(access.part(), item)));
    }

    /** Returns how many columns the rows have. */
    int width() {
        return plan.table().columns().size();
    }

    @Override
    public boolean next() {
        while (advance()) {
            counted.found();
            execution.step();
            if (matches() && (plan.lock().isEmpty() || lock())) {
                return true;
            }
        }
        return false;
    }

    private boolean advance() {
        newKey = null;
        boolean found = step();
        while (!found && further.hasNext()) {
            open(plan.access().index().orElseThrow(), further.next());
            found = step();
        }
        return found;
    }

    private boolean step() {
        if (cursor != null) {
            boolean found = cursor.next();
            current = cursor.row();
            return found;
        }
        if (indexCursor != null) {
            boolean found = indexCursor.next();
            current = indexCursor.row();
            return found;
        }
        if (itemCursor != null) {
            boolean found = itemCursor.next();
            current = itemCursor.row();
            return found;
        }
        current = point;
        if (keys != null) {
            return advance(keys);
        }
        if (!pending) {
            return false;
        }
        pending = false;
        return rows.read(workspace, table, pointKey, execution.view(), point);
    }

    private boolean advance(Iterator<?> left) {
        while (left.hasNext()) {
            pointKey = (byte[]) left.next();
            if (rows.read(workspace, table, pointKey, execution.view(), point)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches() {
        EntryRow found = entry;
        if (found == null) {
            stored.moveTo(current.bytes(), current.rowStart(), current.rowLength());
        } else {
            moveTo(found);
        }
        if (system != null) {
            system.found(this);
        }
        boolean wanted = filter == null || filter.isTrue(execution.frame(row()));
        if (!wanted && measure != null) {
            measure.removedOne();
        }
        return wanted;
    }

    private void moveTo(EntryRow found) {
        IndexCursor entries = Objects.requireNonNull(indexCursor);
        if (!entries.isLookedAt()) {
            found.moveTo(entries);
            return;
        }
        stored.moveTo(current.bytes(), current.rowStart(), current.rowLength());
        found.moveTo(row);
        if (measure != null) {
            measure.fetchedOne();
        }
    }

    private boolean lock() {
        RowOutcome outcome =
                LockedRows.lock(execution, plan.table(), this, plan.lock().orElseThrow());
        if (outcome instanceof MovedRow moved) {
            follow(moved.primaryKey());
            return recheck();
        }
        return outcome == RowResult.DONE || (outcome == RowResult.CHANGED && recheck());
    }

    @Override
    public void moved(byte[] key) {
        plan.access().row().flatMap(CursorRow::of).ifPresent(row -> row.finder().moved(row.cursor(), row.table(), key));
    }

    @Override
    public void follow(byte[] key) {
        newKey = key;
    }

    /** Looks at the newest version, which somebody made since the view; false if the condition does not hold for it. */
    @Override
    public boolean recheck() {
        point.copyFrom(workspace.current());
        current = point;
        // With another key, or other items, it need not have what the access path has looked for.
        return matches() && ((newKey == null && plan.access().items().isEmpty()) || isWhatIsMeant());
    }

    private boolean isWhatIsMeant() {
        return plan.filter().isEmpty() || execution.compile(plan.filter().get()).isTrue(execution.frame(row()));
    }

    @Override
    public byte[] keyIn(TableDefinition of) {
        return primaryKey().clone();
    }

    @Override
    public byte[] primaryKey() {
        byte[] followed = newKey;
        if (followed != null) {
            return followed;
        }
        if (cursor != null) {
            return cursor.primaryKey();
        }
        if (itemCursor != null) {
            return itemCursor.primaryKey();
        }
        return indexCursor != null ? indexCursor.primaryKey() : pointKey;
    }

    @Override
    public boolean restart() {
        if (plan.lock().isPresent() || plan.access().items().isPresent()) {
            return false;
        }
        close();
        newKey = null;
        counted = execution.activity().again(counted, plan);
        open(plan.access());
        return true;
    }

    @Override
    public void close() {
        further = Collections.emptyIterator();
        keys = null;
        pending = false;
        if (cursor != null) {
            cursor.close();
        }
        if (indexCursor != null) {
            indexCursor.close();
        }
    }

    /** Returns the version that {@link #row} reads. */
    @Override
    public RowVersion version() {
        return current;
    }

    @Override
    public RowSource row() {
        return entry == null ? row : entry;
    }
}
