package org.borealisdb.sql.service;

import java.util.Optional;
import java.util.regex.Pattern;
import org.borealisdb.engine.transaction.SharedView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.TransactionStatement.Isolation;
import org.borealisdb.sql.session.SqlNotice;

/** {@code pg_export_snapshot()} and SET TRANSACTION SNAPSHOT: several transactions see one state, as those of a dump by several connections must. Belongs to the session's task. */
final class SharedSnapshots {
    private static final Pattern NAME = Pattern.compile("[0-9A-F-]*");

    private final TransactionBlock block;
    private final String database;

    SharedSnapshots(TransactionBlock block, String database) {
        this.block = block;
        this.database = database;
    }

    /** Exports what the open transaction sees; returns the name under which others take it. */
    String export() {
        if (block.isInSavepoint()) {
            throw new SqlException(ErrorCode.ACTIVE_SQL_TRANSACTION, "cannot export a snapshot from a subtransaction");
        }
        return block.transaction().exportView(database);
    }

    /** Has the open transaction see what another has exported. */
    void take(String name, Notices notices) {
        if (!block.isOpen()) {
            notices.send(
                    SqlNotice.Level.WARNING,
                    ErrorCode.NO_ACTIVE_SQL_TRANSACTION,
                    "SET TRANSACTION can only be used in transaction blocks");
        }
        if (block.isUsed() || block.isInSavepoint()) {
            throw new SqlException(
                    ErrorCode.ACTIVE_SQL_TRANSACTION, "SET TRANSACTION SNAPSHOT must be called before any query");
        }
        Transaction open = block.transaction();
        Isolation level = block.setting("transaction_isolation")
                .map(TransactionModes::level)
                .orElseThrow();
        if (level == Isolation.READ_COMMITTED || level == Isolation.READ_UNCOMMITTED) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "a snapshot-importing transaction must have isolation level SERIALIZABLE or REPEATABLE READ");
        }
        Optional<SharedView> found = NAME.matcher(name).matches() ? open.exportedView(name) : Optional.empty();
        if (found.isEmpty()) {
            throw invalid(name);
        }
        if (level == Isolation.SERIALIZABLE) {
            throw SqlException.notSupported("SET TRANSACTION SNAPSHOT in a serializable transaction");
        }
        if (!found.get().database().equals(database)) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "cannot import a snapshot from a different database");
        }
        if (!open.takeView(name)) {
            throw invalid(name);
        }
    }

    private static SqlException invalid(String name) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "invalid snapshot identifier: \"" + name + "\"");
    }
}
