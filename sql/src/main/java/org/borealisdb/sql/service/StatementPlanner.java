package org.borealisdb.sql.service;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.bind.BoundChange;
import org.borealisdb.sql.bind.BoundQuery;
import org.borealisdb.sql.bind.ChangeInWith;
import org.borealisdb.sql.bind.DataChangeBinder;
import org.borealisdb.sql.bind.FunctionBody;
import org.borealisdb.sql.bind.FunctionParameters;
import org.borealisdb.sql.bind.IndexExpressions;
import org.borealisdb.sql.bind.InlinedFunctions;
import org.borealisdb.sql.bind.ProcedureBinder;
import org.borealisdb.sql.bind.QueryBinder;
import org.borealisdb.sql.bind.StoredExpressions;
import org.borealisdb.sql.catalog.CurrentRoles;
import org.borealisdb.sql.catalog.KnownTables;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.catalog.TypeNames;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.optimize.CatalogKnowledge;
import org.borealisdb.sql.optimize.Optimizer;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.session.ResultShape;
import org.jspecify.annotations.Nullable;

/** Prepares and plans a session's statements, and plans them again after the catalog changed. Belongs to the session's task. */
final class StatementPlanner {
    private final Database database;
    private final Workspace workspace;
    private final long databaseId;
    private final CurrentRoles roles;
    private final Settings settings;
    private final TransactionBlock block;
    private final SessionScope scope;
    private final TemporaryObjects temporary;
    private final KnownTables knownTables;

    StatementPlanner(
            Database database,
            Workspace workspace,
            long databaseId,
            CurrentRoles roles,
            Settings settings,
            TransactionBlock block,
            SessionScope scope,
            TemporaryObjects temporary,
            KnownTables knownTables) {
        this.database = database;
        this.workspace = workspace;
        this.databaseId = databaseId;
        this.roles = roles;
        this.settings = settings;
        this.block = block;
        this.scope = scope;
        this.temporary = temporary;
        this.knownTables = knownTables;
    }

    /** Tells whether a statement has a plan: others are commands. */
    static boolean isPlanned(Statement statement) {
        return statement instanceof Query || statement instanceof DataChange || statement instanceof Maintenance.Call;
    }

    /** Prepares a statement as it stands. */
    PreparedText prepare(String text, Optional<Statement> statement, List<SqlType> types) {
        return prepare(text, statement, types, LiftedLiterals.NONE);
    }

    /** Prepares a query of which a cursor is expected to fetch some of the rows, as its setting says. */
    PreparedText prepareCursor(String text, Query query, List<SqlType> types) {
        block.refuseIfFailed(query);
        StatementPlan plan = plan(text, query, types, LiftedLiterals.NONE::lift, null, false, fetched());
        return new PreparedText(
                text, Optional.of(query), plan.parameterTypes(), plan.shape(), LiftedLiterals.NONE, plan);
    }

    /** Returns the part of a cursor's rows that is expected to be fetched. */
    private double fetched() {
        return Double.parseDouble(settings.get("cursor_tuple_fraction"));
    }

    /**
     * Prepares a statement.
     *
     * @param types of the parameters, as far as they are known
     * @param lifted literals of the statement that become its parameters
     */
    PreparedText prepare(String text, Optional<Statement> statement, List<SqlType> types, LiftedLiterals lifted) {
        statement.ifPresent(block::refuseIfFailed);
        return prepareForLater(text, statement, types, lifted);
    }

    /** Prepares a statement that this transaction need not be able to run. */
    PreparedText prepareForLater(
            String text, Optional<Statement> statement, List<SqlType> types, LiftedLiterals lifted) {
        if (statement.isPresent()) {
            Optional<Statement> inner = parameterized(statement.get());
            if (inner.isPresent() && text.indexOf('$') >= 0) {
                List<SqlType> inferred = plan(text, inner.get(), types, LiftedLiterals.NONE::lift, null, false, 1)
                        .parameterTypes();
                Optional<ResultShape> shape = statement.get() instanceof Maintenance.Explain explain
                        ? Optional.of(ExplainCommand.shape(explain))
                        : Optional.empty();
                return new PreparedText(text, statement, inferred, shape, LiftedLiterals.NONE, null);
            }
            if (isPlanned(statement.get())) {
                StatementPlan plan = plan(text, statement.get(), types, lifted::lift, null, false, 1);
                return new PreparedText(text, statement, plan.parameterTypes(), plan.shape(), lifted, plan);
            }
            if (statement.get() instanceof Maintenance.Explain explain) {
                return new PreparedText(
                        text, statement, types, Optional.of(ExplainCommand.shape(explain)), LiftedLiterals.NONE, null);
            }
            if (statement.get() instanceof SessionStatement.Show show) {
                List<String> names =
                        show.isAll() ? List.of("name", "setting", "description") : List.of(settings.shown(show.name()));
                ResultShape shape = new ResultShape(names.stream()
                        .map(name -> ResultColumn.computed(name, BuiltInType.TEXT.type()))
                        .toList());
                return new PreparedText(text, statement, types, Optional.of(shape), LiftedLiterals.NONE, null);
            }
        }
        return new PreparedText(text, statement, types, Optional.empty(), LiftedLiterals.NONE, null);
    }

