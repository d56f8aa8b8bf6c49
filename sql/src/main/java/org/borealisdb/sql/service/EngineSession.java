package org.borealisdb.sql.service;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.sql.ast.ParsedStatement;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.KnownTables;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.forward.Forwarder;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.postgres.RegionFacts;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SessionEndedException;
import org.borealisdb.sql.session.SessionRequest;
import org.borealisdb.sql.session.SqlNotice;
import org.borealisdb.sql.session.SqlNotification;
import org.borealisdb.sql.session.SqlPortal;
import org.borealisdb.sql.session.SqlSession;
import org.borealisdb.sql.session.SqlStatement;
import org.borealisdb.sql.session.TransactionStatus;
import org.borealisdb.sql.spill.LocalResources;
import org.borealisdb.sql.spill.SessionMemory;

/** A session over the engine. Belongs to one task, apart from {@link #cancel}. */
final class EngineSession implements SqlSession {
    /** How the log calls what comes by the simple protocol. */
    private static final String SAID = "statement";

    private static final System.Logger LOG = System.getLogger(EngineSession.class.getName());

    private final Database database;
    private final Workspace workspace;
    private final SessionMemory memory;
    private final Settings settings;
    private final LockOwner owner;
    private final StatementGuard guard;
    private final PlanningMemory planning;
    private final Forwarding forwarding;
    private final TransactionBlock block;
    private final SeveralStatements several = new SeveralStatements();
    private final SessionScope scope;
    private final SessionActivity activity;
    private final SessionRegister sessions;
    private final StatementPlanner planner;
    private final Cursors cursors;
    private final PreparedStatements statements;
    private final PlanCache plans;
    private final StringSettings strings;
    private final TemporaryObjects temporary;
    private final SessionNotifications notifications;
    private final UtilityCommands commands;

    EngineSession(
            Database database,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            Workspace workspace,
            Login login,
            SessionRequest request,
            SessionClient receiver,
            SessionRegister sessions,
            Notifications all,
            RegionFacts region,
            Optional<PastDatabases> pasts,
            DatabaseAccess access,
            Optional<Forwarder> forwarder,
            LocalResources resources,
            KnownTables knownTables) {
        this.database = database;
        this.workspace = workspace;
        long databaseId = login.database().id();
        this.settings = new Settings(request.role(), pasts);
        SessionClient client = new LevelledClient(receiver, settings);
        this.temporary = new TemporaryObjects(request.processId());
        this.owner = new LockOwner(request.processId());
        SessionRoles roles =
                new SessionRoles(settings, request.role(), login.role().isSuperuser());
        settings.setRoleRules((setting, name) -> roles.check(login.roles(), setting, name));
        Notices notices = (level, code, message) -> client.notice(SqlNotice.of(level, code, message));
        settings.setOfSystem(region.settings());
        begin(login.system(), settings::setOfSystem, notices);
        login.initial()
                .forEach(values -> begin(
                        values,
                        (name, value) -> settings.setDefault(name, value, SettingValues.Source.DATABASE),
                        notices));
        request.settings().forEach((name, value) -> settings.setByClient(name, value));
        this.guard = new StatementGuard(tasks, clock, database.lockTable(), owner, settings);
        workspace.setAtStep(guard::step);
        this.memory = new SessionMemory(resources, settings::memoryLimits);
        this.planning = new PlanningMemory(guard, memory);
        this.forwarding = new Forwarding(forwarder, request, client, settings, guard);
        this.notifications =
                new SessionNotifications(all, login.database().id(), request.processId(), client::notified);
        Consumer<String> settingChanged = name -> {
            if (settings.isReported(name)) {
                client.settingChanged(settings.shown(name), settings.text(name));
            }
        };
        this.block = new TransactionBlock(
                database,
                workspace,
                owner,
                settings,
                guard,
                notices,
                access,
                forwarding,
                notifications,
                this::endPortals,
                settingChanged);
        this.activity = new SessionActivity(
                request, guard::now, sessions.database(databaseId), guard::cancel, client::terminate);
        this.sessions = sessions;
        sessions.add(activity);
        SessionFunctions functions = new SessionFunctions(
                database,
                workspace,
                request,
                settings,
                guard,
                block,
                notifications,
                new UsedSequences(block, this::openSchema, this::catalogMark),
                settingChanged);
        SessionRandom drawn = new SessionRandom(random);
        functions.declareRandom(drawn);
        functions.declare(817, "current_query", BuiltInType.TEXT.type(), any -> activity.query());
        new AdvisoryLocks(database, owner, block, guard, databaseId, notices).declareIn(functions);
        SessionSignals signals = new SessionSignals(database, sessions, guard, notices, this::openSchema);
        signals.declareIn(functions);
        this.scope = new SessionScope(
                database, request, settings, planning, block, functions, sessions, region, this::openSchema);
        this.planner = new StatementPlanner(
                database, workspace, login.database().id(), roles, settings, block, scope, temporary, knownTables);
        settings.setRoleRules((setting, name) -> {
            try (SchemaReader schema = planner.openSchema()) {
                return roles.check(schema.roles(), setting, name);
            }
        });
        StatementRuns runs =
                new StatementRuns(database, settings, guard, block, drawn, memory, new GrantedSight(this::openSchema));
        block.setChecker(runs::check);
        block.setTemporary(this::isTemporary);
        scope.setFunctionCalls(new FunctionCalls(planner, runs, scope, settings));
        CopyCommand copy = new CopyCommand(block, planner, runs, guard, scope);
        Cursors cursors = new Cursors(block, planner, runs, scope, guard);
        this.cursors = cursors;
        scope.setCursors(cursors);
        ExplainCommand explains = new ExplainCommand(planner, runs, scope, settings, guard, workspace.counts());
        AnalyzeCommand analyzes = new AnalyzeCommand(database, block, planner, runs, scope, random, notices);
        this.commands = new UtilityCommands(
                database,
                owner,
                block,
                several,
                planner,
                runs,
                scope,
                functions,
                cursors,
                explains,
                copy,
                analyzes,
                settings,
                client,
                notices,
                notifications,
                signals,
                random);
        block.setAtCommit(() -> {
            cursors.hold();
            if (!temporary.isQuietAtCommit()) {
                commands.endOfTransaction();
            }
        });
        StatementCounter counter =
                new StatementCounter(sessions.statements(), guard, settings, databaseId, login.role(), this::roleId);
        this.statements = new PreparedStatements(
                settings, guard, block, scope, planner, runs, commands, cursors, counter, request);
        scope.setPrepared(statements);
        this.plans = new PlanCache(planner, settings, scope::textInput);
        this.strings = new StringSettings(settings, planning, client);
    }

