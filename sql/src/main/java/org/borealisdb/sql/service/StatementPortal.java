package org.borealisdb.sql.service;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.execute.ChangeRunner;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.execute.PlanRunner;
import org.borealisdb.sql.execute.RowIterator;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;
import org.borealisdb.sql.session.SessionEndedException;
import org.borealisdb.sql.session.SqlPortal;
import org.jspecify.annotations.Nullable;

/** A bound statement. Belongs to the session's task. */
final class StatementPortal implements SqlPortal {
    private static final CommandTag CALL = CommandTag.plain("CALL");

    private final PreparedStatements session;
    private final PreparedText statement;
    private final RowSource parameters;
    private final ColumnFormats formats;
    private final int savepointsBefore;
    private @Nullable Execution execution;
    private @Nullable RowIterator rows;
    private @Nullable StatementPlan plan;
    private @Nullable ForwardedPortal forwarded;
    private boolean done;
    /** Whether the run is to be counted, and has not been. */
    private boolean counted;

    private long nanos;
    /** Rows of the last part of the run: as PostgreSQL 15 counts a run in parts. */
    private long lastCount;

    StatementPortal(PreparedStatements session, PreparedText statement, RowSource parameters, ColumnFormats formats) {
        this.session = session;
        this.statement = statement;
        this.parameters = parameters;
        this.formats = formats;
        this.savepointsBefore = session.block().savepointsMade();
    }

    PreparedText statement() {
        return statement;
    }

    @Override
    public Optional<ResultShape> shape() {
        return statement.shape;
    }

    @Override
    public ColumnFormats formats() {
        return formats;
    }

    @Override
    public void execute(ResultSink sink, int rowLimit) {
        session.guard().startStatement();
        StatementLog log = session.log();
        try {
            if (log.isOn()) {
                runLogged(log, sink, rowLimit);
            } else {
                run(sink, rowLimit);
            }
        } catch (SessionEndedException ended) {
            throw ended;
        } catch (RuntimeException error) {
            log.failed(error, statement.text);
            end();
            session.fail();
            throw error;
        }
    }

    private void runLogged(StatementLog log, ResultSink sink, int rowLimit) {
        boolean begins = execution == null && !done;
        String how = begins ? "execute" : "execute fetch";
        String shown = StatementLog.shown(statement.parameterTypes(), parameters);
        long start = session.guard().nanoTime();
        boolean told = begins && log.begins(statement.statement.stream().toList(), how, statement.text, shown);
        run(sink, rowLimit);
        log.ended(session.guard().nanoTime() - start, told, how, statement.text, shown);
    }

    /** Counts the run, which is over. */
    private void count() {
        counted = false;
        session.counter().add(statement, nanos, isCall() ? 0 : lastCount);
    }

    /** Ends a run that went well so far. */
    void finish() {
        end();
        if (counted) {
            count();
        }
    }

    /** Returns whether there is nothing left to run. */
    boolean isOver() {
        return done;
    }

    /** Returns how many savepoints the session had made before it. */
    int savepointsBefore() {
        return savepointsBefore;
    }

    void end() {
        if (execution != null) {
            execution.close();
            execution = null;
        }
        if (forwarded != null) {
            forwarded.end();
        }
        done = true;
    }

    private void command(Statement syntax, ResultSink sink) {
        StatementCounter counter = session.counter();
        if (!counter.counts(statement, syntax)) {
            session.commands().run(statement, parameters, session, sink, formats);
        } else if (CountedResult.isFor(syntax)) {
            CountedResult result = new CountedResult(sink);
            long start = counter.now();
            session.commands().run(statement, parameters, session, result, formats);
            counter.add(statement, counter.now() - start, result.count());
        } else {
            long start = counter.now();
            session.commands().run(statement, parameters, session, sink, formats);
            counter.add(statement, counter.now() - start, 0);
        }
    }

    void run(ResultSink sink, int rowLimit) {
        if (statement.statement.isEmpty()) {
            sink.emptyQuery();
            return;
        }
        Statement syntax = statement.statement.get();
        session.block().refuseIfFailed(syntax);
        boolean begins = execution == null && !done;
        if (forwarded == null && begins && session.block().isForwarded(statement)) {
            forwarded = new ForwardedPortal(session.block(), statement, parameters, formats);
        }
        if (forwarded != null) {
            forwarded.execute(sink, rowLimit);
            return;
        }
        if (!StatementPlanner.isPlanned(syntax)) {
            session.block().limitWaits();
            command(syntax, sink);
            return;
        }
        StatementCounter counter = session.counter();
        counted = begins ? counter.counts(statement, syntax) : counted;
        long started = counted ? counter.now() : 0;
        boolean over = false;
        try {
            proceed(sink, rowLimit);
            over = true;
        } finally {
            if (!over) {
                counted = false;
                end();
            }
        }
        if (counted) {
            nanos += counter.now() - started;
            if (execution == null) {
                count();
            }
        }
    }

