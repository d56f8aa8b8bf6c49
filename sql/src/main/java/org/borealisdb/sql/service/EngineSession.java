package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.engine.lock.LockWait;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.Savepoint;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TypeModifiers;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.ParsedStatement;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TransactionStatement;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.bind.BoundQuery;
import org.borealisdb.sql.bind.DataChangeBinder;
import org.borealisdb.sql.bind.QueryBinder;
import org.borealisdb.sql.bind.SubqueryRunner;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.execute.ChangeRunner;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.execute.PlanRunner;
import org.borealisdb.sql.execute.RowIterator;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SessionEndedException;
import org.borealisdb.sql.session.SessionRequest;
import org.borealisdb.sql.session.SqlNotice;
import org.borealisdb.sql.session.SqlPortal;
import org.borealisdb.sql.session.SqlSession;
import org.borealisdb.sql.session.SqlStatement;
import org.borealisdb.sql.session.TransactionStatus;
import org.borealisdb.sql.system.DefinitionRunner;
import org.jspecify.annotations.Nullable;

/** A session over the engine. Belongs to one task, apart from {@link #cancel}. */
final class EngineSession implements SqlSession, BindContext.SessionScope {
    private static final long UNIX_TO_2000_MICROS = CivilCalendar.EPOCH_SECONDS * CivilCalendar.MICROS_PER_SECOND;

    private final Database database;
    private final Tasks tasks;
    private final Clock clock;
    private final DoubleSupplier random;
    private final Workspace workspace;
    private final long databaseId;
    private final SessionRequest request;
    private final SessionClient client;
    private final Settings settings;
    private final LockOwner owner;
    private final Map<String, PreparedText> prepared = new HashMap<>();
    private final Map<String, Portal> portals = new HashMap<>();
    private final List<NamedSavepoint> savepoints = new ArrayList<>();
    private @Nullable Transaction transaction;
    private @Nullable Execution running;
    private boolean block;
    private boolean failed;
    private long transactionStart;
    private long statementStart;
    private long deadline;
    private volatile boolean cancelled;

    private record NamedSavepoint(String name, Savepoint savepoint) {}

    EngineSession(
            Database database,
            Tasks tasks,
            Clock clock,
            DoubleSupplier random,
            Workspace workspace,
            long databaseId,
            SessionRequest request,
            SessionClient client) {
        this.database = database;
        this.tasks = tasks;
        this.clock = clock;
        this.random = random;
        this.workspace = workspace;
        this.databaseId = databaseId;
        this.request = request;
        this.client = client;
        this.settings = new Settings(request.role());
        this.owner = new LockOwner("process " + request.processId());
        request.settings().forEach(settings::set);
    }

    private long now() {
        return clock.wallMicros() - UNIX_TO_2000_MICROS;
    }

    @Override
    public SequencedMap<String, String> reportedSettings() {
        return settings.reported();
    }

    // Transactions

    private Transaction transaction() {
        Transaction open = transaction;
        if (open == null) {
            boolean repeatable = settings.get("default_transaction_isolation").startsWith("repeatable");
            open = begin(repeatable ? IsolationLevel.REPEATABLE_READ : IsolationLevel.READ_COMMITTED);
        }
        return open;
    }

    private Transaction begin(IsolationLevel isolation) {
        Transaction open = database.begin(workspace, isolation, owner);
        transaction = open;
        transactionStart = statementStart;
        return open;
    }

    private void endPortals() {
        portals.values().forEach(Portal::end);
        portals.clear();
    }

    private void commit() {
        endPortals();
        Transaction open = transaction;
        transaction = null;
        savepoints.clear();
        block = false;
        failed = false;
        if (open == null) {
            return;
        }
        try {
            open.commit();
        } catch (SqlException outcome) {
            if (outcome.code() == ErrorCode.TRANSACTION_RESOLUTION_UNKNOWN) {
                throw new SessionEndedException(outcome);
            }
            open.rollback();
            throw outcome;
        }
    }

    private void rollback() {
        endPortals();
        Transaction open = transaction;
        transaction = null;
        savepoints.clear();
        block = false;
        failed = false;
        if (open != null) {
            open.rollback();
        }
    }

