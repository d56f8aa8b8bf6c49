package org.borealisdb.sql.deparse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.bind.BoundSyntax;

/** Writes what rows a query locks, table by table. */
final class LockingWriter {
    private final QueryWriter queries;
    private final BoundSyntax syntax;
    private final Lines lines;

    LockingWriter(QueryWriter queries, BoundSyntax syntax, Lines lines) {
        this.queries = queries;
        this.syntax = syntax;
        this.lines = lines;
    }

    private record Lock(Query.LockStrength strength, Query.LockWait patience) {
        /** The stronger of two, which waits as the more impatient one. */
        Lock with(Lock other) {
            boolean stronger = strength.compareTo(other.strength) <= 0;
            return new Lock(
                    stronger ? strength : other.strength,
                    impatience(patience) >= impatience(other.patience) ? patience : other.patience);
        }

        private static int impatience(Query.LockWait wait) {
            return switch (wait) {
                case WAIT -> 0;
                case SKIP_LOCKED -> 1;
                case NOWAIT -> 2;
            };
        }
    }

    void write(List<Query.LockingClause> clauses, List<FromItem> from) {
        SequencedMap<String, Lock> locks = new LinkedHashMap<>();
        for (Query.LockingClause clause : clauses) {
            from.forEach(item -> collect(item, clause, locks));
        }
        locks.forEach((name, lock) -> {
            lines.clause(" FOR " + lock.strength().name().replace('_', ' '), 0);
            lines.add(" OF ").add(Quoting.identifier(name));
            lines.add(
                    switch (lock.patience()) {
                        case WAIT -> "";
                        case NOWAIT -> " NOWAIT";
                        case SKIP_LOCKED -> " SKIP LOCKED";
                    });
        });
    }

    private void collect(FromItem item, Query.LockingClause clause, SequencedMap<String, Lock> locks) {
        switch (item) {
            case FromItem.Join join -> {
                collect(join.left(), clause, locks);
                collect(join.right(), clause, locks);
            }
            case FromItem.Table table
            when syntax.source(table)
                    .filter(BoundSyntax.Common.class::isInstance)
                    .isEmpty() -> add(table, clause, locks);
            case FromItem.Subquery subquery -> add(subquery, clause, locks);
            default -> {
                // Rows of nothing that is stored.
            }
        }
    }

    private void add(FromItem item, Query.LockingClause clause, SequencedMap<String, Lock> locks) {
        String known = known(item);
        boolean wanted = clause.tables().isEmpty()
                || clause.tables().stream().map(QualifiedName::last).anyMatch(known::equals);
        if (wanted) {
            locks.merge(queries.entry(item).name, new Lock(clause.strength(), clause.lockWait()), Lock::with);
        }
    }

    /** The name by which the query knew an item. */
    private static String known(FromItem item) {
        return switch (item) {
            case FromItem.Table table ->
                table.alias() == null ? table.name().last() : table.alias().name();
            case FromItem.Subquery subquery ->
                subquery.alias() == null ? "" : subquery.alias().name();
            default -> "";
        };
    }
}
