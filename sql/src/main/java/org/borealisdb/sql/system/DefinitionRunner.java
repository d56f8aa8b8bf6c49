package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.ObjectDefinition;
import org.borealisdb.sql.ast.OperatorStatement;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.ast.TypeDefinition;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.bind.BindingSession;
import org.borealisdb.sql.bind.BoundQuery;
import org.borealisdb.sql.bind.QueryBinder;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.StorageParameters;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.optimize.CatalogKnowledge;
import org.borealisdb.sql.optimize.Optimizer;
import org.borealisdb.sql.optimize.PlannerSettings;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.session.SqlNotice;

/** Runs definitions of tables, indexes, sequences, views, schemas and databases in a transaction. Belongs to one task. */
public final class DefinitionRunner {
    private final CatalogChanges changes;
    private final TableRows rows;
    private final KeyDefinitions keys;
    private final SequenceDefinitions sequences;
    private final TableDefinitions tables;
    private final TableAlterations alterations;
    private final SchemaDefinitions schemas;
    private final ViewDefinitions views;
    private final TypeDefinitions types;
    private final FunctionDefinitions functions;
    private final ObjectDefinitions objects;
    private final Drops drops;
    private final long databaseId;

    /** What a definition was, as the client is told, with how many rows it made. */
    public record Outcome(CommandTag tag, long rows) {
        static Outcome plain(String name) {
            return new Outcome(CommandTag.plain(name), 0);
        }
    }

    /**
     * Runs one definition.
     *
     * @param schema the newest catalog, with the transaction's own changes
     * @param text of the statement
     * @param notices gets what the client should know
     * @param session what binding asks of the session
     * @param rows reads and writes the rows of tables
     */
    public DefinitionRunner(
            Database database,
            Transaction transaction,
            ReadView known,
            SchemaReader schema,
            String text,
            Consumer<SqlNotice> notices,
            BindingSession session,
            TableRows rows) {
        this.changes = new CatalogChanges(database, transaction, known, schema, text, notices, session);
        this.rows = rows;
        this.databaseId = schema.databaseId();
        this.keys = new KeyDefinitions(changes, rows);
        this.sequences = new SequenceDefinitions(changes);
        ConstraintDefinitions constraints = new ConstraintDefinitions(
                keys, new CheckDefinitions(changes, rows::verify), new ForeignKeyDefinitions(changes, rows));
        this.tables = new TableDefinitions(changes, constraints, sequences, rows);
        this.views = new ViewDefinitions(changes);
        this.alterations = new TableAlterations(changes, tables, views, constraints, sequences, rows);
        this.schemas = new SchemaDefinitions(changes, rows);
        this.types = new TypeDefinitions(changes, rows, alterations);
        this.functions = new FunctionDefinitions(changes);
        this.objects = new ObjectDefinitions(changes);
        this.drops = new Drops(
                changes, rows, keys, sequences, tables, alterations, schemas, views, types, functions, objects);
    }

    /** Runs a definition. */
    public Outcome run(Definition definition) {
        return switch (definition) {
            case Definition.CreateTable create -> {
                tables.create(create);
                yield Outcome.plain("CREATE TABLE");
            }
            case Definition.CreateTableAs create -> createAs(create, List.of(), BoxedRow.empty());
            case Definition.CreateIndex create -> {
                keys.createIndex(create);
                yield Outcome.plain("CREATE INDEX");
            }
            case Definition.CreateSequence create -> {
                sequences.create(create);
                yield Outcome.plain("CREATE SEQUENCE");
            }
            case Definition.AlterSequence alter -> {
                sequences.alter(alter);
                yield Outcome.plain("ALTER SEQUENCE");
            }
            case Definition.CreateSchema create -> {
                schemas.createSchema(create, databaseId);
                yield Outcome.plain("CREATE SCHEMA");
            }
            case Definition.CreateDatabase create -> {
                schemas.createDatabase(create);
                yield Outcome.plain("CREATE DATABASE");
            }
            case Definition.CreateExtension create -> {
                Extensions.create(create, changes);
                yield Outcome.plain("CREATE EXTENSION");
            }
            case Definition.CreateView create -> {
                views.create(create);
                yield Outcome.plain("CREATE VIEW");
            }
            case Definition.Drop drop -> new Outcome(drops.drop(drop), 0);
            case Definition.AlterTable alter -> {
                alterations.alter(alter);
                yield Outcome.plain("ALTER " + Drops.word(alter.kind()).toUpperCase(Locale.ROOT));
            }
            case Definition.AlterDatabase alter -> {
                schemas.alterDatabase(alter);
                yield Outcome.plain("ALTER DATABASE");
            }
            case Definition.AlterContainer alter -> {
                schemas.alter(alter);
                yield Outcome.plain("ALTER " + alter.kind());
            }
        };
    }

