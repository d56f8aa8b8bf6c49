package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Savepoint;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SqlNotice;
import org.borealisdb.sql.system.CatalogMovedException;
import org.borealisdb.sql.system.DefinitionRunner;

/**
 * Makes a session's changes to the catalog, by the catalog as it is once their locks keep it so: a change is made anew each time that others have changed the catalog before it got one of them.
 * Belongs to the session's task.
 */
final class DefinitionRuns {
    private final Database database;
    private final TransactionBlock block;
    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final SessionScope scope;
    private final SessionClient client;

    DefinitionRuns(
            Database database,
            TransactionBlock block,
            StatementPlanner planner,
            StatementRuns runs,
            SessionScope scope,
            SessionClient client) {
        this.database = database;
        this.block = block;
        this.planner = planner;
        this.runs = runs;
        this.scope = scope;
        this.client = client;
    }

    /** Makes a change that a statement asks for, and returns what comes of it. */
    <T> T run(String text, Function<DefinitionRunner, T> change) {
        try {
            return untilLocked(text, client::notice, change);
        } finally {
            scope.catalogChanged();
        }
    }

    /** Makes a change that nothing comes of. */
    void make(String text, Consumer<DefinitionRunner> change) {
        run(text, runner -> {
            change.accept(runner);
            return true;
        });
    }

    /** Does with temporary tables what was to be done at the end of a transaction. */
    void endOfTransaction() {
        if (untilLocked("", DefinitionRuns::quiet, DefinitionRunner::endOfTransaction)) {
            scope.catalogChanged();
        }
    }

    /** Drops a schema with temporary tables. */
    void dropTemporary(String schema) {
        try {
            untilLocked("", DefinitionRuns::quiet, runner -> {
                runner.dropTemporary(schema);
                return true;
            });
        } finally {
            scope.catalogChanged();
        }
    }

    private static void quiet(SqlNotice notice) {
        // Nobody is told.
    }

    private <T> T untilLocked(String text, Consumer<SqlNotice> noticed, Function<DefinitionRunner, T> change) {
        Transaction open = block.transaction();
        Savepoint before = open.savepoint();
        while (true) {
            List<SqlNotice> notices = new ArrayList<>();
            try (ReadView known = open.openLatestView();
                    SchemaReader schema = planner.openSchema()) {
                DefinedRows rows = new DefinedRows(open, runs, scope);
                return change.apply(
                        new DefinitionRunner(database, open, known, schema, text, notices::add, scope, rows));
            } catch (CatalogMovedException moved) {
                notices.clear();
                open.undoTo(before);
            } finally {
                notices.forEach(noticed);
            }
        }
    }
}
