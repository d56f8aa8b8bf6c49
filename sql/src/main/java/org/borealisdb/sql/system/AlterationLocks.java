package org.borealisdb.sql.system;

import java.util.Comparator;
import java.util.List;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.Definition.TableAction;

/** How ALTER TABLE locks a table: by what asks for most of all that is done, as in PostgreSQL (manual, ALTER TABLE). */
final class AlterationLocks {
    private AlterationLocks() {}

    /** Returns the lock for several changes of one table. */
    static TableLockMode of(List<TableAction> actions) {
        return actions.stream()
                .map(AlterationLocks::of)
                .max(Comparator.naturalOrder())
                .orElse(TableLockMode.ACCESS_EXCLUSIVE);
    }

    private static TableLockMode of(TableAction action) {
        return switch (action) {
            // What is not valid yet is kept already: those who change rows need not wait.
            case Definition.ValidateConstraint validate -> TableLockMode.SHARE_UPDATE_EXCLUSIVE;
            case Definition.SetOptions set -> TableLockMode.SHARE_UPDATE_EXCLUSIVE;
            case Definition.SetColumnOptions set -> TableLockMode.SHARE_UPDATE_EXCLUSIVE;
            case Definition.SetColumn set
            when set.setting() == Definition.ColumnSetting.STATISTICS -> TableLockMode.SHARE_UPDATE_EXCLUSIVE;
            case Definition.AddConstraint add
            when add.constraint() instanceof Definition.ForeignKey -> TableLockMode.SHARE_ROW_EXCLUSIVE;
            case Definition.ChangeStorage change -> ofStorage(change.change());
            default -> TableLockMode.ACCESS_EXCLUSIVE;
        };
    }

    private static TableLockMode ofStorage(Definition.StorageChange change) {
        return switch (change) {
            case CLUSTER_ON, WITHOUT_CLUSTER -> TableLockMode.SHARE_UPDATE_EXCLUSIVE;
            case ENABLE_TRIGGER, DISABLE_TRIGGER, ENABLE_ALL_TRIGGERS, DISABLE_ALL_TRIGGERS ->
                TableLockMode.SHARE_ROW_EXCLUSIVE;
            case WITHOUT_OIDS, LOGGED, UNLOGGED, REPLICA_IDENTITY, REPLICA_IDENTITY_INDEX, WITHOUT_ROW_SECURITY ->
                TableLockMode.ACCESS_EXCLUSIVE;
        };
    }
}