    /** What a command does with the rows of, and may have parameters. */
    static Optional<Statement> parameterized(Statement command) {
        return switch (command) {
            case SessionStatement.DeclareCursor declare -> Optional.of(declare.query());
            case Definition.CreateTableAs create -> Optional.of(create.query()).filter(StatementPlanner::isPlanned);
            case Maintenance.Explain explain ->
                isPlanned(explain.statement()) ? Optional.of(explain.statement()) : parameterized(explain.statement());
            default -> Optional.empty();
        };
    }

    /** Returns the types that names stand for. */
    List<SqlType> types(List<TypeName> names, String text) {
        if (names.isEmpty()) {
            return List.of();
        }
        try (SchemaReader schema = openSchema()) {
            return names.stream().map(name -> type(name, schema, text)).toList();
        }
    }

    private static SqlType type(TypeName name, SchemaReader schema, String text) {
        try {
            return TypeNames.resolve(name, schema.types());
        } catch (SqlException missing) {
            throw SourceText.at(missing, text, name.position());
        }
    }

    /**
     * Returns the type of a parameter that a client names by number.
     *
     * @throws SqlException 42704 if there is no such type
     */
    SqlType type(int oid) {
        return BuiltInType.typeWithOid(oid)
                .or(() -> {
                    try (SchemaReader schema = openSchema()) {
                        return schema.types().withOid(oid);
                    }
                })
                .orElseThrow(
                        () -> new SqlException(ErrorCode.UNDEFINED_OBJECT, "type with OID " + oid + " does not exist"));
    }

    /** Opens a reader of the catalog as the session's transaction sees it. */
    SchemaReader openSchema() {
        block.awaitCatalog();
        return new SchemaReader(
                database,
                workspace,
                block.transaction()::openLatestView,
                databaseId,
                settings.searchPath(roles.current()),
                IndexExpressions::read,
                IndexExpressions::assigned,
                block.transaction()::id,
                temporary,
                roles,
                knownTables);
    }

    private StatementPlan plan(
            String text,
            Statement statement,
            List<SqlType> types,
            Consumer<BindContext> lifting,
            @Nullable FunctionBody body,
            boolean returned,
            double fetched) {
        long before = scope.planning().taken();
        try (SchemaReader schema = openSchema()) {
            BindContext context = new BindContext(text, body == null ? schema : body.reader(schema), scope, types);
            if (body != null) {
                context.setFunction(FunctionParameters.of(body.function()));
            }
            lifting.accept(context);
            context.allowChangesIn(Optional.ofNullable(withOf(statement)));
            Optional<BoundQuery> query = Optional.empty();
            Optional<BoundChange> change = Optional.empty();
            if (statement instanceof Query select) {
                query = Optional.of(QueryBinder.bind(context, select));
            } else if (statement instanceof DataChange data) {
                change = Optional.of(new DataChangeBinder(context).bind(data));
            } else if (statement instanceof Maintenance.Call call) {
                query = Optional.of(
                        body == null ? ProcedureBinder.bind(context, call) : body.call(context, call, returned));
            }
            if (body != null && returned && !(statement instanceof Maintenance.Call)) {
                query = query.map(bound -> body.returned(context, bound));
                change = change.map(bound -> body.returned(context, bound));
            }
            InlinedFunctions inlined = new InlinedFunctions(context);
            query = query.map(bound -> new BoundQuery(inlined.in(bound.plan()), bound.columns()));
            change = change.map(bound -> bound.withSource(inlined.in(bound.source())));
            Optimizer optimizer = new Optimizer(
                    new CatalogKnowledge(schema),
                    settings.planner().withEntries(database.rows().knowsChanges()),
                    context::newSlot,
                    context::step);
            List<ChangeInWith> inWith = context.changesInWith();
            query.ifPresent(bound -> optimizer.note(bound.plan()));
            change.ifPresent(bound -> optimizer.note(bound.source()));
            inWith.forEach(each -> optimizer.note(each.change().source()));
            Optional<ResultShape> shape = query.filter(bound -> !(statement instanceof Maintenance.Call)
                            || !bound.columns().isEmpty())
                    .map(bound -> new ResultShape(bound.columns()));
            if (change.isPresent() && change.get().returning().isPresent()) {
                shape = Optional.of(new ResultShape(change.get().columns()));
            }
            List<SqlType> inferred = context.parameterTypes().stream()
                    .map(type -> type.is(BuiltInType.UNKNOWN) ? BuiltInType.TEXT.type() : type)
                    .map(SqlType.class::cast)
                    .toList();
            long wholeFrom =
                    schema.used().stream().mapToLong(TableDefinition::wholeFrom).reduce(0, Math::max);
            return new StatementPlan(
                    query.map(bound -> optimizer.optimize(bound.plan(), fetched)),
                    change.map(bound -> optimized(bound, optimizer)),
                    inWith.stream()
                            .map(each -> new ChangeInWith(each.answer(), optimized(each.change(), optimizer)))
                            .toList(),
                    shape,
                    inferred,
                    context.slots(),
                    context.lifted().parameters(),
                    context.locksRows(),
                    used(schema, change, inWith),
                    wholeFrom,
                    schema.lsn(),
                    block.transaction().hasChangedCatalog()
                            || block.transaction().seesFrom() < wholeFrom,
                    roles.current(),
                    settings.searchPath(),
                    scope.heedsReferences(),
                    new PlanPermission(context.accesses()),
                    Execution.evaluators());
        } finally {
            if (body != null) {
                // What functions plan lasts, and is planned in the midst of a statement that may go on for long.
                scope.planning().giveBack(before);
            }
        }
    }

