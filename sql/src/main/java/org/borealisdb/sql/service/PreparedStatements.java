package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.ast.ParsedStatement;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.StatementText;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.postgres.SessionFacts;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.SessionRequest;

/** A session's prepared statements and portals, and what portals run with. Belongs to the session's task. */
final class PreparedStatements {
    private final Settings settings;
    private final StatementGuard guard;
    private final TransactionBlock block;
    private final SessionScope scope;
    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final UtilityCommands commands;
    private final Cursors cursors;
    private final StatementCounter counter;
    private final StatementLog log;
    private final Map<String, PreparedText> prepared = new HashMap<>();
    private final Map<String, SessionFacts.Prepared> listed = new TreeMap<>();
    private final Map<String, StatementPortal> portals = new HashMap<>();
    private final ParsedTexts parsedTexts;

    PreparedStatements(
            Settings settings,
            StatementGuard guard,
            TransactionBlock block,
            SessionScope scope,
            StatementPlanner planner,
            StatementRuns runs,
            UtilityCommands commands,
            Cursors cursors,
            StatementCounter counter,
            SessionRequest request) {
        this.counter = counter;
        this.log = new StatementLog(settings, request, this::prepared);
        this.settings = settings;
        this.guard = guard;
        this.block = block;
        this.scope = scope;
        this.planner = planner;
        this.runs = runs;
        this.commands = commands;
        this.cursors = cursors;
        this.parsedTexts = new ParsedTexts(planner, settings);
    }

    Settings settings() {
        return settings;
    }

    StatementGuard guard() {
        return guard;
    }

    TransactionBlock block() {
        return block;
    }

    SessionScope scope() {
        return scope;
    }

    StatementPlanner planner() {
        return planner;
    }

    StatementRuns runs() {
        return runs;
    }

    StatementCounter counter() {
        return counter;
    }

    StatementLog log() {
        return log;
    }

    private Optional<Statement> prepared(String name) {
        return Optional.ofNullable(prepared.get(name)).flatMap(known -> known.statement);
    }

    UtilityCommands commands() {
        return commands;
    }

    /** A statement failed. */
    void fail() {
        scope.setIdle();
        block.fail();
    }