    /**
     * Runs a definition of a function.
     *
     * @param inputs turns what the statement gives into what is stored
     * @param checked whether bodies that are strings must be good now
     */
    public CommandTag run(FunctionStatement statement, RoleInputs inputs, boolean checked) {
        return functions.run(statement, inputs, checked);
    }

    /** Runs a statement about operators or casts. */
    public CommandTag run(OperatorStatement statement) {
        return new OperatorCommands(changes).run(statement);
    }

    /** Returns what makes and drops indexes beside those who change rows. */
    public ConcurrentIndexes concurrentIndexes() {
        return new ConcurrentIndexes(changes, keys);
    }

    /** Begins to drop an index beside those who change rows, if it is there. */
    public Optional<ConcurrentIndexes.Place> hide(Definition.Drop drop) {
        return drops.hide(drop);
    }

    /** Returns what makes indexes anew. */
    public Rebuilds rebuilds() {
        return new Rebuilds(changes, keys);
    }

    /** Runs a definition of a collation or of statistics. */
    public CommandTag run(ObjectDefinition definition) {
        return objects.run(definition);
    }

    /** Runs a definition of a type. */
    public CommandTag run(TypeDefinition definition) {
        return types.run(definition);
    }

    /**
     * Runs a statement about roles.
     *
     * @param inputs turns what the statement gives into what is stored
     */
    public CommandTag run(RoleStatement statement, RoleInputs inputs) {
        RoleDefinitions roles = new RoleDefinitions(changes, inputs);
        return switch (statement) {
            case RoleStatement.Create create -> roles.create(create);
            case RoleStatement.Alter alter -> roles.alter(alter);
            case RoleStatement.AlterMembers alter -> roles.memberships().alter(alter);
            case RoleStatement.Rename rename -> roles.rename(rename);
            case RoleStatement.AlterSetting alter -> new InitialSettingDefinitions(changes, inputs).alter(alter);
            case RoleStatement.Drop drop -> roles.drop(drop);
            case RoleStatement.GrantRoles grant -> roles.memberships().grant(grant);
            case RoleStatement.Grant grant -> new Grants(changes).run(grant);
            case RoleStatement.AlterDefaults alter -> new DefaultGrants(changes).run(alter);
            case RoleStatement.ReassignOwned reassign -> new OwnedObjects(changes).reassign(reassign);
            case RoleStatement.DropOwned drop ->
                new OwnedObjects(changes).drop(drop, objects -> drops.dropOwned(objects, drop.cascade()));
        };
    }

    /** Returns the schema where the table goes; empty if there is one of its name, and that is to be passed over. Errors do not point into the statement, as in PostgreSQL. */
    private Optional<CatalogObject> schemaFor(Definition.CreateTableAs create) {
        CatalogObject parent = changes.schemaOf(
                new QualifiedName(create.name().parts(), -1), create.persistence() == Definition.Persistence.TEMPORARY);
        tables.checkAtCommit(parent, create.onCommit());
        new UnloggedRelations(changes).refuseIn(parent, create.persistence(), -1);
        boolean taken = changes.isTaken(parent, create.name().last(), create.ifNotExists());
        return taken ? Optional.empty() : Optional.of(parent);
    }

