package org.borealisdb.sql.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.ObjectDefinition;
import org.borealisdb.sql.ast.OperatorStatement;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.RoleName;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.TransactionStatement;
import org.borealisdb.sql.ast.TypeDefinition;
import org.borealisdb.sql.catalog.ConnectionRules;
import org.borealisdb.sql.catalog.PredefinedRole;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.postgres.SessionFacts;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SqlNotice;
import org.borealisdb.sql.setting.SettingChecks;
import org.borealisdb.sql.setting.SettingTable;
import org.borealisdb.sql.system.DefinitionRunner;
import org.borealisdb.sql.system.SchemaElements;

/** Runs the statements that have no plan. Belongs to the session's task. */
final class UtilityCommands {

    private final Database database;
    private final LockOwner owner;
    private final TransactionBlock block;
    private final SeveralStatements several;
    private final StatementPlanner planner;
    private final StatementRuns runs;
    private final DefinitionRuns definitions;
    private final ConcurrentIndexCommand concurrent;
    private final RebuildCommand rebuilds;
    private final LockCommand locks;
    private final SessionScope scope;
    private final SessionFunctions functions;
    private final Cursors cursors;
    private final ExplainCommand explains;
    private final CopyCommand copy;
    private final AnalyzeCommand analyzes;
    private final Settings settings;
    private final SessionClient client;
    private final Notices notices;
    private final SessionNotifications notifications;
    private final SessionSignals signals;
    private final RandomSource random;

    UtilityCommands(
            Database database,
            LockOwner owner,
            TransactionBlock block,
            SeveralStatements several,
            StatementPlanner planner,
            StatementRuns runs,
            SessionScope scope,
            SessionFunctions functions,
            Cursors cursors,
            ExplainCommand explains,
            CopyCommand copy,
            AnalyzeCommand analyzes,
            Settings settings,
            SessionClient client,
            Notices notices,
            SessionNotifications notifications,
            SessionSignals signals,
            RandomSource random) {
        this.signals = signals;
        this.random = random;
        this.database = database;
        this.owner = owner;
        this.block = block;
        this.several = several;
        this.planner = planner;
        this.runs = runs;
        this.definitions = new DefinitionRuns(database, block, planner, runs, scope, client);
        this.concurrent = new ConcurrentIndexCommand(database, owner, definitions, block);
        this.rebuilds = new RebuildCommand(definitions, concurrent, block, several, planner, scope, notices);
        this.locks = new LockCommand(block, planner, scope);
        this.scope = scope;
        this.functions = functions;
        this.cursors = cursors;
        this.explains = explains;
        this.copy = copy;
        this.analyzes = analyzes;
        this.settings = settings;
        this.client = client;
        this.notices = notices;
        this.notifications = notifications;
    }

