package org.borealisdb.engine.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.table.Index;
import org.borealisdb.engine.table.IndexCursor;
import org.borealisdb.engine.table.Indexing;
import org.borealisdb.engine.table.KeyRange;
import org.borealisdb.engine.table.RowCursor;
import org.borealisdb.engine.table.RowOutcome;
import org.borealisdb.engine.table.RowResult;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.table.Table;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;

/**
 * The catalog: one ordinary table of {@link CatalogObject}s, under MVCC like any other (R20), with an index by name and one by related
 * object. So DDL is part of its transaction, and old views see the old catalog. Safe for use by all tasks.
 *
 * <p>Statements bind against the newest durable catalog after taking their table locks ({@link Transaction#openLatestView}). What
 * they keep of it is good as long as {@link org.borealisdb.engine.transaction.Transactions#catalogChangedAt} is at or below the LSN of the view it was read with.
 */
public final class Catalog {
    /** Ids from here on are for users' objects; smaller ones are the catalog's own. */
    public static final long FIRST_USER_ID = 16_384;

    /** The sequence that object ids come from. */
    static final long OBJECT_IDS = 1;

    private final RowStore rows;
    private final Table table;
    private final Index byName;
    private final Index byRelated;
    private final Sequences sequences;
    private final KnownCatalog known;

    Catalog(RowStore rows, Table table, Index byName, Index byRelated, Sequences sequences, KnownCatalog known) {
        this.rows = rows;
        this.table = table;
        this.byName = byName;
        this.byRelated = byRelated;
        this.sequences = sequences;
        this.known = known;
    }

    /** The table that the catalog is in. */
    public Table table() {
        return table;
    }

    /** A new object id. */
    public long newId(Workspace workspace) {
        return sequences.next(workspace, OBJECT_IDS);
    }

    /**
     * Adds an object.
     *
     * @throws SqlException 42710 if there is an object with this name in its name space; SQL, which knows the proper words and codes, looks
     *     before, and this is for those who come at the same time
     */
    public void add(Transaction transaction, CatalogObject object) {
        checkName(object);
        byte[] row = object.encode();
        try (ReadView view = transaction.openLatestView()) {
            done(rows.insert(transaction, table, key(object.kind(), object.id()), row, row.length), object, view);
        }
        transaction.catalogChanged();
    }

    /** Replaces an object by one of the same kind and id, which a lock keeps others from changing. */
    public void replace(Transaction transaction, CatalogObject object) {
        try (ReadView view = transaction.openLatestView()) {
            replace(transaction, view, object);
        }
    }

    /**
     * Replaces an object by one of the same kind and id.
     *
     * @param known the view by which it was read, or an older one
     * @throws SqlException 40001 if others have changed it since
     */
    public void replace(Transaction transaction, ReadView known, CatalogObject object) {
        checkName(object);
        byte[] row = object.encode();
        byte[] key = key(object.kind(), object.id());
        try (ReadView view = transaction.openLatestView()) {
            RowVersion seen = seen(transaction, view, known, key, object);
            done(rows.update(transaction, view, table, key, seen, row, row.length), object, view);
        }
        transaction.catalogChanged();
    }

    /** Removes an object, which a lock keeps others from changing. What belongs to it is the caller's affair. */
    public void remove(Transaction transaction, CatalogObject object) {
        try (ReadView view = transaction.openLatestView()) {
            remove(transaction, view, object);
        }
    }

    /**
     * Removes an object. What belongs to it is the caller's affair.
     *
     * @param known the view by which it was read, or an older one
     * @throws SqlException 40001 if others have changed it since
     */
    public void remove(Transaction transaction, ReadView known, CatalogObject object) {
        byte[] key = key(object.kind(), object.id());
        try (ReadView view = transaction.openLatestView()) {
            RowVersion seen = seen(transaction, view, known, key, object);
            done(rows.delete(transaction, view, table, key, seen), object, view);
        }
        transaction.catalogChanged();
    }

    /** Returns the newest version of an object, which is what the known view has of it, or the transaction's own. */
    private RowVersion seen(Transaction transaction, ReadView view, ReadView known, byte[] key, CatalogObject object) {
        RowVersion seen = new RowVersion();
        if (!rows.read(transaction.workspace(), table, key, view, seen)) {
            throw new SqlException(ErrorCode.UNDEFINED_OBJECT, object.kind() + " " + object.id() + " does not exist");
        }
        RowVersion before = new RowVersion();
        if (seen.transactionId() != transaction.id()
                && !(rows.read(transaction.workspace(), table, key, known, before)
                        && before.sameVersion(seen.transactionId(), seen.undoPointer()))) {
            done(RowResult.CHANGED, object, known);
        }
        return seen;
    }

    private static void done(RowOutcome outcome, CatalogObject object, ReadView view) {
        if (outcome == RowResult.DONE) {
            return;
        }
        if (outcome instanceof RowResult result) {
            throw new SqlException(
                    ErrorCode.SERIALIZATION_FAILURE,
                    object.kind() + " \"" + object.name() + "\" was changed concurrently (" + result + " since LSN "
                            + view.lsn() + ")");
        }
        throw new SqlException(ErrorCode.DUPLICATE_OBJECT, "\"" + object.name() + "\" already exists");
    }

