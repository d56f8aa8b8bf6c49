package org.borealisdb.sql.execute;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Which row of a table a cursor is at (PostgreSQL's execCurrent.c): the one that the nodes which lock rows have locked last, or, in a plan
 * that does not lock, the one that its only scan is at. Belongs to one task.
 */
public final class CursorPosition {
    private final String cursor;
    private final Optional<Plan> node;
    private @Nullable PositionedRows rows;

    /** Makes the position in the rows of a plan that is yet to be opened. */
    public CursorPosition(String cursor, Plan plan) {
        this.cursor = cursor;
        this.node = nodeOf(plan);
    }

    private static Optional<Plan> nodeOf(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> Optional.of(scan);
            case Plan.LockRows lock -> Optional.of(lock);
            case Plan.LockJoin lock -> Optional.of(lock);
            case Plan.Project project -> nodeOf(project.input());
            case Plan.Filter filter -> nodeOf(filter.input());
            case Plan.Limit limit -> nodeOf(limit.input());
            default -> Optional.empty();
        };
    }

    private List<TableDefinition> tables() {
        return node.map(found -> switch (found) {
                    case Plan.Scan scan -> List.of(scan.table());
                    case Plan.LockRows lock -> List.of(lock.table());
                    case Plan.LockJoin lock ->
                        lock.tables().stream().map(Plan.LockedTable::table).toList();
                    default -> List.<TableDefinition>of();
                })
                .orElse(List.of());
    }

    /** Called for each part of the plan that is opened. */
    @SuppressWarnings("ReferenceEquality") // The node itself is meant, not one like it.
    void opened(Plan plan, RowIterator opened) {
        if (node.isPresent() && node.get() == plan && opened instanceof PositionedRows positioned) {
            rows = positioned;
        }
    }

    /**
     * Fails if the cursor's rows are not those of a table, one by one.
     *
     * @throws SqlException 24000
     */
    public void check(TableDefinition table) {
        long times = tables().stream()
                .filter(each -> each.object().id() == table.object().id())
                .count();
        if (times == 1) {
            return;
        }
        boolean locks = node.filter(found ->
                        !(found instanceof Plan.Scan scan) || scan.lock().isPresent())
                .isPresent();
        String why = times > 1
                ? "has multiple FOR UPDATE/SHARE references to table"
                : locks
                        ? "does not have a FOR UPDATE/SHARE reference to table"
                        : "is not a simply updatable scan of table";
        throw new SqlException(
                ErrorCode.INVALID_CURSOR_STATE, "cursor \"" + cursor + "\" " + why + " \"" + table.name() + "\"");
    }

    /** Returns the primary key of the current row of a table that the cursor was checked for; null if the cursor's row has none of it. */
    public byte @Nullable [] keyIn(TableDefinition table) {
        PositionedRows positioned = rows;
        if (positioned == null) {
            throw new IllegalStateException("cursor " + cursor + " has not been opened");
        }
        return positioned.keyIn(table);
    }

    /** Returns the table whose rows the plan answers one by one, if it does and locks none. */
    public Optional<TableDefinition> scanned() {
        return node.filter(
                        found -> found instanceof Plan.Scan scan && scan.lock().isEmpty())
                .map(found -> ((Plan.Scan) found).table());
    }
}
