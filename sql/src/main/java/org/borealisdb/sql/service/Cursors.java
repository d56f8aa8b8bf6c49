package org.borealisdb.sql.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;

/** A session's cursors; they live as long as the transaction. Belongs to the session's task. */
final class Cursors {
    private final TransactionBlock block;
    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final SessionScope scope;
    private final StatementGuard guard;
    private final Map<String, SqlCursor> byName = new HashMap<>();

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

    void declare(SessionStatement.DeclareCursor declare, String text, ResultSink sink) {
        if (declare.hold()) {
            throw SqlException.notSupported("a cursor WITH HOLD");
        }
        if (declare.binary()) {
            throw SqlException.notSupported("a BINARY cursor");
        }
        block.needBlock("DECLARE CURSOR");
        if (declare.query().changesRows()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "DECLARE CURSOR must not contain data-modifying statements in WITH");
        }
        if (byName.containsKey(declare.name())) {
            throw new SqlException(ErrorCode.DUPLICATE_CURSOR, "cursor \"" + declare.name() + "\" already exists");
        }
        PreparedText prepared = planner.prepare(text, Optional.of(declare.query()), List.of());
        StatementRuns.Begun begun = runs.begin(planner, prepared, BoxedRow.empty());
        boolean scroll = Boolean.TRUE.equals(declare.scroll());
        byName.put(
                declare.name(), new SqlCursor(declare.name(), scroll, begun.plan(), begun.execution(), scope, guard));
        sink.complete(CommandTag.plain("DECLARE CURSOR"), 0);
    }

    Optional<SqlCursor> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    SqlCursor named(String name) {
        return find(name)
                .orElseThrow(() ->
                        new SqlException(ErrorCode.INVALID_CURSOR_NAME, "cursor \"" + name + "\" does not exist"));
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

    void endAll() {
        byName.values().forEach(SqlCursor::end);
        byName.clear();
    }
}
