package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.activity.ChangedRows;
import org.borealisdb.engine.activity.ReadActivity;
import org.borealisdb.engine.activity.ReadRows;
import org.borealisdb.engine.activity.TableActivity;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.lock.LockFact;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.activity.DatabaseActivity;
import org.borealisdb.sql.activity.StatementRegister;
import org.borealisdb.sql.ast.ParsedStatement;
import org.borealisdb.sql.bind.BindingSession;
import org.borealisdb.sql.bind.ComputedTable;
import org.borealisdb.sql.bind.ViewText;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.execute.Execution;
import org.borealisdb.sql.plan.CursorRow;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.RowFunction;
import org.borealisdb.sql.plan.SetSource;
import org.borealisdb.sql.plan.SubqueryRunner;
import org.borealisdb.sql.postgres.AccessRuleFact;
import org.borealisdb.sql.postgres.ClusterFacts;
import org.borealisdb.sql.postgres.FaultInjection;
import org.borealisdb.sql.postgres.KnownRelation;
import org.borealisdb.sql.postgres.RegionFacts;
import org.borealisdb.sql.postgres.SessionFacts;
import org.borealisdb.sql.postgres.SystemCatalog;
import org.borealisdb.sql.postgres.VolumeFacts;
import org.borealisdb.sql.session.SessionRequest;
import org.jspecify.annotations.Nullable;

/** What binding asks of a session, and the run whose subqueries are asked. Belongs to the session's task. */
final class SessionScope implements BindingSession, SessionFacts {
    private final Database database;
    private final SessionRequest request;
    private final Settings settings;
    private final PlanningMemory planning;
    private final TransactionBlock block;
    private final SessionFunctions functions;
    private final SessionRegister sessions;
    private final RegionFacts region;
    private final Supplier<SchemaReader> schemas;
    private final SystemCatalog catalog;
    private final UpdatableFunctions updatable;
    private @Nullable Cursors cursors;
    private @Nullable PreparedStatements prepared;
    private @Nullable Execution running;
    private @Nullable FunctionCalls functionCalls;
    private long definitions;
    private long seenDefinitions;
    private long definitionsBefore;
    private long seenChange;
    private String seenPath = "";
    private long mark;

    SessionScope(
            Database database,
            SessionRequest request,
            Settings settings,
            PlanningMemory planning,
            TransactionBlock block,
            SessionFunctions functions,
            SessionRegister sessions,
            RegionFacts region,
            Supplier<SchemaReader> schemas) {
        this.database = database;
        this.request = request;
        this.settings = settings;
        this.planning = planning;
        this.block = block;
        this.functions = functions;
        this.sessions = sessions;
        this.region = region;
        this.schemas = schemas;
        this.updatable = new UpdatableFunctions(this, schemas);
        List<ScalarFunction> own = new ArrayList<>(functions.all());
        own.addAll(updatable.all());
        this.catalog = new SystemCatalog(this, own);
        settings.setNames(catalog.names());
    }

    /** Sets the run whose subqueries are asked from now on. */
    void setRunning(@Nullable Execution execution) {
        running = execution;
    }

    /** Returns the run whose subqueries are asked, if there is one. */
    @Nullable
    Execution running() {
        return running;
    }

    /** Sets who calls the functions of users. */
    void setFunctionCalls(FunctionCalls calls) {
        functionCalls = calls;
    }

    private FunctionCalls functionCalls() {
        return Objects.requireNonNull(functionCalls, "nobody calls functions yet");
    }

    @Override
    public ScalarFunction userFunction(UserFunction function) {
        return functionCalls().scalar(function);
    }

    @Override
    public SetSource userSet(UserFunction function) {
        return functionCalls().set(function);
    }

    void setIdle() {
        running = null;
    }

    /**
     * Passes if the names of a statement are of this database.
     *
     * @throws SqlException 0A000 if one is another database's, 42601 if one has too many parts
     */
    void checkDatabase(ParsedStatement parsed, String text) {
        parsed.longNames().forEach(name -> name.check(request.database(), text));
    }

    /** Returns whether a session is connected to a database. */
    boolean isInUse(String databaseName) {
        return sessions.uses(databaseName);
    }

    @Override
    public long seesFrom() {
        return block.transaction().seesFrom();
    }

    @Override
    public boolean heedsReferences() {
        return !settings.get("session_replication_role").equals("replica");
    }

    @Override
    public boolean comparesWithNull() {
        return settings.get("transform_null_equals").equals("on");
    }

    @Override
    public boolean hasChangedCatalog() {
        return block.transaction().hasChangedCatalog();
    }

    /** The session changed the catalog. */
    void catalogChanged() {
        definitions++;
    }

    /** The transaction ends: what it changed of the catalog may be gone. */
    void endTransaction() {
        if (definitions != definitionsBefore) {
            definitions++;
            definitionsBefore = definitions;
        }
    }

    @Override
    public List<ScalarFunction> functions(String name) {
        List<ScalarFunction> found = new ArrayList<>(functions.named(name));
        found.addAll(updatable.named(name));
        found.addAll(catalog.functions(name));
        return found;
    }