    /**
     * Runs a statement.
     *
     * @param parameters of those that have some
     * @param prepared the session's prepared statements and portals, which some statements change
     */
    void run(
            PreparedText statement,
            RowSource parameters,
            PreparedStatements prepared,
            ResultSink sink,
            ColumnFormats formats) {
        Statement syntax = statement.statement.orElseThrow();
        statement.refuseParameters();
        switch (syntax) {
            case TransactionStatement.SetTransaction set
            when set.snapshot() != null -> {
                new SharedSnapshots(block, scope.database()).take(Objects.requireNonNull(set.snapshot()), notices);
                sink.complete(CommandTag.plain("SET"), 0);
            }
            case TransactionStatement control -> block.run(control, sink);
            case Definition.CreateTableAs create
            when create.query() instanceof SessionStatement.Execute execute -> {
                DefinitionRunner.Outcome outcome = createAs(create, execute, statement.text, prepared);
                sink.complete(outcome.tag(), outcome.rows());
            }
            case Definition.CreateIndex create
            when create.concurrently() -> {
                several.refuse(block, "CREATE INDEX CONCURRENTLY");
                concurrent.create(create, statement.text);
                sink.complete(CommandTag.plain("CREATE INDEX"), 0);
            }
            case Definition.Drop drop
            when drop.concurrently() -> {
                several.refuse(block, "DROP INDEX CONCURRENTLY");
                concurrent.drop(drop, statement.text);
                sink.complete(CommandTag.plain("DROP INDEX"), 0);
            }
            case Definition.CreateTableAs create
            when !statement.parameterTypes().isEmpty() -> {
                DefinitionRunner.Outcome outcome = definitions.run(
                        statement.text, runner -> runner.createAs(create, statement.declaredTypes, parameters));
                sink.complete(outcome.tag(), outcome.rows());
            }
            case Definition definition -> {
                DefinitionRunner.Outcome outcome = define(definition, statement.text);
                if (definition instanceof Definition.CreateSchema create) {
                    addElements(create, statement.text);
                }
                sink.complete(outcome.tag(), outcome.rows());
            }
            case TypeDefinition definition ->
                sink.complete(definitions.run(statement.text, runner -> runner.run(definition)), 0);
            case ObjectDefinition definition ->
                sink.complete(definitions.run(statement.text, runner -> runner.run(definition)), 0);
            case FunctionStatement function -> {
                boolean checked = settings.text("check_function_bodies").equals("on");
                GivenRoleInputs given = new GivenRoleInputs(settings, random);
                sink.complete(definitions.run(statement.text, runner -> runner.run(function, given, checked)), 0);
            }
            case OperatorStatement operator ->
                sink.complete(definitions.run(statement.text, runner -> runner.run(operator)), 0);
            case RoleStatement change -> {
                refuseSystem(change);
                sink.complete(defined(statement.text, change), 0);
            }
            case Maintenance.Truncate truncate -> {
                truncate.tables().forEach(table -> refuseSystem(table.name()));
                definitions.make(statement.text, runner -> runner.truncate(truncate));
                sink.complete(CommandTag.plain("TRUNCATE TABLE"), 0);
            }
            case Maintenance.Comment comment -> {
                definitions.make(statement.text, runner -> runner.comment(comment));
                sink.complete(CommandTag.plain("COMMENT"), 0);
            }
            case Maintenance.Vacuum vacuum -> {
                VacuumOptions options = VacuumOptions.of(vacuum, statement.text);
                several.refuse(block, "VACUUM");
                options.check();
                analyzes.vacuum(vacuum.tables(), options);
                sink.complete(CommandTag.plain("VACUUM"), 0);
            }
            case Maintenance.Analyze analyze -> {
                analyzes.run(analyze.tables(), VacuumOptions.skipsLocked(analyze, statement.text));
                sink.complete(CommandTag.plain("ANALYZE"), 0);
            }
            case Maintenance.Checkpoint checkpoint -> {
                requireCheckpoint();
                sink.complete(CommandTag.plain("CHECKPOINT"), 0);
            }
            case Maintenance.Copy rows -> copy.run(rows, statement.text, sink);
            case SessionStatement.Set set -> {
                List<String> values =
                        set.values().stream().map(SettingValue::textOf).toList();
                refuseTravelInBlock(set.name());
                if (set.local() && !block.isOpen()) {
                    notices.send(
                            SqlNotice.Level.WARNING,
                            ErrorCode.NO_ACTIVE_SQL_TRANSACTION,
                            "SET LOCAL can only be used in transaction blocks");
                }
                if (TransactionModes.isSetting(set.name())) {
                    setMode(set.name(), values.isEmpty() ? settings.defaultOf(set.name()) : values.getFirst());
                } else if (values.isEmpty() && !set.local() && !Settings.isOfRoles(set.name())) {
                    settings.reset(set.name());
                } else {
                    String value = values.isEmpty()
                            ? settings.defaultOf(set.name())
                            : SettingChecks.joined(
                                    SettingTable.find(set.name().toLowerCase(Locale.ROOT)), set.name(), values);
                    if (set.local()) {
                        settings.setLocally(set.name(), value);
                    } else {
                        settings.setInTransaction(set.name(), value);
                    }
                }
                tell(set.name());
                if (Settings.isOfRoles(set.name())) {
                    settings.reported().forEach(client::settingChanged);
                }
                sink.complete(CommandTag.plain("SET"), 0);
            }
            case SessionStatement.SetConstraints set -> {
                new ConstraintModes(runs, planner).set(set);
                if (!block.isOpen()) {
                    notices.send(
                            SqlNotice.Level.WARNING,
                            ErrorCode.NO_ACTIVE_SQL_TRANSACTION,
                            "SET CONSTRAINTS can only be used in transaction blocks");
                }
                sink.complete(CommandTag.plain("SET CONSTRAINTS"), 0);
            }
            case SessionStatement.Reset reset -> {
                refuseTravelInBlock(reset.name());
                if (Settings.isOfRoles(reset.name())) {
                    settings.setInTransaction(reset.name(), settings.defaultOf(reset.name()));
                } else {
                    settings.reset(reset.name());
                }
                settings.reported().forEach(client::settingChanged);
                sink.complete(CommandTag.plain("RESET"), 0);
            }
            case SessionStatement.Show show -> {
                RowSink rows = sink.rows(statement.shape.orElseThrow(), formats);
                if (show.isAll()) {
                    showAll(rows);
                } else {
                    rows.putObject(scope.setting(show.name()));
                    rows.endRow();
                }
                sink.complete(CommandTag.plain("SHOW"), 0);
            }
            case SessionStatement.Listen listen -> {
                notifications.listen(listen.channel());
                sink.complete(CommandTag.plain("LISTEN"), 0);
            }
            case SessionStatement.Unlisten unlisten -> {
                notifications.unlisten(unlisten.channel());
                sink.complete(CommandTag.plain("UNLISTEN"), 0);
            }
            case SessionStatement.Notify announced -> {
                notifications.announce(announced.channel(), announced.payload());
                sink.complete(CommandTag.plain("NOTIFY"), 0);
            }
            case SessionStatement.Discard discard -> discard(discard, prepared, sink);
            case Maintenance.Explain explain ->
                explains.run(
                        explain,
                        statement,
                        parameters,
                        prepared,
                        made -> definitions.run(
                                statement.text, runner -> runner.createAs(made, statement.declaredTypes, parameters)),
                        sink,
                        formats);
            case SessionStatement.DeclareCursor declare -> cursors.declare(declare, statement, parameters, sink);
            case SessionStatement.Fetch fetch -> {
                Optional<StatementPortal> portal = portal(prepared, fetch.cursor());
                if (portal.isPresent()) {
                    portal.get().fetch(fetch, sink, formats);
                } else {
                    cursors.fetch(fetch, sink, formats);
                }
            }
            case SessionStatement.Close close -> {
                String name = close.name();
                if (name != null && portal(prepared, name).isPresent()) {
                    prepared.closePortal(name);
                    sink.complete(CommandTag.plain("CLOSE CURSOR"), 0);
                } else {
                    cursors.close(close, sink);
                }
            }
            case SessionStatement.Prepare prepare -> {
                prepared.prepare(prepare, statement);
                sink.complete(CommandTag.plain("PREPARE"), 0);
            }
            case SessionStatement.Execute execute -> prepared.execute(execute, statement.text, sink, formats);
            case Maintenance.LockTable lock -> {
                locks.lock(lock);
                sink.complete(CommandTag.plain("LOCK TABLE"), 0);
            }
            case SessionStatement.Deallocate deallocate -> {
                if (deallocate.name() == null) {
                    prepared.forgetStatements();
                } else {
                    prepared.statement(deallocate.name());
                    prepared.closeStatement(deallocate.name());
                }
                sink.complete(CommandTag.plain(deallocate.name() == null ? "DEALLOCATE ALL" : "DEALLOCATE"), 0);
            }
            case Maintenance.Reindex reindex -> {
                rebuilds.reindex(reindex, statement.text);
                sink.complete(CommandTag.plain("REINDEX"), 0);
            }
            case Maintenance.Cluster cluster -> {
                rebuilds.cluster(cluster, statement.text);
                sink.complete(CommandTag.plain("CLUSTER"), 0);
            }
            default -> throw SqlException.notSupported("this statement");
        }
    }