    private static List<StatementPlan.UsedTable> used(
            SchemaReader schema, Optional<BoundChange> change, List<ChangeInWith> inWith) {
        List<BoundChange> changes = Stream.concat(
                        change.stream(), inWith.stream().map(ChangeInWith::change))
                .toList();
        return schema.used().stream()
                .map(table -> StatementPlan.UsedTable.of(table, changes))
                .toList();
    }

    private static BoundChange optimized(BoundChange change, Optimizer optimizer) {
        boolean alone = change.kind() != BoundChange.Kind.INSERT && !change.isJoined();
        return change.withSource(
                alone && change.source() instanceof Plan.Scan scan
                        ? optimizer.scan(scan)
                        : alone ? change.source() : optimizer.optimize(change.source()));
    }

    private static Query.@Nullable WithClause withOf(Statement statement) {
        return switch (statement) {
            case Query query -> query.with();
            case DataChange change -> change.with();
            default -> null;
        };
    }

    /** Computes the values of EXECUTE's arguments. */
    RowSource parameters(SessionStatement.Execute execute, String text, List<SqlType> types, StatementRuns runs) {
        if (execute.arguments().size() != types.size()) {
            throw new SqlException(
                            ErrorCode.SYNTAX_ERROR,
                            "wrong number of parameters for prepared statement \"" + execute.name() + "\"")
                    .withDetail("Expected " + types.size() + " parameters but got "
                            + execute.arguments().size() + ".");
        }
        try (SchemaReader schema = openSchema()) {
            BindContext context = new BindContext(text, schema, scope, List.of());
            List<Expression> values = new StoredExpressions(context).arguments(execute.arguments(), types);
            context.accesses().check(schema);
            try (Execution execution = runs.beginWithoutPlan(block.transaction(), context.slots())) {
                scope.setRunning(execution);
                return BoxedRow.of(values.stream().map(execution::value).toList());
            }
        }
    }

    /** Plans a statement once more: for the same values, if there are some that its plan was made for. */
    private StatementPlan planAgain(PreparedText statement) {
        StatementPlan before = statement.plan;
        return plan(
                statement.text,
                statement.statement.orElseThrow(),
                statement.declaredTypes,
                context -> {
                    if (before == null) {
                        statement.lifted.lift(context);
                    } else {
                        statement.lifted.liftAgain(context, before.lifted());
                    }
                },
                statement.function,
                statement.returned,
                1);
    }

    /** The plan of a statement, good now, with the locks on its tables. */
    StatementPlan lockedPlan(PreparedText statement) {
        Transaction open = block.transaction();
        while (true) {
            StatementPlan plan = statement.plan;
            if (plan == null || !isGood(plan)) {
                plan = planAgain(statement);
                statement.checkShape(plan);
                statement.plan = plan;
            }
            for (StatementPlan.UsedTable table : plan.tables()) {
                open.lock(table.key(), table.mode());
            }
            if (open.knowsCatalog(plan.catalogLsn())) {
                checkPermission(plan.permission());
                return plan;
            }
        }
    }

    /** Whether a plan made before would be made again for the same text by the session and its transaction as they are now. */
    boolean isGood(StatementPlan plan) {
        Transaction open = block.transaction();
        return !plan.uncommitted()
                && !open.hasChangedCatalog()
                && open.seesFrom() >= plan.wholeFrom()
                && open.knowsCatalog(plan.catalogLsn())
                && plan.role().equals(roles.current())
                && plan.searchPath().equals(settings.searchPath())
                && ((plan.change().isEmpty() && plan.inWith().isEmpty())
                        || plan.heedsReferences() == scope.heedsReferences());
    }

    private void checkPermission(PlanPermission permission) {
        if (!permission.isKnownFor(roles.current())) {
            try (SchemaReader schema = openSchema()) {
                permission.check(schema);
            }
        }
    }
}