    /** Sets what sessions begin with by {@code setter}: what cannot be set any more keeps nobody out. */
    private static void begin(SequencedMap<String, String> values, BiConsumer<String, String> setter, Notices notices) {
        values.forEach((name, value) -> {
            try {
                setter.accept(name, value);
            } catch (SqlException unfit) {
                notices.send(SqlNotice.Level.WARNING, unfit.code(), unfit.text());
            }
        });
    }

    Settings settings() {
        return settings;
    }

    StatementLog log() {
        return statements.log();
    }

    private void endPortals(int savepoint) {
        statements.endPortals(savepoint);
        cursors.endSince(savepoint, block.isCommitting());
        scope.endTransaction();
    }

    private long catalogMark() {
        return scope.catalogMark();
    }

    /** Returns the number of a role, 0 if there is none. */
    private long roleId(String role) {
        try (SchemaReader schema = openSchema()) {
            return schema.roles().named(role).map(Role::id).orElse(0L);
        }
    }

    private boolean isTemporary(QualifiedName name) {
        if (!temporary.isUsed()) {
            return false;
        }
        try (SchemaReader schema = openSchema()) {
            return schema.relation(name.parts()).filter(schema::isTemporary).isPresent();
        }
    }

    private SchemaReader openSchema() {
        return planner.openSchema();
    }

    @Override
    public SequencedMap<String, String> reportedSettings() {
        SequencedMap<String, String> reported = settings.reported();
        reported.replaceAll((name, value) -> block.setting(name).orElse(value));
        return reported;
    }

    @Override
    public void fail() {
        statements.fail();
    }

    @Override
    public void synchronize() {
        several.set(false);
        planning.end();
        block.synchronize();
    }

    @Override
    public List<SqlNotification> takeNotifications() {
        return notifications.take();
    }

    @Override
    public TransactionStatus transactionStatus() {
        return block.status();
    }

    @Override
    public void cancel() {
        guard.cancel();
    }

    @Override
    public void query(String given, ResultSink sink) {
        String text = given;
        guard.startStatement();
        activity.setQuery(text);
        several.set(false);
        StatementLog log = statements.log();
        boolean logged = log.isOn();
        boolean told = false;
        long start = logged ? guard.nanoTime() : 0;
        try {
            closePortal("");
            text = strings.standard(text);
            PlanCache.Found found = plans.find(text);
            if (found == null) {
                List<ParsedStatement> parsed = PostgresParser.parse(text, planning);
                found = plans.admit(text, parsed);
                if (found == null) {
                    told = logged && log.begins(syntaxOf(parsed), SAID, given, "");
                    runAll(text, parsed, sink);
                }
            }
            if (logged && found != null) {
                told = log.begins(found.statement().statement.stream().toList(), SAID, given, "");
            }
            if (found != null && block.isForwarded(found.statement())) {
                run(found.statement().saidAs(text), BoxedRow.empty(), sink);
            } else if (found != null) {
                run(found.statement(), found.parameters(), new LastResult(sink, block));
            }
            synchronize();
            if (logged) {
                log.ended(guard.nanoTime() - start, told, SAID, given, "");
            }
        } catch (SessionEndedException ended) {
            throw ended;
        } catch (SqlException error) {
            log.failed(error, given);
            fail();
            throw strings.original(error);
        } catch (RuntimeException error) {
            log.failed(error, given);
            fail();
            throw error;
        } finally {
            planning.end();
        }
    }

