package org.borealisdb.sql.service;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.lock.LockWait;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.bind.ViewNames;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Privileges;
import org.borealisdb.sql.catalog.SchemaNames;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.ViewOptions;
import org.borealisdb.sql.postgres.KnownRelation;

/** LOCK TABLE. Belongs to the session's task. */
final class LockCommand {
    private final TransactionBlock block;
    private final StatementPlanner planner;
    private final SessionScope scope;

    LockCommand(TransactionBlock block, StatementPlanner planner, SessionScope scope) {
        this.block = block;
        this.planner = planner;
        this.scope = scope;
    }

    /** Runs LOCK TABLE. */
    void lock(Maintenance.LockTable lock) {
        block.needBlock("LOCK TABLE");
        Transaction open = block.transaction();
        TableLockMode mode = TableLockMode.valueOf(lock.mode().name());
        try (SchemaReader schema = planner.openSchema()) {
            for (FromItem.Table item : lock.tables()) {
                Optional<KnownRelation> system =
                        scope.systemRelation(item.name().parts());
                system.ifPresent(relation -> requireSystemLock(schema, relation, lock.mode()));
                // Nobody else locks what is computed: it is as if nobody had.
                boolean known = system.isPresent();
                while (!known) {
                    CatalogObject relation = find(schema, item.name());
                    Map<Long, TableDefinition> tables = new LinkedHashMap<>();
                    addTables(schema, relation, schema.currentRole().id(), lock.mode(), tables);
                    for (TableDefinition table : tables.values()) {
                        if (lock.nowait()) {
                            lockAtOnce(open, table, mode);
                        } else {
                            open.lock(RowStore.tableKey(table.table()), mode);
                        }
                    }
                    known = open.knowsCatalog(schema.lsn());
                    if (!known) {
                        // The name may be another table's now.
                        schema.forget();
                    }
                }
            }
        }
    }

    /**
     * Adds the tables to lock: those that a view reads with it, which its owner must be allowed to lock.
     *
     * @param role who must be allowed to lock the relation
     */
    private static void addTables(
            SchemaReader schema,
            CatalogObject relation,
            long role,
            Maintenance.LockMode mode,
            Map<Long, TableDefinition> tables) {
        requireLock(schema, relation, role, mode);
        if (relation.kind() == CatalogKind.TABLE) {
            tables.putIfAbsent(relation.id(), schema.table(relation));
            return;
        }
        for (ViewNames.Relation read : ViewNames.of(relation).relations().values()) {
            Optional<CatalogObject> found = schema.object(read.kind(), read.id());
            if (found.isPresent()) {
                long reader = ViewOptions.isOn(relation, ViewOptions.INVOKER)
                        ? schema.currentRole().id()
                        : schema.roles().ownerOf(relation);
                addTables(schema, found.get(), reader, mode, tables);
            }
        }
    }

    private static CatalogObject find(SchemaReader schema, QualifiedName name) {
        CatalogObject relation =
                schema.relation(name.parts()).orElseThrow(() -> new SchemaNames(schema).noRelation(name.parts()));
        String others = switch (relation.kind()) {
            case INDEX -> "indexes";
            case SEQUENCE -> "sequences";
            default -> "";
        };
        if (!others.isEmpty()) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "cannot lock relation \"" + relation.name() + "\"")
                    .withDetail("This operation is not supported for " + others + ".");
        }
        return relation;
    }

    private static void requireSystemLock(SchemaReader schema, KnownRelation relation, Maintenance.LockMode mode) {
        if (mode != Maintenance.LockMode.ACCESS_SHARE && !schema.currentRole().isSuperuser()) {
            throw new SqlException(
                    ErrorCode.INSUFFICIENT_PRIVILEGE,
                    "permission denied for " + (relation.isTable() ? "table " : "view ") + relation.name());
        }
    }

    private static void lockAtOnce(Transaction open, TableDefinition table, TableLockMode mode) {
        LockWait usual = open.lockWait();
        open.lockWait(LockWait.NONE);
        try {
            open.lock(RowStore.tableKey(table.table()), mode);
        } catch (SqlException busy) {
            throw busy.code() == ErrorCode.LOCK_NOT_AVAILABLE
                    ? new SqlException(busy.code(), "could not obtain lock on relation \"" + table.name() + "\"")
                    : busy;
        } finally {
            open.lockWait(usual);
        }
    }

    /** Who reads may lock against those who change the table, and who changes rows against more. */
    private static void requireLock(SchemaReader schema, CatalogObject relation, long role, Maintenance.LockMode mode) {
        Set<Privilege> one = EnumSet.of(Privilege.UPDATE, Privilege.DELETE, Privilege.TRUNCATE);
        if (mode == Maintenance.LockMode.ROW_EXCLUSIVE) {
            one.add(Privilege.INSERT);
        } else if (mode == Maintenance.LockMode.ACCESS_SHARE) {
            one = EnumSet.of(Privilege.SELECT);
        }
        Set<Privilege> has = new Privileges(schema.roles()).of(role, relation);
        if (Collections.disjoint(one, has)) {
            throw Privileges.denied(relation);
        }
    }
}