    private void proceed(ResultSink sink, int rowLimit) {
        Execution current = execution;
        StatementPlan bound = plan;
        if (current == null && !done) {
            Transaction open = session.block().transaction();
            open.lockWait(session.guard().lockWait());
            StatementRuns.Begun begun = session.runs().begin(session.planner(), statement, parameters);
            bound = begun.plan();
            plan = bound;
            current = begun.execution();
            execution = current;
        }
        if (bound != null && bound.change().isPresent()) {
            change(sink, bound, bound.change().get(), current);
        } else if (bound != null && bound.plan().isPresent()) {
            select(sink, bound, current, rowLimit);
        }
    }

    /** Whether FETCH and MOVE can go on with it: it answers the rows of a query. */
    boolean isQuery() {
        return forwarded == null
                && statement.statement.filter(Query.class::isInstance).isPresent();
    }

    /**
     * Runs FETCH or MOVE, which go on where the client's last Execute ended, and only forward.
     *
     * @throws SqlException 55000 for another direction
     */
    void fetch(SessionStatement.Fetch fetch, ResultSink sink, ColumnFormats wanted) {
        if (fetch.direction() != SessionStatement.Direction.FORWARD || fetch.count() <= 0) {
            throw new SqlException(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward")
                    .withHint("Declare it with SCROLL option to enable backward scan.");
        }
        lastCount = 0;
        proceed(
                new PortalFetch(sink, wanted, fetch.move()),
                fetch.count() > Integer.MAX_VALUE ? 0 : (int) fetch.count());
        sink.complete(fetch.move() ? CommandTag.counting("MOVE") : CommandTag.FETCH, lastCount);
    }

    private void change(ResultSink sink, StatementPlan bound, BoundChange change, @Nullable Execution current) {
        long count = 0;
        if (current != null) {
            session.scope().setRunning(current);
            ResultShape returned = bound.shape().orElse(null);
            RowSink target = returned == null ? null : sink.rows(returned, formats);
            count = new ChangeRunner(current, change).runStatement(change, row -> {
                if (returned != null && target != null) {
                    put(target, returned.columns(), row);
                }
            });
            end();
        }
        lastCount = count;
        sink.complete(
                switch (change.kind()) {
                    case INSERT -> CommandTag.INSERT;
                    case UPDATE -> CommandTag.UPDATE;
                    case DELETE -> CommandTag.DELETE;
                },
                count);
    }

    private void select(ResultSink sink, StatementPlan bound, @Nullable Execution current, int rowLimit) {
        ResultShape shape = bound.shape().orElse(null);
        RowSink target = shape == null ? null : sink.rows(shape, formats);
        long count = 0;
        if (current != null) {
            session.scope().setRunning(current);
            RowIterator iterator = rows;
            if (iterator == null) {
                iterator = new PlanRunner(current).openStatement(bound.plan().orElseThrow());
                rows = iterator;
            }
            while (iterator.next()) {
                if (shape != null && target != null) {
                    put(target, shape.columns(), iterator.row());
                }
                if (++count == rowLimit) {
                    lastCount = count;
                    sink.suspended();
                    return;
                }
            }
            end();
        }
        lastCount = count;
        sink.complete(isCall() ? CALL : CommandTag.SELECT, count);
    }

    private boolean isCall() {
        return statement.statement.filter(Maintenance.Call.class::isInstance).isPresent();
    }

    /** Puts a row's values into a result. */
    static void put(RowSink target, List<ResultColumn> columns, RowSource row) {
        for (int i = 0; i < columns.size(); i++) {
            if (row.isNull(i)) {
                target.putNull();
                continue;
            }
            switch (columns.get(i).type().kind()) {
                case LONG -> target.putLong(row.longAt(i));
                case DOUBLE -> target.putDouble(row.doubleAt(i));
                case OBJECT -> {
                    if (!target.putText(row, i)) {
                        target.putObject(row.objectAt(i));
                    }
                }
            }
        }
        target.endRow();
    }
}