    /** Outside of a block it would be for the transaction of this command, which does nothing else. */
    private void setMode(String setting, String value) {
        if (block.isOpen()) {
            block.setMode(setting, value);
        } else {
            SettingTable.find(setting.toLowerCase(Locale.ROOT)).orElseThrow().read(value);
        }
    }

    private void showAll(RowSink rows) {
        for (SessionFacts.Setting setting : scope.settings()) {
            rows.putObject(setting.declared().name());
            rows.putObject(setting.shown());
            rows.putObject(setting.declared().description());
            rows.endRow();
        }
    }

    /** One transaction sees one database. */
    private void refuseTravelInBlock(String setting) {
        if (setting.equalsIgnoreCase(Settings.AS_OF) && block.isOpen()) {
            throw new SqlException(
                    ErrorCode.ACTIVE_SQL_TRANSACTION,
                    "SET " + Settings.AS_OF + " cannot run inside a transaction block");
        }
    }

    /** The portal of the protocol that a name means where no cursor has it. */
    private Optional<StatementPortal> portal(PreparedStatements prepared, String name) {
        return cursors.find(name).isPresent() ? Optional.empty() : prepared.query(name);
    }

    private void discard(SessionStatement.Discard discard, PreparedStatements prepared, ResultSink sink) {
        switch (discard.target()) {
            case ALL -> {
                several.refuse(block, "DISCARD ALL");
                cursors.endAll();
                prepared.forgetStatements();
                settings.setInTransaction(
                        Settings.SESSION_AUTHORIZATION, settings.defaultOf(Settings.SESSION_AUTHORIZATION));
                settings.reset("all");
                settings.reported().forEach(client::settingChanged);
                functions.forgetSequences();
                notifications.unlisten(null);
                database.lockTable().releaseAfter(owner, 0);
                discardTemporary();
            }
            case TEMPORARY -> discardTemporary();
            case SEQUENCES -> functions.forgetSequences();
            case PLANS -> {
                // Plans are made again when they must be.
            }
        }
        String word = discard.target() == SessionStatement.DiscardTarget.TEMPORARY
                ? "TEMP"
                : discard.target().name();
        sink.complete(CommandTag.plain("DISCARD " + word), 0);
    }

