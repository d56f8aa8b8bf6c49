package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.ast.TypeDefinition;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.bind.BoundQuery;
import org.borealisdb.sql.bind.QueryBinder;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserType;
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
    private final Ownership ownership;
    private final TableRows rows;
    private final KeyDefinitions keys;
    private final SequenceDefinitions sequences;
    private final TableDefinitions tables;
    private final TableAlterations alterations;
    private final SchemaDefinitions schemas;
    private final ViewDefinitions views;
    private final TypeDefinitions types;
    private final FunctionDefinitions functions;
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
            SchemaReader schema,
            String text,
            Consumer<SqlNotice> notices,
            BindContext.SessionScope session,
            TableRows rows) {
        this.changes = new CatalogChanges(database, transaction, schema, text, notices, session);
        this.ownership = new Ownership(changes);
        this.rows = rows;
        this.databaseId = schema.databaseId();
        this.keys = new KeyDefinitions(changes, rows);
        this.sequences = new SequenceDefinitions(changes);
        ConstraintDefinitions constraints = new ConstraintDefinitions(
                keys, new CheckDefinitions(changes, rows::verify), new ForeignKeyDefinitions(changes, rows));
        this.tables = new TableDefinitions(changes, constraints, sequences, rows);
        this.views = new ViewDefinitions(changes);
        this.alterations = new TableAlterations(changes, tables, views, constraints, sequences, rows);
        this.schemas = new SchemaDefinitions(changes);
        this.types = new TypeDefinitions(changes, rows);
        this.functions = new FunctionDefinitions(changes);
    }

    /** Runs a definition. */
    public Outcome run(Definition definition) {
        return switch (definition) {
            case Definition.CreateTable create -> {
                tables.create(create);
                yield Outcome.plain("CREATE TABLE");
            }
            case Definition.CreateTableAs create -> createAs(create);
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
            case Definition.Drop drop -> drop(drop);
            case Definition.AlterTable alter -> {
                alterations.alter(alter);
                yield Outcome.plain("ALTER " + word(alter.kind()).toUpperCase(Locale.ROOT));
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

    /** Returns what makes indexes anew. */
    public Rebuilds rebuilds() {
        return new Rebuilds(changes, keys);
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
                new OwnedObjects(changes).drop(drop, objects -> dropOwned(objects, drop.cascade()));
        };
    }

    private Outcome createAs(Definition.CreateTableAs create) {
        if (!(create.query() instanceof Query query)) {
            throw SqlException.notSupported("CREATE TABLE AS of this statement");
        }
        CatalogObject parent =
                changes.schemaOf(create.name(), create.persistence() == Definition.Persistence.TEMPORARY);
        tables.checkAtCommit(parent, create.onCommit());
        if (changes.isTaken(parent, create.name().last(), create.ifNotExists())) {
            return Outcome.plain("CREATE TABLE AS");
        }
        BindContext context = changes.bindContext();
        context.allowChangesIn(Optional.ofNullable(query.with()));
        BoundQuery bound = QueryBinder.bind(context, query);
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
        CatalogObject object = tables.create(parent, create.name().last(), names, types);
        tables.setAtCommit(object, create.onCommit());
        context.changesInWith().forEach(each -> changes.lockRows(each.change().table()));
        context.accesses().check(changes.schema());
        if (!create.withData()) {
            return Outcome.plain("CREATE TABLE AS");
        }
        Optimizer optimizer = new Optimizer(
                new CatalogKnowledge(changes.schema()), PlannerSettings.DEFAULT, context::newSlot, context::step);
        optimizer.note(bound.plan());
        Plan plan = optimizer.optimize(bound.plan());
        long count = rows.fill(changes.schema().table(object), plan, context.changesInWith(), context.slots());
        return new Outcome(CommandTag.SELECT, count);
    }

    private static String word(Definition.ObjectKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Outcome drop(Definition.Drop drop) {
        if (drop.kind() == Definition.ObjectKind.TABLE || drop.kind() == Definition.ObjectKind.VIEW) {
            List<CatalogObject> found = new ArrayList<>();
            drop.names()
                    .forEach(name -> find(drop, name)
                            .filter(each -> !found.contains(each))
                            .ifPresent(found::add));
            Mode mode = Mode.of(drop.cascade());
            if (drop.kind() == Definition.ObjectKind.TABLE) {
                dropTables(found, mode);
            } else {
                dropViews(found, mode);
            }
            return Outcome.plain("DROP " + drop.kind());
        }
        if (drop.kind() == Definition.ObjectKind.TYPE || drop.kind() == Definition.ObjectKind.DOMAIN) {
            dropTypes(types.find(drop), Mode.of(drop.cascade()));
            return Outcome.plain("DROP " + drop.kind());
        }
        for (QualifiedName name : drop.names()) {
            switch (drop.kind()) {
                case INDEX, SEQUENCE -> find(drop, name).ifPresent(each -> dropRelation(each, drop.cascade()));
                case SCHEMA -> dropSchema(drop, name.last());
                case DATABASE -> dropDatabase(drop, name.last());
                case EXTENSION -> Extensions.drop(drop, name, changes);
                default ->
                    throw SqlException.notSupported("DROP " + word(drop.kind()).toUpperCase(Locale.ROOT));
            }
            changes.schema().forget();
        }
        return Outcome.plain("DROP " + word(drop.kind()).toUpperCase(Locale.ROOT));
    }

    private static CatalogKind kind(Definition.ObjectKind kind) {
        return switch (kind) {
            case TABLE -> CatalogKind.TABLE;
            case INDEX -> CatalogKind.INDEX;
            case SEQUENCE -> CatalogKind.SEQUENCE;
            default -> CatalogKind.VIEW;
        };
    }

    /** What becomes of that which depends on something that is dropped. */
    private enum Mode {
        /** It keeps it from being dropped. */
        RESTRICT,
        /** It goes too, with a notice. */
        CASCADE,
        /** It goes too, as has been said before. */
        QUIET;

        static Mode of(boolean cascade) {
            return cascade ? CASCADE : RESTRICT;
        }
    }

    private static void drop(Dependents dependents, Mode mode, String what) {
        if (mode == Mode.QUIET) {
            dependents.drop();
        } else {
            dependents.drop(mode == Mode.CASCADE, what);
        }
    }

    private void dropViews(List<CatalogObject> objects, Mode mode) {
        Dependents dependents = new Dependents(changes)
                .without(objects.stream().map(CatalogObject::id).collect(Collectors.toSet()));
        for (CatalogObject object : objects) {
            dependents.viewsOver(object, views::drop).ofRows(object, typeDrops());
        }
        drop(dependents, mode, objects.size() == 1 ? "view " + changes.shown(objects.getFirst()) : "desired object(s)");
        objects.forEach(object -> now(object).ifPresent(views::drop));
        changes.schema().forget();
    }

    private void dropTables(List<CatalogObject> objects, Mode mode) {
        Set<Long> dropped = new HashSet<>();
        objects.forEach(object -> dropped.add(object.id()));
        objects.forEach(object -> changes.locked(changes.schema().table(object)));
        changes.schema().forget();
        Dependents dependents = new Dependents(changes);
        objects.forEach(object -> dependents.ofTable(changes.schema().table(object), dropped));
        objects.forEach(object -> dependents.viewsOver(object, views::drop));
        objects.forEach(object -> dependents.ofRows(object, typeDrops()));
        List<CatalogObject> owned = objects.stream()
                .flatMap(object -> changes.schema().related(object.id()).stream())
                .filter(part -> part.kind() == CatalogKind.SEQUENCE)
                .toList();
        dependents.ofSequences(owned, table -> !dropped.contains(table.id()));
        drop(
                dependents,
                mode,
                objects.size() == 1 ? "table " + changes.shown(objects.getFirst()) : "desired object(s)");
        for (CatalogObject object : objects) {
            changes.refusePendingChecks(rows, changes.schema().table(object), "DROP TABLE");
            tables.drop(changes.schema().table(object));
            changes.schema().forget();
        }
    }

    private Dependents.TypeDrops typeDrops() {
        return new Dependents.TypeDrops(
                (relation, column) -> now(relation)
                        .filter(table ->
                                changes.schema().table(table).place(column).isPresent())
                        .ifPresent(table -> alterations.dropColumn(table, column)),
                index -> now(index).ifPresent(each -> keys.dropIndex(each, true)),
                domain -> now(domain).ifPresent(each -> dropTypes(List.of(each), Mode.CASCADE)),
                view -> now(view).ifPresent(views::drop),
                attribute -> now(attribute.object()).ifPresent(any -> types.dropAttribute(attribute)));
    }

    /** Returns an object as it is now, for what depends on several others may have gone with the first of them. */
    private Optional<CatalogObject> now(CatalogObject object) {
        changes.schema().forget();
        return changes.schema().object(object.kind(), object.id());
    }

    private void dropTypes(List<CatalogObject> objects, Mode mode) {
        if (objects.isEmpty()) {
            return;
        }
        Dependents dependents = new Dependents(changes);
        dependents.ofTypes(objects, typeDrops());
        drop(dependents, mode, objects.size() == 1 ? types.name(objects.getFirst()) : "desired object(s)");
        objects.forEach(object -> now(object).ifPresent(types::remove));
        changes.schema().forget();
    }

    /** Finds a relation that is to be dropped; if there may be none, there is a notice. */
    private Optional<CatalogObject> find(Definition.Drop drop, QualifiedName name) {
        String word = word(drop.kind());
        Optional<CatalogObject> found = changes.schema().relation(name.parts());
        if (found.isEmpty()) {
            boolean noSchema = !name.isSimple()
                    && changes.schema()
                            .schema(name.parts().get(name.parts().size() - 2))
                            .isEmpty();
            if (drop.ifExists()) {
                changes.notice(
                        noSchema
                                ? "schema \"" + name.parts().get(name.parts().size() - 2)
                                        + "\" does not exist, skipping"
                                : word + " \"" + name.last() + "\" does not exist, skipping");
                return Optional.empty();
            }
            throw new SqlException(
                    drop.kind() == Definition.ObjectKind.INDEX ? ErrorCode.UNDEFINED_OBJECT : ErrorCode.UNDEFINED_TABLE,
                    word + " \"" + name + "\" does not exist");
        }
        CatalogObject object = found.get();
        if (object.kind() != kind(drop.kind())) {
            String article = drop.kind() == Definition.ObjectKind.INDEX ? "an " : "a ";
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + name.last() + "\" is not " + article + word)
                    .withHint(hint(object));
        }
        ownership.requireDrop(object);
        return found;
    }

    private static String hint(CatalogObject object) {
        String kind = object.kind().name();
        String article = object.kind() == CatalogKind.INDEX ? "an " : "a ";
        return "Use DROP " + kind + " to remove " + article + kind.toLowerCase(Locale.ROOT) + ".";
    }

    private void dropRelation(CatalogObject object, boolean cascade) {
        dropRelation(object, Mode.of(cascade));
    }

    private void dropRelation(CatalogObject object, Mode mode) {
        switch (object.kind()) {
            case TABLE -> dropTables(List.of(object), mode);
            case INDEX -> keys.dropIndex(object, mode != Mode.RESTRICT);
            case SEQUENCE -> {
                drop(
                        new Dependents(changes)
                                .ofSequences(List.of(object), any -> true)
                                .viewsOver(object, views::drop),
                        mode,
                        "sequence " + changes.shown(object));
                sequences.drop(object);
            }
            default -> dropViews(List.of(object), mode);
        }
    }

    private void dropSchema(Definition.Drop drop, String name) {
        Optional<CatalogObject> found = changes.schema().schema(name);
        if (found.isEmpty()) {
            if (drop.ifExists()) {
                changes.notice("schema \"" + name + "\" does not exist, skipping");
                return;
            }
            throw new SqlException(ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist");
        }
        ownership.require(found.get());
        dropSchema(found.get(), drop.cascade());
    }

    private void dropSchema(CatalogObject schema, boolean cascade) {
        String name = schema.name();
        String on = "schema " + Quoting.identifier(name);
        Dependents members = new Dependents(changes);
        for (CatalogObject relation : changes.schema().relations(schema)) {
            if (!isPart(relation)) {
                members.member(
                        relation,
                        Ownership.word(relation) + " " + changes.shown(relation),
                        on,
                        () -> now(relation).ifPresent(each -> dropRelation(each, Mode.QUIET)));
            }
        }
        for (CatalogObject type : types.of(schema)) {
            members.member(
                    type,
                    types.name(type),
                    on,
                    () -> now(type).ifPresent(each -> dropTypes(List.of(each), Mode.QUIET)));
        }
        for (CatalogObject function : functions.of(schema)) {
            members.member(
                    function,
                    FunctionNames.name(changes, function),
                    on,
                    () -> now(function)
                            .flatMap(each -> UserFunction.of(each, changes.schema()))
                            .ifPresent(functions::dropQuietly));
        }
        // What depends on the members, and is in other schemas, stands right behind them.
        List<CatalogObject> relations = changes.schema().relations(schema);
        relations.forEach(relation -> members.viewsBehind(relation, views::drop));
        members.ofSequences(
                relations.stream()
                        .filter(relation -> relation.kind() == CatalogKind.SEQUENCE)
                        .toList(),
                table -> table.parent() != schema.id());
        members.drop(cascade, on);
        new DefaultGrants(changes).dropOf(schema);
        changes.remove(schema);
    }

    /** Indexes and sequences of tables go with those. */
    private static boolean isPart(CatalogObject relation) {
        return relation.kind() == CatalogKind.INDEX
                || (relation.kind() == CatalogKind.SEQUENCE && relation.related() != 0);
    }

    /** Drops relations. */
    private void dropAll(List<CatalogObject> relations) {
        dropTables(
                relations.stream()
                        .filter(relation -> relation.kind() == CatalogKind.TABLE)
                        .toList(),
                Mode.QUIET);
        for (CatalogObject relation : relations) {
            if (relation.kind() != CatalogKind.TABLE && !isPart(relation)) {
                now(relation).ifPresent(each -> dropRelation(each, Mode.QUIET));
            }
        }
    }

    /** Drops what a role owns: relations and types first, then schemas, which must be empty then or go with all that is in them. */
    private void dropOwned(List<CatalogObject> objects, boolean cascade) {
        Mode mode = Mode.of(cascade);
        dropTables(
                objects.stream()
                        .filter(object -> object.kind() == CatalogKind.TABLE)
                        .toList(),
                mode);
        changes.schema().forget();
        for (CatalogObject object : objects) {
            boolean there = changes.schema().object(object.kind(), object.id()).isPresent();
            boolean relation = object.kind() == CatalogKind.SEQUENCE || object.kind() == CatalogKind.VIEW;
            if (there && relation) {
                dropRelation(object, cascade);
                changes.schema().forget();
            }
        }
        dropTypes(
                objects.stream()
                        .filter(object -> object.kind() == CatalogKind.TYPE && !new UserType(object).isArray())
                        .toList(),
                mode);
        objects.stream()
                .filter(object -> object.kind() == CatalogKind.FUNCTION
                        && changes.schema()
                                .object(CatalogKind.FUNCTION, object.id())
                                .isPresent())
                .forEach(changes::remove);
        for (CatalogObject object : objects) {
            if (object.kind() == CatalogKind.SCHEMA) {
                dropSchema(object, cascade);
                changes.schema().forget();
            }
        }
    }

    /** Drops a schema with temporary tables and all that is in it. */
    public void dropTemporary(String schemaName) {
        Optional<CatalogObject> found = changes.schema().schema(schemaName);
        if (found.isPresent()) {
            dropAll(changes.schema().relations(found.get()));
            changes.schema().forget();
            dropTypes(types.of(found.get()), Mode.QUIET);
            changes.remove(found.get());
        }
    }

    /** Deletes the rows of temporary tables, and drops others, at the end of a transaction; returns whether the catalog has changed. */
    public boolean endOfTransaction() {
        TemporaryObjects own = changes.schema().temporary();
        boolean changed = false;
        for (Map.Entry<Long, TemporaryObjects.AtCommit> each : own.atCommit().entrySet()) {
            Optional<CatalogObject> found = changes.schema().object(CatalogKind.TABLE, each.getKey());
            if (found.isEmpty()) {
                own.forget(each.getKey());
            } else if (each.getValue() == TemporaryObjects.AtCommit.DROP) {
                dropTables(List.of(found.get()), Mode.CASCADE);
                changed = true;
            } else if (rows.anyIs(
                    changes.schema().table(found.get()), new Expression.Constant(BuiltInType.BOOL.type(), true))) {
                tables.empty(changes.schema().table(found.get()));
                changed = true;
            }
        }
        return changed;
    }

    private void dropDatabase(Definition.Drop drop, String name) {
        Optional<CatalogObject> found = schemas.database(name);
        if (found.isEmpty()) {
            if (drop.ifExists()) {
                changes.notice("database \"" + name + "\" does not exist, skipping");
                return;
            }
            throw new SqlException(ErrorCode.INVALID_CATALOG_NAME, "database \"" + name + "\" does not exist");
        }
        ownership.require(found.get());
        if (found.get().id() == databaseId) {
            throw new SqlException(ErrorCode.OBJECT_IN_USE, "cannot drop the currently open database");
        }
        for (CatalogObject schema : schemas.schemasOf(found.get())) {
            dropAll(changes.schema().relations(schema));
            types.of(schema).forEach(types::remove);
            functions.of(schema).forEach(changes::remove);
            changes.remove(schema);
        }
        changes.schema().related(found.get().id()).stream()
                .filter(part -> part.kind() == CatalogKind.SETTING)
                .forEach(changes::remove);
        changes.schema().children(found.get(), NameSpace.PRIVILEGES).forEach(changes::remove);
        changes.remove(found.get());
    }

    /** Empties tables. */
    public void truncate(Maintenance.Truncate truncate) {
        tables.truncate(truncate.tables(), truncate.restartIdentity(), truncate.cascade());
    }

    /** Puts, changes or removes a comment. */
    public void comment(Maintenance.Comment comment) {
        schemas.comment(comment);
    }
}