    private static List<Statement> syntaxOf(List<ParsedStatement> parsed) {
        return parsed.stream().map(ParsedStatement::statement).toList();
    }

    private static SqlException noParameter(String text, ParsedStatement statement) {
        SyntaxExpression.Parameter parameter = PostgresParser.firstParameter(text, statement.start(), statement.end())
                .orElseThrow();
        return new SqlException(ErrorCode.UNDEFINED_PARAMETER, "there is no parameter $" + parameter.number())
                .withPosition(SourceText.position(text, parameter.position()));
    }

    private void runAll(String text, List<ParsedStatement> parsed, ResultSink sink) {
        if (parsed.isEmpty()) {
            sink.emptyQuery();
        }
        int left = parsed.size();
        several.set(left > 1);
        for (ParsedStatement each : parsed) {
            left--;
            if (!each.longNames().isEmpty()) {
                block.refuseIfFailed(each.statement());
                scope.checkDatabase(each, text);
            }
            PreparedText statement = planner.prepare(text, Optional.of(each.statement()), List.of())
                    .countedAs(each.own());
            if (!statement.parameterTypes().isEmpty()) {
                throw noParameter(text, each);
            }
            run(
                    statement.within(each.start(), each.end()),
                    BoxedRow.empty(),
                    left == 0 ? new LastResult(sink, block) : sink);
        }
    }

    private void run(PreparedText statement, RowSource parameters, ResultSink sink) {
        ColumnFormats formats = statement.statement.map(cursors::formatsOf).orElse(ColumnFormats.TEXT);
        new StatementPortal(statements, statement, parameters, formats).run(sink, 0);
    }

    @Override
    public void parse(String name, String text, List<Integer> parameterTypes) {
        guard.startStatement();
        several.set(false);
        try {
            statements.parse(name, strings.standard(text), parameterTypes);
        } catch (SqlException error) {
            statements.log().failed(error, text);
            fail();
            throw strings.original(error);
        } catch (RuntimeException error) {
            statements.log().failed(error, text);
            fail();
            throw error;
        } finally {
            planning.end();
        }
    }

    @Override
    public SqlStatement statement(String name) {
        return statements.statement(name);
    }

    @Override
    public void bind(String name, SqlStatement statement, RowSource parameters, ColumnFormats formats) {
        activity.setQuery(((PreparedText) statement).text);
        try {
            statements.bind(name, (PreparedText) statement, parameters, formats);
        } catch (RuntimeException error) {
            statements.log().failed(error, ((PreparedText) statement).text);
            fail();
            throw error;
        }
    }

    @Override
    public SqlPortal portal(String name) {
        Optional<SqlCursor> cursor = cursors.find(name);
        return cursor.isPresent() ? cursor.get() : statements.portal(name);
    }

    @Override
    public void closeStatement(String name) {
        statements.closeStatement(name);
    }

    @Override
    public void closePortal(String name) {
        statements.closePortal(name);
    }

    @Override
    public SessionFormat format() {
        return settings.format();
    }

    @Override
    public TextInput textInput() {
        return scope.textInput();
    }

    @Override
    public long idleTimeoutNanos() {
        activity.setState(stateName(), block.isOpen() ? block.start() : 0);
        activity.count(workspace.counts(), owner, memory);
        activity.setApplicationName(settings.get("application_name"));
        return block.isOpen() ? settings.idleInTransactionTimeoutNanos() : settings.idleTimeoutNanos();
    }

    /** Returns how pg_stat_activity calls a session that waits for its client. */
    private String stateName() {
        return switch (block.status()) {
            case FAILED -> "idle in transaction (aborted)";
            case IN_TRANSACTION -> "idle in transaction";
            case IDLE -> "idle";
        };
    }

    /** Drops a schema with temporary tables; what cannot be dropped now is when the database is opened the next time. */
    void dropTemporary(String schemaName) {
        try {
            guard.startStatement();
            commands.dropTemporary(schemaName);
            block.synchronize();
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.INFO, "{0} is dropped later: {1}", schemaName, failure.getMessage());
            block.rollback();
        }
    }

    /**
     * Analyzes a table in the background; returns whether it did.
     *
     * @param name of the table, as others are to see it
     * @throws SqlException 57014 if somebody waits for a lock of the table meanwhile
     */
    boolean analyzeInBackground(long tableId, String name) {
        guard.startStatement();
        activity.setBackground("autovacuum: ANALYZE " + name);
        try {
            boolean done = commands.analyzeInBackground(tableId);
            block.synchronize();
            return done;
        } finally {
            block.rollback();
        }
    }

    @Override
    public void close() {
        planning.end();
        block.rollback();
        cursors.endAll();
        if (temporary.isUsed()) {
            dropTemporary(temporary.schema());
        }
        notifications.close();
        forwarding.close();
        database.lockTable().end(owner);
        sessions.remove(activity);
        activity.count(workspace.counts(), owner, memory);
        activity.end();
    }
}