    private void discardTemporary() {
        if (!database.following()) {
            try (SchemaReader schema = planner.openSchema()) {
                String name = schema.temporary().schema();
                if (schema.temporary().isUsed() && schema.schema(name).isPresent()) {
                    dropTemporary(name);
                }
            }
        }
    }

    private void requireCheckpoint() {
        try (SchemaReader schema = planner.openSchema()) {
            if (!schema.roles().hasPrivilegesOf(schema.currentRole().id(), PredefinedRole.PG_CHECKPOINT.id())) {
                throw new SqlException(
                        ErrorCode.INSUFFICIENT_PRIVILEGE,
                        "must be superuser or have privileges of pg_checkpoint to do CHECKPOINT");
            }
        }
    }

    private void refuseSystem(QualifiedName name) {
        scope.systemRelation(name.parts()).ifPresent(relation -> {
            throw relation.isTable()
                    ? new SqlException(
                            ErrorCode.INSUFFICIENT_PRIVILEGE,
                            "permission denied: \"" + relation.name() + "\" is a system catalog")
                    : new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a table");
        });
    }

    private void tell(String name) {
        if (settings.isReported(name)) {
            client.settingChanged(settings.shown(name), settings.text(name));
        }
    }

    private DefinitionRunner.Outcome define(Definition definition, String text) {
        refuseDatabase(definition);
        return definitions.run(text, runner -> runner.run(definition));
    }