    /** The object with this id, as {@code view} sees it. */
    public Optional<CatalogObject> find(Workspace workspace, ReadView view, CatalogKind kind, long id) {
        List<CatalogObject> found =
                known.find(view, new CatalogLookup.ById(kind, id), () -> read(workspace, view, kind, id));
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    private List<CatalogObject> read(Workspace workspace, ReadView view, CatalogKind kind, long id) {
        RowVersion row = new RowVersion();
        return rows.read(workspace, table, key(kind, id), view, row)
                ? List.of(CatalogObject.decode(id, row.bytes(), row.rowStart(), row.rowLength()))
                : List.of();
    }

    /** The object with this name, as {@code view} sees it. */
    public Optional<CatalogObject> find(
            Workspace workspace, ReadView view, long parent, NameSpace nameSpace, String name) {
        List<CatalogObject> found = known.find(view, new CatalogLookup.ByName(parent, nameSpace, name), () -> {
            ByteSink key = new ByteSink();
            nameKey(parent, nameSpace, name, key);
            return scan(workspace, view, byName, key.toBytes());
        });
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    /** All objects of a name space in a parent, in the order of their names (as bytes of UTF-8). */
    public List<CatalogObject> children(Workspace workspace, ReadView view, long parent, NameSpace nameSpace) {
        return known.find(
                view,
                new CatalogLookup.Children(parent, nameSpace),
                () -> scan(
                        workspace,
                        view,
                        byName,
                        new ByteSink().putLong(parent).putByte(nameSpace.code()).toBytes()));
    }

    /** All objects that belong to {@code related}, in the order of their kinds and ids. */
    public List<CatalogObject> related(Workspace workspace, ReadView view, long related) {
        return known.find(
                view,
                new CatalogLookup.Related(related),
                () -> scan(
                        workspace,
                        view,
                        byRelated,
                        new ByteSink().putLong(related).toBytes()));
    }

    /** All objects of a kind, in the order of their ids. */
    public List<CatalogObject> all(Workspace workspace, ReadView view, CatalogKind kind) {
        List<CatalogObject> found = new ArrayList<>();
        byte[] prefix = {(byte) kind.code()};
        RowCursor cursor = rows.scan(workspace, table, view, KeyRange.prefix(prefix));
        while (cursor.next()) {
            found.add(decode(cursor.primaryKey(), cursor.row()));
        }
        return found;
    }

    /** The object of a kind with the smallest id. */
    public Optional<CatalogObject> first(Workspace workspace, ReadView view, CatalogKind kind) {
        RowCursor cursor = rows.scan(workspace, table, view, KeyRange.prefix(new byte[] {(byte) kind.code()}));
        return cursor.next() ? Optional.of(decode(cursor.primaryKey(), cursor.row())) : Optional.empty();
    }

    private List<CatalogObject> scan(Workspace workspace, ReadView view, Index index, byte[] prefix) {
        List<CatalogObject> found = new ArrayList<>();
        IndexCursor cursor = rows.scan(workspace, table, index, view, KeyRange.prefix(prefix));
        while (cursor.next()) {
            found.add(decode(cursor.primaryKey(), cursor.row()));
        }
        return found;
    }

    private static CatalogObject decode(byte[] key, RowVersion row) {
        long id = 0;
        for (int at = 1; at <= Long.BYTES; at++) {
            id = id << 8 | (key[at] & 0xff);
        }
        return CatalogObject.decode(id, row.bytes(), row.rowStart(), row.rowLength());
    }

    private static byte[] key(CatalogKind kind, long id) {
        return new ByteSink(9).putByte(kind.code()).putLong(id).toBytes();
    }

    /** The key by name; see {@link org.borealisdb.engine.table.IndexKey}. */
    static Indexing nameKey(byte[] row, int from, int length, ByteSink target) {
        CatalogObject object = CatalogObject.decode(1, row, from, length);
        nameKey(object.parent(), object.kind().nameSpace(), object.name(), target);
        return Indexing.DISTINCT;
    }

    /** The key by related object. */
    static Indexing relatedKey(byte[] row, int from, int length, ByteSink target) {
        CatalogObject object = CatalogObject.decode(1, row, from, length);
        if (object.related() == 0) {
            return Indexing.ABSENT;
        }
        target.putLong(object.related());
        return Indexing.REPEATABLE;
    }

    private static void nameKey(long parent, NameSpace nameSpace, String name, ByteSink target) {
        target.putLong(parent).putByte(nameSpace.code()).putText(name).putByte(0);
    }

    private static void checkName(CatalogObject object) {
        int bytes = object.name().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > CatalogObject.MAX_NAME_BYTES) {
            throw new SqlException(
                    ErrorCode.NAME_TOO_LONG,
                    "a name of " + bytes + " bytes is longer than the maximum of " + CatalogObject.MAX_NAME_BYTES);
        }
    }
}
