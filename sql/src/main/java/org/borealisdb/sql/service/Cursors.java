package org.borealisdb.sql.service;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.CursorRow;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.ScrollRules;
import org.borealisdb.sql.postgres.SessionFacts;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;
import org.jspecify.annotations.Nullable;

/** A session's cursors; they live as long as the transaction, or, WITH HOLD, until they are closed. Belongs to the session's task. */
final class Cursors implements CursorRow.Finder {
    private final TransactionBlock block;
    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final SessionScope scope;
    private final StatementGuard guard;
    private final Map<String, SqlCursor> byName = new LinkedHashMap<>();

    Cursors(
            TransactionBlock block,
            StatementPlanner planner,
            StatementRuns runs,
            SessionScope scope,
            StatementGuard guard) {
        this.block = block;
        this.planner = planner;
        this.runs = runs;
        this.scope = scope;
        this.guard = guard;
    }

    /** Runs DECLARE, which is the command of {@code statement}. */
    void declare(
            SessionStatement.DeclareCursor declare, PreparedText statement, RowSource parameters, ResultSink sink) {
        if (!declare.hold()) {
            block.needBlock("DECLARE CURSOR");
        } else if (!declare.query().locking().isEmpty()) {
            throw lockingRefused(declare, "DECLARE CURSOR WITH HOLD ... FOR ", "Holdable");
        }
        if (Boolean.TRUE.equals(declare.scroll()) && !declare.query().locking().isEmpty()) {
            throw lockingRefused(declare, "DECLARE SCROLL CURSOR ... FOR ", "Scrollable");
        }
        if (declare.insensitive() && !declare.query().locking().isEmpty()) {
            throw new SqlException(
                            ErrorCode.INVALID_CURSOR_DEFINITION,
                            "DECLARE INSENSITIVE CURSOR ... FOR " + strength(declare) + " is not valid")
                    .withDetail("Insensitive cursors must be READ ONLY.");
        }
        if (declare.query().changesRows()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "DECLARE CURSOR must not contain data-modifying statements in WITH");
        }
        if (byName.containsKey(declare.name())) {
            throw new SqlException(ErrorCode.DUPLICATE_CURSOR, "cursor \"" + declare.name() + "\" already exists");
        }
        PreparedText prepared = planner.prepareCursor(statement.text, declare.query(), statement.declaredTypes);
        StatementRuns.Begun begun = runs.begin(planner, prepared, parameters);
        SqlCursor.Scroll scroll = scroll(declare, begun.plan().plan().orElseThrow());
        SessionFacts.Cursor info = new SessionFacts.Cursor(
                declare.name(),
                statement.text.strip(),
                declare.hold(),
                declare.binary(),
                scroll != SqlCursor.Scroll.NEVER,
                guard.statementStart());
        byName.put(
                declare.name(),
                new SqlCursor(
                        declare.name(),
                        scroll,
                        declare.hold(),
                        info,
                        begun.plan(),
                        begun.execution(),
                        block.savepointsMade(),
                        scope,
                        guard));
        sink.complete(CommandTag.plain("DECLARE CURSOR"), 0);
    }

    private static SqlException lockingRefused(SessionStatement.DeclareCursor declare, String what, String kind) {
        return new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, what + strength(declare) + " is not supported")
                .withDetail(kind + " cursors must be READ ONLY.");
    }

    private static String strength(SessionStatement.DeclareCursor declare) {
        return declare.query().locking().getFirst().strength().name().replace('_', ' ');
    }

    private static SqlCursor.Scroll scroll(SessionStatement.DeclareCursor declare, Plan plan) {
        Boolean given = declare.scroll();
        if (given != null) {
            return given ? SqlCursor.Scroll.ALWAYS : SqlCursor.Scroll.NEVER;
        }
        return declare.query().locking().isEmpty() && ScrollRules.canGoBack(plan)
                ? SqlCursor.Scroll.IF_ASKED
                : SqlCursor.Scroll.NEVER;
    }

    Optional<SqlCursor> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    SqlCursor named(String name) {
        return find(name)
                .orElseThrow(() ->
                        new SqlException(ErrorCode.INVALID_CURSOR_NAME, "cursor \"" + name + "\" does not exist"));
    }

    @Override
    public byte @Nullable [] keyAt(String cursor, TableDefinition table) {
        return named(cursor).keyIn(table);
    }

    @Override
    public void moved(String cursor, TableDefinition table, byte[] key) {
        named(cursor).moved(table, key);
    }

    void fetch(SessionStatement.Fetch fetch, ResultSink sink, ColumnFormats formats) {
        SqlCursor cursor = named(fetch.cursor());
        if (fetch.move()) {
            long count = cursor.fetch(fetch, null);
            sink.complete(CommandTag.counting("MOVE"), count);
            return;
        }
        RowSink rows = sink.rows(cursor.shape().orElseThrow(), formats);
        sink.complete(CommandTag.FETCH, cursor.fetch(fetch, rows));
    }

    /** Returns how a statement's rows go to a client that has not said how it wants them: in binary only if they are fetched from a binary cursor. */
    ColumnFormats formatsOf(Statement statement) {
        boolean binary = statement instanceof SessionStatement.Fetch fetch
                && !fetch.move()
                && find(fetch.cursor())
                        .filter(cursor -> cursor.listed().binary())
                        .isPresent();
        return binary ? ColumnFormats.BINARY : ColumnFormats.TEXT;
    }

    void close(SessionStatement.Close close, ResultSink sink) {
        String name = close.name();
        if (name == null) {
            endAll();
            sink.complete(CommandTag.plain("CLOSE CURSOR ALL"), 0);
            return;
        }
        named(name).end();
        byName.remove(name);
        sink.complete(CommandTag.plain("CLOSE CURSOR"), 0);
    }

    /** Ends all of them. */
    void endAll() {
        byName.values().forEach(SqlCursor::end);
        byName.clear();
    }

    /** Has those that are to outlive the transaction, which is about to commit, read their rows. */
    void hold() {
        for (SqlCursor cursor : byName.values()) {
            if (cursor.isHoldable() && !cursor.isHeld()) {
                cursor.hold(runs.newMemory());
            }
        }
    }

    /**
     * Ends those that were made since a savepoint and go with it.
     *
     * @param savepoint its number; 0 for the whole transaction
     * @param commits whether it commits: then those that are to outlive it have been read, or are going to be
     */
    void endSince(int savepoint, boolean commits) {
        Iterator<SqlCursor> all = byName.values().iterator();
        while (all.hasNext()) {
            SqlCursor cursor = all.next();
            boolean since = cursor.savepointsBefore() >= savepoint;
            if (since && !cursor.isHeld() && !(commits && cursor.isHoldable())) {
                cursor.end();
                all.remove();
            } else {
                cursor.forgetMoves();
            }
        }
    }

    /** Returns what there are, in the order in which they were made. */
    List<SessionFacts.Cursor> infos() {
        return byName.values().stream().map(SqlCursor::listed).toList();
    }
}