    @Override
    public void fail() {
        running = null;
        if (!block) {
            rollback();
            return;
        }
        endPortals();
        failed = true;
        if (savepoints.isEmpty() && transaction != null) {
            transaction.rollback();
            transaction = null;
        }
    }

    @Override
    public void synchronize() {
        if (!block) {
            commit();
        }
    }

    @Override
    public TransactionStatus transactionStatus() {
        return failed ? TransactionStatus.FAILED : block ? TransactionStatus.IN_TRANSACTION : TransactionStatus.IDLE;
    }

    private void startStatement() {
        cancelled = false;
        database.lockTable().clearCancel(owner);
        statementStart = now();
        long timeout = settings.nanos("statement_timeout");
        deadline = timeout == 0 ? 0 : clock.nanoTime() + timeout;
    }

    private void check() {
        tasks.giveWay();
        if (cancelled) {
            throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
        }
        if (deadline != 0 && clock.nanoTime() - deadline > 0) {
            throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to statement timeout");
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        database.lockTable().cancel(owner);
    }

    // The two protocols

    @Override
    public void query(String text, ResultSink sink) {
        startStatement();
        try {
            List<ParsedStatement> statements = PostgresParser.parse(text);
            closePortal("");
            if (statements.isEmpty()) {
                sink.emptyQuery();
            }
            for (ParsedStatement parsed : statements) {
                PreparedText statement = prepare(text, Optional.of(parsed.statement()), List.of());
                if (!statement.parameterTypes().isEmpty()) {
                    throw new SqlException(ErrorCode.UNDEFINED_PARAMETER, "there is no parameter $1");
                }
                new Portal(statement, BoxedRow.empty(), ColumnFormats.TEXT).run(sink, 0);
            }
            synchronize();
        } catch (SessionEndedException ended) {
            throw ended;
        } catch (RuntimeException error) {
            fail();
            throw error;
        }
    }

    @Override
    public void parse(String name, String text, List<Integer> parameterTypes) {
        startStatement();
        try {
            if (!name.isEmpty() && prepared.containsKey(name)) {
                throw new SqlException(
                        ErrorCode.DUPLICATE_PREPARED_STATEMENT, "prepared statement \"" + name + "\" already exists");
            }
            List<ParsedStatement> statements = PostgresParser.parse(text);
            if (statements.size() > 1) {
                throw new SqlException(
                        ErrorCode.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
            }
            List<SqlType> types = new ArrayList<>();
            for (int oid : parameterTypes) {
                types.add(
                        oid == 0
                                ? BuiltInType.UNKNOWN.type()
                                : BuiltInType.typeWithOid(oid)
                                        .orElseThrow(() -> new SqlException(
                                                ErrorCode.UNDEFINED_OBJECT,
                                                "type with OID " + oid + " does not exist")));
            }
            Optional<Statement> statement = statements.isEmpty()
                    ? Optional.empty()
                    : Optional.of(statements.getFirst().statement());
            prepared.put(name, prepare(text, statement, types));
        } catch (RuntimeException error) {
            fail();
            throw error;
        }
    }

    private PreparedText prepare(String text, Optional<Statement> statement, List<SqlType> types) {
        if (statement.isPresent()) {
            refuseIfFailed(statement.get());
            if (isPlanned(statement.get())) {
                StatementPlan plan = plan(text, statement.get(), types);
                return new PreparedText(text, statement, plan.parameterTypes(), plan.shape(), plan);
            }
            if (statement.get() instanceof SessionStatement.Show show) {
                ResultShape shape = new ResultShape(
                        List.of(ResultColumn.computed(settings.shown(show.name()), BuiltInType.TEXT.type())));
                return new PreparedText(text, statement, types, Optional.of(shape), null);
            }
        }
        return new PreparedText(text, statement, types, Optional.empty(), null);
    }

    private static boolean isPlanned(Statement statement) {
        return statement instanceof Query || statement instanceof DataChange;
    }

    private void refuseIfFailed(Statement statement) {
        boolean ends = statement instanceof TransactionStatement.Commit
                || statement instanceof TransactionStatement.Rollback
                || statement instanceof TransactionStatement.RollbackTo;
        if (failed && !ends) {
            throw new SqlException(
                    ErrorCode.IN_FAILED_SQL_TRANSACTION,
                    "current transaction is aborted, commands ignored until end of transaction block");
        }
    }

    private SchemaReader reader() {
        return new SchemaReader(
                database, workspace, transaction()::openLatestView, databaseId, settings.searchPath(request.role()));
    }

    private StatementPlan plan(String text, Statement statement, List<SqlType> types) {
        try (SchemaReader schema = reader()) {
            BindContext context = new BindContext(text, schema, this, types);
            Optional<BoundQuery> query = Optional.empty();
            Optional<BoundChange> change = Optional.empty();
            if (statement instanceof Query select) {
                query = Optional.of(QueryBinder.bind(context, select));
            } else if (statement instanceof DataChange data) {
                change = Optional.of(new DataChangeBinder(context).bind(data));
            }
            Optional<ResultShape> shape =
                    query.map(bound -> new ResultShape(bound.columns())).or(() -> Optional.<ResultShape>empty());
            if (change.isPresent() && change.get().returning().isPresent()) {
                shape = Optional.of(new ResultShape(change.get().columns()));
            }
            List<SqlType> inferred = context.parameterTypes().stream()
                    .map(type -> type.is(BuiltInType.UNKNOWN) ? BuiltInType.TEXT.type() : type)
                    .map(SqlType.class::cast)
                    .toList();
            return new StatementPlan(
                    query.map(BoundQuery::plan),
                    change,
                    shape,
                    inferred,
                    context.slots(),
                    schema.used(),
                    schema.lsn(),
                    Execution.evaluators());
        }
    }

    /** The plan of a statement, good now, with the locks on its tables. */
    private StatementPlan lockedPlan(PreparedText statement) {
        Transaction open = transaction();
        while (true) {
            StatementPlan plan = statement.plan;
            if (plan == null
                    || open.hasChangedCatalog()
                    || plan.catalogLsn() < database.transactions().catalogChangedAt()) {
                plan = plan(statement.text, statement.statement.orElseThrow(), statement.parameterTypes);
                statement.plan = plan;
            }
            long target =
                    plan.change().map(change -> change.table().object().id()).orElse(0L);
            for (TableDefinition table : plan.tables()) {
                open.lock(
                        RowStore.tableKey(table.table()),
                        table.object().id() == target ? TableLockMode.ROW_EXCLUSIVE : TableLockMode.ACCESS_SHARE);
            }
            if (plan.catalogLsn() >= database.transactions().catalogChangedAt()) {
                return plan;
            }
        }
    }

    @Override
    public SqlStatement statement(String name) {
        PreparedText found = prepared.get(name);
        if (found == null) {
            throw new SqlException(
                    ErrorCode.INVALID_SQL_STATEMENT_NAME, "prepared statement \"" + name + "\" does not exist");
        }
        return found;
    }

    @Override
    public void bind(String name, SqlStatement statement, RowSource parameters, ColumnFormats formats) {
        try {
            PreparedText known = (PreparedText) statement;
            known.statement.ifPresent(this::refuseIfFailed);
            if (!name.isEmpty() && portals.containsKey(name)) {
                throw new SqlException(ErrorCode.DUPLICATE_CURSOR, "cursor \"" + name + "\" already exists");
            }
            closePortal(name);
            portals.put(name, new Portal(known, parameters, formats));
        } catch (RuntimeException error) {
            fail();
            throw error;
        }
    }

    @Override
    public SqlPortal portal(String name) {
        Portal found = portals.get(name);
        if (found == null) {
            throw new SqlException(ErrorCode.INVALID_CURSOR_NAME, "portal \"" + name + "\" does not exist");
        }
        return found;
    }

    @Override
    public void closeStatement(String name) {
        PreparedText closed = prepared.remove(name);
        if (closed != null) {
            portals.entrySet().removeIf(entry -> {
                boolean gone = entry.getValue().statement == closed;
                if (gone) {
                    entry.getValue().end();
                }
                return gone;
            });
        }
    }

    @Override
    public void closePortal(String name) {
        Portal closed = portals.remove(name);
        if (closed != null) {
            closed.end();
        }
    }

    // Statements

    /** A bound statement. */
    private final class Portal implements SqlPortal {
        final PreparedText statement;
        private final RowSource parameters;
        private final ColumnFormats formats;
        private @Nullable Execution execution;
        private @Nullable RowIterator rows;
        private @Nullable StatementPlan plan;
        private boolean done;

        Portal(PreparedText statement, RowSource parameters, ColumnFormats formats) {
            this.statement = statement;
            this.parameters = parameters;
            this.formats = formats;
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
            startStatement();
            try {
                run(sink, rowLimit);
            } catch (SessionEndedException ended) {
                throw ended;
            } catch (RuntimeException error) {
                fail();
                throw error;
            }
        }

        void end() {
            if (execution != null) {
                execution.close();
                execution = null;
            }
            done = true;
        }

        private void run(ResultSink sink, int rowLimit) {
            if (statement.statement.isEmpty()) {
                sink.emptyQuery();
                return;
            }
            Statement syntax = statement.statement.get();
            refuseIfFailed(syntax);
            if (!isPlanned(syntax)) {
                command(syntax, statement, sink, formats);
                return;
            }
            Execution current = execution;
            StatementPlan bound = plan;
            if (current == null && !done) {
                Transaction open = transaction();
                long wait = settings.nanos("lock_timeout");
                open.lockWait(wait == 0 ? LockWait.FOREVER : new LockWait(wait));
                bound = lockedPlan(statement);
                plan = bound;
                current = new Execution(
                        database,
                        open,
                        open.openView(),
                        world(),
                        parameters,
                        bound.slots(),
                        bound.evaluators(),
                        EngineSession.this::check);
                execution = current;
            }
            if (bound != null && bound.change().isPresent()) {
                change(sink, bound, bound.change().get(), current);
            } else if (bound != null && bound.plan().isPresent()) {
                select(sink, bound, current, rowLimit);
            }
        }

        private void change(ResultSink sink, StatementPlan bound, BoundChange change, @Nullable Execution current) {
            long count = 0;
            if (current != null) {
                running = current;
                RowSink target =
                        bound.shape().map(shape -> sink.rows(shape, formats)).orElse(null);
                List<SqlType> types = types(bound);
                count = new ChangeRunner(current, change.table()).run(change, row -> {
                    if (target != null) {
                        put(target, types, row);
                    }
                });
                end();
            }
            sink.complete(
                    switch (change.kind()) {
                        case INSERT -> CommandTag.INSERT;
                        case UPDATE -> CommandTag.UPDATE;
                        case DELETE -> CommandTag.DELETE;
                    },
                    count);
        }

        private void select(ResultSink sink, StatementPlan bound, @Nullable Execution current, int rowLimit) {
            RowSink target = sink.rows(bound.shape().orElseThrow(), formats);
            long count = 0;
            if (current != null) {
                running = current;
                RowIterator iterator = rows;
                if (iterator == null) {
                    iterator = new PlanRunner(current).open(bound.plan().orElseThrow());
                    rows = iterator;
                }
                List<SqlType> types = types(bound);
                while (iterator.next()) {
                    put(target, types, iterator.row());
                    if (++count == rowLimit) {
                        sink.suspended();
                        return;
                    }
                }
                end();
            }
            sink.complete(CommandTag.SELECT, count);
        }
    }

    private static List<SqlType> types(StatementPlan plan) {
        return plan.shape()
                .map(shape -> shape.columns().stream().map(ResultColumn::type).toList())
                .orElse(List.of());
    }

    private static void put(RowSink target, List<SqlType> types, RowSource row) {
        for (int i = 0; i < types.size(); i++) {
            if (row.isNull(i)) {
                target.putNull();
                continue;
            }
            switch (types.get(i).kind()) {
                case LONG -> target.putLong(row.longAt(i));
                case DOUBLE -> target.putDouble(row.doubleAt(i));
                case OBJECT -> target.putObject(row.objectAt(i));
            }
        }
        target.endRow();
    }

    private EvaluationContext world() {
        return new EvaluationContext(settings.format(), transactionStart, statementStart, this::now, random);
    }

    private void command(Statement syntax, PreparedText statement, ResultSink sink, ColumnFormats formats) {
        switch (syntax) {
            case TransactionStatement control -> control(control, sink);
            case Definition definition -> sink.complete(CommandTag.plain(define(definition, statement.text)), 0);
            case Maintenance.Truncate truncate -> {
                try (SchemaReader schema = reader()) {
                    definitions(statement.text, schema).truncate(truncate.tables());
                }
                sink.complete(CommandTag.plain("TRUNCATE TABLE"), 0);
            }
            case Maintenance.Vacuum vacuum -> sink.complete(CommandTag.plain("VACUUM"), 0);
            case Maintenance.Analyze analyze -> sink.complete(CommandTag.plain("ANALYZE"), 0);
            case Maintenance.Checkpoint checkpoint -> sink.complete(CommandTag.plain("CHECKPOINT"), 0);
            case Maintenance.Copy copy -> copy(copy, sink);
            case SessionStatement.Set set -> {
                List<String> values =
                        set.values().stream().map(EngineSession::textOf).toList();
                if (values.isEmpty()) {
                    settings.reset(set.name());
                } else {
                    settings.set(set.name(), String.join(", ", values));
                }
                tell(set.name());
                sink.complete(CommandTag.plain("SET"), 0);
            }
            case SessionStatement.Reset reset -> {
                settings.reset(reset.name());
                settings.reported().forEach(client::settingChanged);
                sink.complete(CommandTag.plain("RESET"), 0);
            }
            case SessionStatement.Show show -> {
                String value = settings.get(show.name());
                RowSink rows = sink.rows(statement.shape.orElseThrow(), formats);
                rows.putObject(value);
                rows.endRow();
                sink.complete(CommandTag.plain("SHOW"), 0);
            }
            case SessionStatement.Discard discard -> sink.complete(CommandTag.plain("DISCARD ALL"), 0);
            case SessionStatement.Deallocate deallocate -> {
                Optional.ofNullable(deallocate.name()).ifPresentOrElse(this::closeStatement, prepared::clear);
                sink.complete(CommandTag.plain("DEALLOCATE"), 0);
            }
            default -> throw SqlException.notSupported("this statement");
        }
    }

    private static String textOf(SyntaxExpression value) {
        return switch (value) {
            case SyntaxExpression.Literal literal ->
                switch (literal.kind()) {
                    case TRUE -> "on";
                    case FALSE -> "off";
                    default -> literal.text();
                };
            case SyntaxExpression.Unary unary -> unary.operator().last() + textOf(unary.operand());
            case SyntaxExpression.ColumnReference name -> name.names().getLast();
            default -> throw SqlException.notSupported("this value of a setting");
        };
    }

    private void tell(String name) {
        if (settings.isReported(name)) {
            client.settingChanged(settings.shown(name), settings.get(name));
        }
    }

    private void notice(SqlNotice.Level level, ErrorCode code, String message) {
        client.notice(SqlNotice.of(level, code, message));
    }

    private String define(Definition definition, String text) {
        try (SchemaReader schema = reader()) {
            return definitions(text, schema).run(definition);
        }
    }

    private DefinitionRunner definitions(String text, SchemaReader schema) {
        Transaction open = transaction();
        return new DefinitionRunner(
                database,
                open,
                schema,
                text,
                message -> notice(SqlNotice.Level.NOTICE, ErrorCode.SUCCESSFUL_COMPLETION, message),
                (from, to) -> {
                    try (Execution execution = execution(open)) {
                        new ChangeRunner(execution, to).copyFrom(from);
                    }
                });
    }

    private Execution execution(Transaction open) {
        return new Execution(
                database,
                open,
                open.openLatestView(),
                world(),
                BoxedRow.empty(),
                0,
                Execution.evaluators(),
                this::check);
    }

    private void copy(Maintenance.Copy copy, ResultSink sink) {
        if (copy.end() != Maintenance.CopyEnd.CLIENT || copy.table() == null || !copy.isFrom()) {
            throw SqlException.notSupported("this form of COPY");
        }
        copy.options().forEach(option -> {
            if (!option.name().equals("freeze")) {
                throw SqlException.notSupported("COPY's option " + option.name());
            }
        });
        Transaction open = transaction();
        TableDefinition table;
        try (SchemaReader schema = reader()) {
            table = schema.table(copy.table().parts())
                    .orElseThrow(() -> new SqlException(
                            ErrorCode.UNDEFINED_TABLE, "relation \"" + copy.table() + "\" does not exist"));
        }
        open.lock(RowStore.tableKey(table.table()), TableLockMode.ROW_EXCLUSIVE);
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < table.columns().size(); place++) {
            String name = table.columns().get(place).name();
            if (!table.columns().get(place).dropped()
                    && (copy.columns().isEmpty() || copy.columns().contains(name))) {
                places.add(place);
            }
        }
        if (!copy.columns().isEmpty() && places.size() != table.columns().size()) {
            throw SqlException.notSupported("COPY of some columns");
        }
        TextInput input = textInput();
        long count = 0;
        try (Execution execution = execution(open)) {
            ChangeRunner changes = new ChangeRunner(execution, table);
            CopyReader reader = new CopyReader(sink.copyIn(new CopyShape(places.size(), false)));
            List<@Nullable String> fields = new ArrayList<>();
            while (reader.next(fields)) {
                count++;
                try {
                    changes.insert(row(table, places, fields, input), false);
                } catch (SqlException error) {
                    throw error.with(SqlException.Field.WHERE, "COPY " + table.name() + ", line " + count);
                }
                if (count % 256 == 0) {
                    check();
                }
            }
        }
        sink.complete(CommandTag.COPY, count);
    }

    private static RowSource row(
            TableDefinition table, List<Integer> places, List<@Nullable String> fields, TextInput input) {
        if (fields.size() != places.size()) {
            throw new SqlException(
                    ErrorCode.BAD_COPY_FILE_FORMAT,
                    fields.size() < places.size()
                            ? "missing data for column \""
                                    + table.columns()
                                            .get(places.get(fields.size()))
                                            .name() + "\""
                            : "extra data after last expected column");
        }
        @Nullable Object[] values = new Object[table.columns().size()];
        for (int i = 0; i < places.size(); i++) {
            String field = fields.get(i);
            SqlType type = table.columns().get(places.get(i)).type();
            values[places.get(i)] = field == null ? null : TypeModifiers.fit(type, input.parse(type, field), false);
        }
        return BoxedRow.of(values);
    }

    private void control(TransactionStatement control, ResultSink sink) {
        switch (control) {
            case TransactionStatement.Begin begin -> {
                if (block) {
                    notice(
                            SqlNotice.Level.WARNING,
                            ErrorCode.ACTIVE_SQL_TRANSACTION,
                            "there is already a transaction in progress");
                } else {
                    TransactionStatement.Isolation wanted = begin.modes().isolation();
                    if (wanted == TransactionStatement.Isolation.SERIALIZABLE) {
                        throw SqlException.notSupported("isolation level SERIALIZABLE");
                    }
                    if (wanted == TransactionStatement.Isolation.REPEATABLE_READ && transaction == null) {
                        begin(IsolationLevel.REPEATABLE_READ);
                    } else {
                        transaction();
                    }
                    block = true;
                }
                sink.complete(begin.isStart() ? CommandTag.plain("START TRANSACTION") : CommandTag.BEGIN, 0);
            }
            case TransactionStatement.Commit commit -> {
                warnOutside();
                boolean undone = failed;
                if (undone) {
                    rollback();
                } else {
                    commit();
                }
                sink.complete(undone ? CommandTag.ROLLBACK : CommandTag.COMMIT, 0);
            }
            case TransactionStatement.Rollback undo -> {
                warnOutside();
                rollback();
                sink.complete(CommandTag.ROLLBACK, 0);
            }
            case TransactionStatement.Savepoint named -> {
                needBlock("SAVEPOINT");
                savepoints.add(new NamedSavepoint(named.name(), transaction().savepoint()));
                sink.complete(CommandTag.plain("SAVEPOINT"), 0);
            }
            case TransactionStatement.Release release -> {
                needBlock("RELEASE SAVEPOINT");
                int at = find(release.name());
                savepoints.subList(at, savepoints.size()).clear();
                sink.complete(CommandTag.plain("RELEASE"), 0);
            }
            case TransactionStatement.RollbackTo to -> {
                needBlock("ROLLBACK TO SAVEPOINT");
                int at = find(to.name());
                endPortals();
                transaction().rollbackTo(savepoints.get(at).savepoint());
                savepoints.subList(at + 1, savepoints.size()).clear();
                failed = false;
                sink.complete(CommandTag.ROLLBACK, 0);
            }
            default -> throw SqlException.notSupported("this transaction statement");
        }
    }

    private int find(String name) {
        for (int at = savepoints.size() - 1; at >= 0; at--) {
            if (savepoints.get(at).name().equals(name)) {
                return at;
            }
        }
        throw new SqlException(ErrorCode.INVALID_SAVEPOINT_SPECIFICATION, "savepoint \"" + name + "\" does not exist");
    }

    private void needBlock(String what) {
        if (!block) {
            throw new SqlException(
                    ErrorCode.NO_ACTIVE_SQL_TRANSACTION, what + " can only be used in transaction blocks");
        }
    }

    private void warnOutside() {
        if (!block) {
            notice(SqlNotice.Level.WARNING, ErrorCode.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress");
        }
    }

    // What binding asks of a session

    @Override
    public List<ScalarFunction> functions(String name) {
        return switch (name) {
            case "nextval" ->
                List.of(function(
                        1574,
                        name,
                        List.of(BuiltInType.REGCLASS.type()),
                        BuiltInType.INT8.type(),
                        arguments -> database.sequences().next(workspace, (Long) arguments[0])));
            case "current_database" ->
                List.of(function(861, name, List.of(), BuiltInType.NAME.type(), any -> request.database()));
            case "current_schema" -> List.of(function(1402, name, List.of(), BuiltInType.NAME.type(), any -> "public"));
            case "pg_backend_pid" ->
                List.of(function(2026, name, List.of(), BuiltInType.INT4.type(), any -> (long) request.processId()));
            case "version" ->
                List.of(function(
                        89,
                        name,
                        List.of(),
                        BuiltInType.TEXT.type(),
                        any -> "PostgreSQL " + Settings.VERSION + " (Borealis)"));
            default -> List.of();
        };
    }

    /** A body that knows the session. */
    private interface Body {
        Object call(Object[] arguments);
    }

    private static ScalarFunction function(int oid, String name, List<SqlType> arguments, SqlType result, Body body) {
        return new ScalarFunction(
                oid,
                name,
                arguments,
                result,
                true,
                Volatility.VOLATILE,
                false,
                new ScalarFunction.General((world, values) -> body.call(values)));
    }

    @Override
    public Optional<BindContext.ComputedTable> table(List<String> name, SchemaReader schema) {
        return Optional.empty();
    }

    @Override
    public SubqueryRunner subqueries() {
        return (key, plan, question, slots, arguments) -> {
            Execution current = running;
            if (current == null) {
                throw new IllegalStateException("a subquery runs outside of a statement");
            }
            return current.answer(key, plan, question, slots, arguments);
        };
    }

    @Override
    public String current(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "current_catalog" -> request.database();
            case "current_schema" -> "public";
            default -> request.role();
        };
    }

    @Override
    public SessionFormat format() {
        return settings.format();
    }

    @Override
    public TextInput textInput() {
        return new TextInput(settings.format(), transaction == null ? now() : transactionStart);
    }

    @Override
    public long idleTimeoutNanos() {
        return block ? settings.nanos("idle_in_transaction_session_timeout") : 0;
    }

    @Override
    public void close() {
        rollback();
        database.lockTable().end(owner);
    }
}