    /**
     * Makes a table of the rows of a query.
     *
     * @param parameterTypes the types of the query's parameters
     * @param parameters their values
     */
    public Outcome createAs(Definition.CreateTableAs create, List<SqlType> parameterTypes, RowSource parameters) {
        if (!(create.query() instanceof Query query)) {
            if (schemaFor(create).isEmpty()) {
                return Outcome.plain("CREATE TABLE AS");
            }
            throw SqlException.notSupported("CREATE TABLE AS of this statement");
        }
        BindContext context = changes.bindContext(parameterTypes);
        context.allowChangesIn(Optional.ofNullable(query.with()));
        BoundQuery bound = QueryBinder.bind(context, query);
        Optional<CatalogObject> schema = schemaFor(create);
        if (schema.isEmpty()) {
            return Outcome.plain("CREATE TABLE AS");
        }
        CatalogObject parent = schema.get();
        changes.lockRead();
        if (create.columns().size() > bound.columns().size()) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "too many column names were specified");
        }
        List<String> names = new ArrayList<>();
        List<SqlType> types = new ArrayList<>();
        for (int i = 0; i < bound.columns().size(); i++) {
            ResultColumn column = bound.columns().get(i);
            names.add(i < create.columns().size() ? create.columns().get(i) : column.name());
            types.add(column.type());
        }
        types.forEach(type -> changes.keep(type.declared()));
        CatalogObject object = tables.create(parent, create.name().last(), names, types);
        tables.setAtCommit(object, create.onCommit());
        changes.replace(UnloggedRelations.declared(
                StorageParameters.OF_TABLES.set(object, create.options()), create.persistence()));
        changes.schema().forget();
        context.changesInWith().forEach(each -> changes.lockRows(each.change().table()));
        context.accesses().check(changes.schema());
        if (!create.withData()) {
            return Outcome.plain("CREATE TABLE AS");
        }
        Optimizer optimizer = new Optimizer(
                new CatalogKnowledge(changes.schema()), PlannerSettings.DEFAULT, context::newSlot, context::step);
        optimizer.note(bound.plan());
        Plan plan = optimizer.optimize(bound.plan());
        long count =
                rows.fill(changes.schema().table(object), plan, context.changesInWith(), context.slots(), parameters);
        return new Outcome(CommandTag.SELECT, count);
    }

    /** Drops a schema with temporary tables and all that is in it. */
    public void dropTemporary(String schemaName) {
        drops.dropTemporary(schemaName);
    }

    /** Deletes the rows of temporary tables, and drops others, at the end of a transaction; returns whether the catalog has changed. */
    public boolean endOfTransaction() {
        TemporaryObjects own = changes.schema().temporary();
        List<CatalogObject> emptied = new ArrayList<>();
        List<CatalogObject> dropped = new ArrayList<>();
        for (Map.Entry<Long, TemporaryObjects.AtCommit> each : own.atCommit().entrySet()) {
            Optional<CatalogObject> found = changes.schema().object(CatalogKind.TABLE, each.getKey());
            if (found.isEmpty()) {
                own.forget(each.getKey());
            } else {
                (each.getValue() == TemporaryObjects.AtCommit.DROP ? dropped : emptied).add(found.get());
            }
        }
        boolean changed = tables.emptyAll(emptied);
        if (!dropped.isEmpty()) {
            drops.dropTables(dropped, Drops.Mode.CASCADE);
            changed = true;
        }
        return changed;
    }

    /** Empties tables. */
    public void truncate(Maintenance.Truncate truncate) {
        tables.truncate(truncate.tables(), truncate.restartIdentity(), truncate.cascade());
    }

    /** Puts, changes or removes a comment. */
    public void comment(Maintenance.Comment comment) {
        new Comments(changes).comment(comment);
    }
}