    void parse(String name, String text, List<Integer> parameterTypes) {
        if (!name.isEmpty() && prepared.containsKey(name)) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_PREPARED_STATEMENT, "prepared statement \"" + name + "\" already exists");
        }
        PreparedText known = parsedTexts.find(text, parameterTypes);
        if (known != null) {
            known.statement.ifPresent(block::refuseIfFailed);
            put(name, known.lasting(), false);
            return;
        }
        List<ParsedStatement> statements = PostgresParser.parse(text, scope.planning());
        if (statements.size() > 1) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
        }
        List<SqlType> types = new ArrayList<>();
        for (int oid : parameterTypes) {
            types.add(oid == 0 ? BuiltInType.UNKNOWN.type() : planner.type(oid));
        }
        Optional<Statement> statement = statements.isEmpty()
                ? Optional.empty()
                : Optional.of(statements.getFirst().statement());
        for (ParsedStatement each : statements) {
            scope.checkDatabase(each, text);
        }
        StatementText own = statements.isEmpty() ? null : statements.getFirst().own();
        PreparedText made = planner.prepare(text, statement, types).countedAs(own);
        parsedTexts.keep(text, parameterTypes, made);
        Optional<ResultShape> shape = statement.flatMap(this::shapeOf);
        PreparedText kept = shape.isPresent()
                ? new PreparedText(text, statement, made.declaredTypes, shape, LiftedLiterals.NONE, null).countedAs(own)
                : made.lasting();
        put(name, kept, false);
    }

    private void put(String name, PreparedText text, boolean fromSql) {
        prepared.put(name, text);
        if (!name.isEmpty()) {
            listed.put(
                    name,
                    new SessionFacts.Prepared(
                            name, text.text.strip(), guard.statementStart(), text.declaredTypes, fromSql));
        }
    }

    /** Returns what the session's list of prepared statements shows. */
    List<SessionFacts.Prepared> listed() {
        return List.copyOf(listed.values());
    }

    /** What FETCH and EXECUTE answer: the columns of the cursor or statement that they name. */
    private Optional<ResultShape> shapeOf(Statement statement) {
        return switch (statement) {
            case SessionStatement.Fetch fetch
            when !fetch.move() ->
                cursors.find(fetch.cursor())
                        .flatMap(SqlCursor::shape)
                        .or(() -> query(fetch.cursor()).flatMap(StatementPortal::shape));
            case SessionStatement.Execute execute ->
                Optional.ofNullable(prepared.get(execute.name())).flatMap(PreparedText::shape);
            default -> Optional.empty();
        };
    }

    PreparedText statement(String name) {
        PreparedText found = prepared.get(name);
        if (found == null) {
            throw new SqlException(
                    ErrorCode.INVALID_SQL_STATEMENT_NAME, "prepared statement \"" + name + "\" does not exist");
        }
        return found;
    }

    /** Runs SQL's own PREPARE. */
    void prepare(SessionStatement.Prepare prepare, PreparedText command) {
        if (prepared.containsKey(prepare.name())) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_PREPARED_STATEMENT,
                    "prepared statement \"" + prepare.name() + "\" already exists");
        }
        List<SqlType> types = planner.types(prepare.types(), command.text);
        PreparedText made = planner.prepareForLater(
                        command.text, Optional.of(prepare.statement()), types, LiftedLiterals.NONE)
                .countedAs(command.own)
                .within(prepare.start(), command.end())
                .lasting();
        put(prepare.name(), made, true);
    }

    /** Runs SQL's own EXECUTE. */
    void execute(SessionStatement.Execute execute, String text, ResultSink sink, ColumnFormats formats) {
        PreparedText known = statement(execute.name());
        known.statement.ifPresent(block::refuseIfFailed);
        RowSource parameters = planner.parameters(execute, text, known.parameterTypes(), runs);
        new StatementPortal(this, known, parameters, formats).run(sink, 0);
    }

    void bind(String name, PreparedText known, RowSource parameters, ColumnFormats formats) {
        known.statement.ifPresent(block::refuseIfFailed);
        if (!name.isEmpty() && portals.containsKey(name)) {
            throw new SqlException(ErrorCode.DUPLICATE_CURSOR, "cursor \"" + name + "\" already exists");
        }
        closePortal(name);
        portals.put(name, new StatementPortal(this, known, parameters, formats));
    }

    StatementPortal portal(String name) {
        StatementPortal found = portals.get(name);
        if (found == null) {
            throw new SqlException(ErrorCode.INVALID_CURSOR_NAME, "portal \"" + name + "\" does not exist");
        }
        return found;
    }

    /** Returns the portal of a name that answers rows of a query: to SQL it is a cursor. */
    Optional<StatementPortal> query(String name) {
        return Optional.ofNullable(portals.get(name)).filter(StatementPortal::isQuery);
    }

    void closeStatement(String name) {
        listed.remove(name);
        PreparedText closed = prepared.remove(name);
        if (closed != null) {
            portals.entrySet().removeIf(entry -> {
                boolean gone = entry.getValue().statement() == closed;
                if (gone) {
                    entry.getValue().end();
                }
                return gone;
            });
        }
    }

    void forgetStatements() {
        prepared.clear();
        listed.clear();
    }

    void closePortal(String name) {
        StatementPortal closed = portals.remove(name);
        if (closed != null) {
            closed.finish();
        }
    }

    /** Ends the portals that were made since a savepoint of a number, or have failed. */
    void endPortals(int savepoint) {
        portals.values().removeIf(portal -> {
            boolean goes = portal.isOver() || portal.savepointsBefore() >= savepoint;
            if (goes && block.isCommitting()) {
                portal.finish();
            } else if (goes) {
                portal.end();
            }
            return goes;
        });
    }
}
