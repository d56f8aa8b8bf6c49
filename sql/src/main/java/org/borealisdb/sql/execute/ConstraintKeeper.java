package org.borealisdb.sql.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.borealisdb.engine.lock.LockWait;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.undo.RowVersion;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.bind.BoundForeignKey;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps constraints that are about several rows. Of foreign keys it looks for the rows on their two sides, and changes those that are to change with what they refer to. Belongs to one task.
 *
 * <p><b>Why no row is left that refers to nothing.</b> Let C write a row that refers to P's key, and D take that key away, in two transactions.
 *
 * <ol>
 *   <li>C, having written its row, finds the row with the key and locks it ({@link RowStore#lockKeys}): first the lock, then a look at the newest version. D, under the latch of that row, looks whether
 *       somebody holds its lock before it changes it. So one of both is first, and the other one waits for the end of its transaction.
 *   <li>If C is first, D goes on when C has ended, and looks for rows that refer to the key after that, with a view of all that is committed then ({@link Transaction#openLatestView}), whatever its
 *       isolation level. It sees C's row.
 *   <li>If D is first, C goes on when D has ended, sees in the newest version that the row is gone, and looks again; under REPEATABLE READ, where it would see the same again, it fails with 40001.
 * </ol>
 *
 * Those who change a row's other columns neither wait for C nor does C wait for them.
 */
final class ConstraintKeeper {
    private final Execution execution;
    private final Transaction transaction;
    private final RowStore rows;
    private final UniqueKeys keys;

    ConstraintKeeper(Execution execution) {
        this.execution = execution;
        this.transaction = execution.transaction();
        this.rows = execution.database().rows();
        this.keys = new UniqueKeys(execution);
    }

    /**
     * Does what is to be done.
     *
     * @throws SqlException 23503 if a row refers to none, 23505 if two have the same key
     */
    void keep(PendingCheck check) {
        switch (check) {
            case PendingCheck.Unmet unmet -> {
                Optional<SqlException> violation = violation(unmet);
                if (violation.isPresent()) {
                    throw violation.get();
                }
            }
            case PendingCheck.Gone gone -> {
                if (gone.action().isCheck()) {
                    if (isReferred(gone, gone.action() == ForeignKeyDefinition.Action.NO_ACTION)) {
                        throw stillReferred(gone);
                    }
                } else {
                    follow(gone);
                }
            }
            case PendingCheck.Doubled doubled -> {
                Optional<SqlException> violation = keys.violation(doubled);
                if (violation.isPresent()) {
                    throw violation.get();
                }
            }
        }
    }

    /** Does what is to be done, if nothing is against it now; returns false if it has to wait. */
    boolean isMet(PendingCheck check) {
        return switch (check) {
            case PendingCheck.Unmet unmet -> violation(unmet).isEmpty();
            case PendingCheck.Gone gone -> {
                if (gone.action().isCheck()) {
                    yield !isReferred(gone, gone.action() == ForeignKeyDefinition.Action.NO_ACTION);
                }
                follow(gone);
                yield true;
            }
            case PendingCheck.Doubled doubled -> keys.violation(doubled).isEmpty();
        };
    }

    /** The row may be gone, or refer to another by now. */
    private Optional<SqlException> violation(PendingCheck.Unmet unmet) {
        BoundForeignKey key = unmet.key();
        RowVersion version = new RowVersion();
        try (ReadView view = transaction.openLatestView()) {
            if (!rows.read(transaction.workspace(), key.child().table(), unmet.primaryKey(), view, version)) {
                return Optional.empty();
            }
        }
        StoredRow row =
                new StoredRow(key.child().layout()).moveTo(version.bytes(), version.rowStart(), version.rowLength());
        List<@Nullable Object> values =
                ChangedReferences.values(key.child(), key.definition().columns(), row);
        if (values.contains(null)) {
            return key.definition().isFull() && !values.stream().allMatch(Objects::isNull)
                    ? Optional.of(mixed(key))
                    : Optional.empty();
        }
        return lockReferred(key, BoxedRow.of(values))
                ? Optional.empty()
                : Optional.of(notPresent(execution.sight(), key, row));
    }

    /** The error about a key that is NULL in part, which MATCH FULL forbids. */
    static SqlException mixed(BoundForeignKey key) {
        return error(
                key,
                key.child(),
                "insert or update on table \"" + key.child().name() + "\" violates foreign key constraint \""
                        + key.definition().name() + "\"",
                "MATCH FULL does not allow mixing of null and nonnull key values.");
    }

    /** The error about a row that refers to none. */
    static SqlException notPresent(RowSight sight, BoundForeignKey key, RowSource child) {
        return error(
                key,
                key.child(),
                "insert or update on table \"" + key.child().name() + "\" violates foreign key constraint \""
                        + key.definition().name() + "\"",
                RowText.seenKey(sight, key.child(), key.definition().columns(), child, false)
                        + " is not present in table \""
                        + key.parent().name() + "\".");
    }

    private static SqlException error(BoundForeignKey key, TableDefinition table, String message, String detail) {
        return new SqlException(ErrorCode.FOREIGN_KEY_VIOLATION, message)
                .withDetail(detail)
                .with(SqlException.Field.SCHEMA, key.childSchema())
                .with(SqlException.Field.TABLE, table.name())
                .with(SqlException.Field.CONSTRAINT, key.definition().name());
    }

    private SqlException stillReferred(PendingCheck.Gone gone) {
        BoundForeignKey key = gone.key();
        return error(
                key,
                key.child(),
                "update or delete on table \"" + key.parent().name() + "\" violates foreign key constraint \""
                        + key.definition().name() + "\" on table \""
                        + key.child().name() + "\"",
                RowText.seenKey(
                                execution.sight(),
                                key.parent(),
                                key.definition().referencedColumns(),
                                gone.oldKey(),
                                true)
                        + " is still referenced from table \"" + key.child().name() + "\".");
    }

    private boolean seesOneState() {
        return transaction.isolation() != IsolationLevel.READ_COMMITTED;
    }

    private static SqlException changedConcurrently() {
        return new SqlException(ErrorCode.SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
    }

    /** Locks the row that a key refers to, unless somebody is to be waited for; false if it is not locked. */
    boolean tryLockReferred(BoundForeignKey key, BoxedRow values) {
        LockWait usual = transaction.lockWait();
        transaction.lockWait(LockWait.NONE);
        try {
            return lockReferred(key, values);
        } catch (SqlException busy) {
            if (busy.code() == ErrorCode.LOCK_NOT_AVAILABLE) {
                return false;
            }
            throw busy;
        } finally {
            transaction.lockWait(usual);
        }
    }

    /** Locks the row that a key refers to; false if there is none. */
    boolean lockReferred(BoundForeignKey key, BoxedRow values) {
        if (!canBeEqual(key, values)) {
            return false;
        }
        try {
            while (true) {
                execution.step();
                try (ReadView view = seesOneState() ? transaction.openView() : transaction.openLatestView()) {
                    TableScan scan = new TableScan(execution.forReferences(view, values), key.referred());
                    if (!scan.next()) {
                        return false;
                    }
                    // The scan goes by what the view sees; what is locked is the newest version.
                    if (rows.lockKeys(transaction, key.parent().table(), scan.primaryKey()) && scan.recheck()) {
                        return true;
                    }
                    if (seesOneState()) {
                        throw changedConcurrently();
                    }
                    // It is gone, or has another key: there may be another one with this key by now.
                }
            }
        } catch (SqlException error) {
            throw within(error, ReferenceText.lookup(key));
        }
    }

    /** Whole numbers beyond what the parent's column can have are not there, and cannot be looked for. */
    static boolean canBeEqual(BoundForeignKey key, BoxedRow values) {
        List<Integer> columns = key.definition().referencedColumns();
        for (int i = 0; i < columns.size(); i++) {
            SqlType type = key.parent().columns().get(columns.get(i)).type();
            if (values.objectAt(i) instanceof Long number
                    && ((type.is(BuiltInType.INT4) && number != (int) (long) number)
                            || (type.is(BuiltInType.INT2) && number != (short) (long) number))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether rows refer to a key that was taken away.
     *
     * @param unlessThere whether that matters only if no other row has the key by now
     */
    private boolean isReferred(PendingCheck.Gone gone, boolean unlessThere) {
        BoundForeignKey key = gone.key();
        try (ReadView view = transaction.openLatestView()) {
            Execution run = execution.forReferences(view, gone.oldKey());
            if (unlessThere && new TableScan(run, key.kept()).next()) {
                return false;
            }
            TableScan scan = new TableScan(run, key.referring());
            while (scan.next()) {
                // Whoever is about to take the row away is waited for.
                if (rows.lockKeys(transaction, key.child().table(), scan.primaryKey())
                        && (scan.recheck() || isReferredBy(gone, scan.primaryKey()))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Whether a row refers to the key in what is committed of it: somebody who has it refer to another may still roll back. */
    private boolean isReferredBy(PendingCheck.Gone gone, byte[] primaryKey) {
        try (ReadView view = transaction.openLatestView()) {
            TableScan scan = new TableScan(
                    execution.forReferences(view, gone.oldKey()), gone.key().referring());
            while (scan.next()) {
                if (Arrays.equals(scan.primaryKey(), primaryKey)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Changes the rows that refer to a key that was taken away, as the foreign key says. */
    private void follow(PendingCheck.Gone gone) {
        BoundForeignKey key = gone.key();
        List<@Nullable Object> values = new ArrayList<>();
        addAll(values, gone.oldKey());
        gone.newKey().ifPresent(row -> addAll(values, row));
        try (ReadView view = transaction.openLatestView()) {
            Execution run = execution.forReferences(view, BoxedRow.of(values));
            changeChildren(gone, run);
        } catch (SqlException error) {
            throw within(
                    error,
                    ReferenceText.change(key, gone.action(), gone.newKey().isEmpty()));
        }
        if (gone.action() == ForeignKeyDefinition.Action.SET_DEFAULT && isReferred(gone, true)) {
            // The default is the key that was taken away: the row refers to it as before.
            throw stillReferred(gone);
        }
    }

    private static void addAll(List<@Nullable Object> values, BoxedRow row) {
        for (int i = 0; i < row.size(); i++) {
            values.add(row.isNull(i) ? null : row.objectAt(i));
        }
    }

    private void changeChildren(PendingCheck.Gone gone, Execution run) {
        BoundForeignKey key = gone.key();
        boolean deletes = gone.newKey().isEmpty() && gone.action() == ForeignKeyDefinition.Action.CASCADE;
        ChangeRunner changes = new ChangeRunner(run, key.child(), gone.graph());
        ComputedRow changed = new ComputedRow(
                run,
                gone.newKey().isPresent() ? key.onUpdate() : key.onDelete(),
                key.child().generated());
        TableScan scan = new TableScan(run, key.referring());
        while (scan.next()) {
            checkSeen(key, scan);
            if (deletes) {
                changes.delete(scan);
            } else {
                changes.update(scan, changed);
            }
        }
    }

    /** A transaction that sees one state of everything must not change rows that it cannot see. */
    private void checkSeen(BoundForeignKey key, TableScan scan) {
        if (!seesOneState()) {
            return;
        }
        RowVersion seen = new RowVersion();
        try (ReadView own = transaction.openView()) {
            if (!rows.read(transaction.workspace(), key.child().table(), scan.primaryKey(), own, seen)
                    || !seen.sameVersion(
                            scan.version().transactionId(), scan.version().undoPointer())) {
                throw changedConcurrently();
            }
        }
    }

    private static SqlException within(SqlException error, String statement) {
        String line = "SQL statement \"" + statement + "\"";
        return error.with(
                SqlException.Field.WHERE,
                error.field(SqlException.Field.WHERE)
                        .map(inner -> inner + "\n" + line)
                        .orElse(line));
    }
}