    @Override
    public Optional<RowFunction> rowFunction(String name) {
        return catalog.rowFunction(name);
    }

    @Override
    public Optional<ComputedTable> table(List<String> name, SchemaReader schema) {
        return catalog.table(name, schema)
                .or(() -> schema.relation(name)
                        .filter(relation -> relation.kind() == CatalogKind.SEQUENCE)
                        .map(this::sequence));
    }

    private ComputedTable sequence(CatalogObject sequence) {
        List<SqlType> types = List.of(BuiltInType.INT8.type(), BuiltInType.INT8.type(), BuiltInType.BOOL.type());
        return new ComputedTable(
                (int) sequence.id(),
                new Plan.Computed(
                        sequence.name(),
                        types,
                        () -> List.of(BoxedRow.of(functions.stateOf(sequence))),
                        Optional.empty()),
                List.of("last_value", "log_cnt", "is_called"),
                Optional.of(sequence));
    }

    @Override
    public Optional<ViewText> view(List<String> name) {
        return catalog.view(name);
    }

    /** Returns what is known of a system relation. */
    Optional<KnownRelation> systemRelation(List<String> name) {
        return catalog.known(name);
    }

    @Override
    public Optional<CatalogObject> systemRelation(List<String> name, SchemaReader schema) {
        return catalog.standIn(name, schema);
    }

    @Override
    public List<CatalogObject> systemRelations(String schemaName, SchemaReader schema) {
        return catalog.standIns(schemaName, schema);
    }

    @Override
    public List<CatalogObject> systemColumns(CatalogObject relation, SchemaReader schema) {
        return SystemCatalog.columns(relation, schema);
    }

    @Override
    public ObjectAddress address(String type, List<String> name, List<String> arguments) {
        return catalog.address(type, name, arguments);
    }

    @Override
    public void step() {
        planning.plan();
    }

    @Override
    public void take(long bytes) {
        planning.take(bytes);
    }

    /** Returns the memory in which statements are planned. */
    PlanningMemory planning() {
        return planning;
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
    public CursorRow.Finder cursorRows() {
        return allCursors();
    }

    @Override
    public String current(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "current_catalog" -> request.database();
            case "session_user" -> sessionRole();
            default -> role();
        };
    }

    @Override
    public TextInput textInput() {
        return new TextInput(settings.format(), block.startOrNow());
    }

    @Override
    public String database() {
        return request.database();
    }

    @Override
    public String role() {
        return settings.currentRole();
    }

    @Override
    public String sessionRole() {
        return settings.get(Settings.SESSION_AUTHORIZATION);
    }

    @Override
    public SchemaReader openSchema() {
        return schemas.get();
    }

    @Override
    public BindingSession binding() {
        return this;
    }

    @Override
    public long catalogMark() {
        long change = block.transaction().catalogPoint();
        String path = role() + " " + settings.get("search_path");
        if (definitions != seenDefinitions || change != seenChange || !path.equals(seenPath)) {
            seenPath = path;
            seenDefinitions = definitions;
            seenChange = change;
            mark++;
        }
        return mark;
    }

    @Override
    public List<Setting> settings() {
        return ShownSettings.facts(settings).stream()
                .map(setting -> block.setting(setting.declared().name())
                        .map(setting::with)
                        .orElse(setting))
                .toList();
    }

    @Override
    public String setting(String name) {
        return block.setting(name).orElseGet(() -> settings.text(name));
    }

    @Override
    public Optional<ClusterFacts> cluster() {
        return region.cluster();
    }

    @Override
    public boolean inRecovery() {
        return database.following();
    }

    @Override
    public Optional<FaultInjection> faults() {
        return region.faults();
    }

    @Override
    public ChangedRows changed(TableActivity table) {
        return block.transaction().changed(table);
    }

    @Override
    public ReadRows read(ReadActivity source) {
        return block.transaction().read(source);
    }

    @Override
    public long transactionStart() {
        return block.start();
    }

    @Override
    public Optional<VolumeFacts> volume() {
        return region.volume();
    }

    @Override
    public List<AccessRuleFact> accessRules() {
        return region.accessRules();
    }

    @Override
    public long usedBytes(Set<Long> trees) {
        return database.usedBytes(trees);
    }

    /** Sets the session's cursors. */
    void setCursors(Cursors all) {
        cursors = all;
    }

    private Cursors allCursors() {
        return Objects.requireNonNull(cursors, "a session has cursors once it is made");
    }

    @Override
    public List<Cursor> cursors() {
        return allCursors().infos();
    }

    /** Sets the session's prepared statements. */
    void setPrepared(PreparedStatements all) {
        prepared = all;
    }

    @Override
    public List<Prepared> prepared() {
        return Objects.requireNonNull(prepared, "a session has prepared statements once it is made")
                .listed();
    }

    @Override
    public List<LockFact> locks() {
        return database.lockTable().facts();
    }

    @Override
    public StatementRegister statements() {
        return sessions.statements();
    }

    @Override
    public DatabaseActivity activity(long databaseId) {
        return sessions.database(databaseId);
    }

    @Override
    public long instanceStart() {
        return sessions.started();
    }

    @Override
    public List<Activity> activities() {
        return sessions.activities();
    }
}