    private DefinitionRunner.Outcome createAs(
            Definition.CreateTableAs create,
            SessionStatement.Execute execute,
            String text,
            PreparedStatements prepared) {
        try (SchemaReader schema = planner.openSchema()) {
            if (create.ifNotExists() && schema.relation(create.name().parts()).isPresent()) {
                return define(create, text);
            }
        }
        PreparedText known = prepared.statement(execute.name());
        if (!(known.statement.orElse(null) instanceof Query query)) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "prepared statement is not a SELECT");
        }
        RowSource parameters = planner.parameters(execute, text, known.parameterTypes(), runs);
        DefinitionRunner.Outcome outcome = definitions.run(
                known.text, runner -> runner.createAs(create.of(query), known.parameterTypes(), parameters));
        return new DefinitionRunner.Outcome(CommandTag.SELECT, outcome.rows());
    }

    private CommandTag defined(String text, RoleStatement change) {
        GivenRoleInputs given = new GivenRoleInputs(settings, random);
        return definitions.run(text, runner -> runner.run(change, given));
    }

    /** Runs what CREATE SCHEMA makes within the schema, as its owner, with names that are looked for there first. */
    private void addElements(Definition.CreateSchema create, String text) {
        if (create.elements().isEmpty()) {
            return;
        }
        RoleName role = create.owner();
        Optional<String> before = settings.definer();
        String owner = role == null || role.kind() != RoleName.Kind.NAMED ? settings.currentRole() : role.name();
        String name = create.name() == null ? owner : create.name();
        SequencedMap<String, String> path = new LinkedHashMap<>();
        String others = settings.get("search_path");
        path.put("search_path", Quoting.identifier(name) + (others.isBlank() ? "" : ", " + others));
        Runnable back = settings.setForCall(path);
        try {
            settings.setDefiner(Optional.of(owner));
            for (Statement element : SchemaElements.ordered(name, create.elements())) {
                if (element instanceof Definition definition) {
                    define(definition, text);
                } else {
                    defined(text, (RoleStatement) element);
                }
            }
        } finally {
            settings.setDefiner(before);
            back.run();
        }
    }

    private void refuseSystem(RoleStatement change) {
        if (change instanceof RoleStatement.AlterSetting alter
                && alter.command() == RoleStatement.SettingCommand.SYSTEM) {
            several.refuse(block, alter.command().words());
        }
    }

    /** Databases are made and dropped outside of transaction blocks, and dropped when nobody is connected to them. */
    private void refuseDatabase(Definition definition) {
        Definition.Drop drop =
                definition instanceof Definition.Drop given && given.kind() == Definition.ObjectKind.DATABASE
                        ? given
                        : null;
        if (drop == null && !(definition instanceof Definition.CreateDatabase)) {
            return;
        }
        several.refuse(block, (drop == null ? "CREATE" : "DROP") + " DATABASE");
        if (drop == null) {
            return;
        }
        String name = drop.names().getFirst().last();
        if (name.equals(scope.database()) || !scope.isInUse(name) || !mayDropDatabase(name)) {
            return;
        }
        if (drop.cascade()) {
            signals.endAll(name);
        }
        if (scope.isInUse(name)) {
            throw new SqlException(
                    ErrorCode.OBJECT_IN_USE, "database \"" + name + "\" is being accessed by other users");
        }
    }

    /** Whether the current role owns a database, which is no template: if not, that is told, whoever uses it. */
    private boolean mayDropDatabase(String name) {
        try (SchemaReader schema = planner.openSchema()) {
            long current = schema.currentRole().id();
            return schema.all(CatalogKind.DATABASE).stream()
                    .filter(database -> database.name().equals(name)
                            && !ConnectionRules.of(database).template())
                    .anyMatch(database -> schema.roles().isSuperuser(current)
                            || schema.roles()
                                    .hasPrivilegesOf(current, schema.roles().ownerOf(database)));
        }
    }

    /** Does with temporary tables what was to be done at the end of a transaction. */
    void endOfTransaction() {
        definitions.endOfTransaction();
    }

    /** Analyzes a table, unless it is locked; returns whether it did. */
    boolean analyzeInBackground(long tableId) {
        return analyzes.runInBackground(tableId);
    }

    /** Drops a schema with temporary tables. */
    void dropTemporary(String schemaName) {
        definitions.dropTemporary(schemaName);
    }
}
