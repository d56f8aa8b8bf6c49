package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.table.Table;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.LongName;
import org.borealisdb.sql.ast.QualifiedName;
import org.jspecify.annotations.Nullable;

/** Finds tables by name as one view of the catalog has them. Belongs to one task; keeps what it has read. */
public final class SchemaReader implements AutoCloseable {
    private final Database database;
    private final Workspace workspace;
    private final Supplier<ReadView> views;
    private ReadView view;
    private final long databaseId;
    private final List<String> searchPath;
    private final Map<Long, TableDefinition> tables;
    private final Map<Long, List<CatalogObject>> functions = new HashMap<>();
    private final Map<Long, List<CatalogObject>> operators = new HashMap<>();
    private @Nullable CastTable casts;
    private @Nullable List<CatalogObject> privileges;
    private final ExpressionReader expressions;
    private final AssignmentReader assignments;
    private final LongSupplier transaction;
    private final TemporaryObjects temporary;
    private final CurrentRoles currentRoles;
    private final KnownTables knownTables;
    private final boolean trusted;
    private final Map<Long, Boolean> usable = new HashMap<>();
    private @Nullable Roles roles;
    private final ReadTypes types;

    /**
     * Reads the catalog of a database.
     *
     * @param views opens views of the newest catalog: one now, and one each time that what was read is forgotten
     * @param expressions binds the expressions of indexes
     * @param assignments binds those of generated columns
     * @param transaction that looks
     * @param temporary the session's own tables
     * @param currentRoles the session's roles
     * @param knownTables what sessions know of tables
     */
    public SchemaReader(
            Database database,
            Workspace workspace,
            Supplier<ReadView> views,
            long databaseId,
            List<String> searchPath,
            ExpressionReader expressions,
            AssignmentReader assignments,
            LongSupplier transaction,
            TemporaryObjects temporary,
            CurrentRoles currentRoles,
            KnownTables knownTables) {
        this.currentRoles = currentRoles;
        this.knownTables = knownTables;
        this.trusted = false;
        this.database = database;
        this.workspace = workspace;
        this.views = views;
        this.view = views.get();
        this.databaseId = databaseId;
        this.searchPath = List.copyOf(searchPath);
        this.tables = new HashMap<>();
        this.expressions = expressions;
        this.assignments = assignments;
        this.transaction = transaction;
        this.temporary = temporary;
        this.types = new ReadTypes(this, expressions, transaction);
    }

    private SchemaReader(SchemaReader other, List<String> searchPath) {
        this.database = other.database;
        this.workspace = other.workspace;
        this.views = other.views;
        this.view = other.view;
        this.databaseId = other.databaseId;
        this.searchPath = List.copyOf(searchPath);
        this.tables = other.tables;
        this.expressions = other.expressions;
        this.assignments = other.assignments;
        this.transaction = other.transaction;
        this.temporary = other.temporary;
        this.currentRoles = other.currentRoles;
        this.knownTables = other.knownTables;
        this.roles = other.roles;
        this.trusted = true;
        this.types = new ReadTypes(this, other.expressions, other.transaction);
    }

    /** Returns a reader of the same catalog that looks in other schemas for names, whoever may use them; it is not to be closed. */
    public SchemaReader withSearchPath(List<String> path) {
        return new SchemaReader(this, path);
    }

    /** Opens a reader of the newest catalog of another database, which looks for no name without a schema. */
    public SchemaReader ofDatabase(long other) {
        return new SchemaReader(
                database,
                workspace,
                views,
                other,
                List.of(),
                expressions,
                assignments,
                transaction,
                new TemporaryObjects(0),
                currentRoles,
                knownTables);
    }

    /** Returns whether names may be looked for in a schema. */
    private boolean isUsable(CatalogObject schema) {
        return trusted
                || usable.computeIfAbsent(
                        schema.id(),
                        any -> (temporary.isUsed() && schema.name().equals(temporary.schema()))
                                || new Privileges(roles()).has(currentRole().id(), schema, Privilege.USAGE));
    }

    /** Returns a schema that somebody names, who must be allowed to use it. */
    Optional<CatalogObject> namedSchema(String name) {
        Optional<CatalogObject> found = schema(name);
        if (found.isPresent() && !isUsable(found.get())) {
            throw Privileges.denied(found.get());
        }
        return found;
    }

    /** Returns the database that the catalog is of. */
    public long databaseId() {
        return databaseId;
    }

    /** Returns an object by its name within another. */
    public Optional<CatalogObject> child(CatalogObject parent, NameSpace nameSpace, String name) {
        return child(parent.id(), nameSpace, name);
    }

    /** Returns an object by its name within another, or within the cluster itself, whose number is 0. */
    public Optional<CatalogObject> child(long parent, NameSpace nameSpace, String name) {
        return database.catalog().find(workspace, view, parent, nameSpace, name);
    }

    /** Returns the objects of a name space within another. */
    public List<CatalogObject> children(CatalogObject parent, NameSpace nameSpace) {
        return database.catalog().children(workspace, view, parent.id(), nameSpace);
    }

    /** Returns where names are looked for. */
    public List<String> searchPath() {
        return searchPath;
    }

    /** Returns the LSN that the catalog is read at. */
    public long lsn() {
        return view.lsn();
    }

    /** Returns a schema of this database. */
    public Optional<CatalogObject> schema(String name) {
        if (name.equals(TemporaryObjects.ALIAS)) {
            return temporary.isUsed() ? schema(temporary.schema()) : Optional.empty();
        }
        return database.catalog().find(workspace, view, databaseId, NameSpace.SCHEMAS, name);
    }

    /** Returns the session's own tables. */
    public TemporaryObjects temporary() {
        return temporary;
    }

    /** Returns where names of tables and types are looked for: among the session's own first. */
    public List<String> lookupPath() {
        if (!temporary.isUsed() || searchPath.contains(TemporaryObjects.ALIAS)) {
            return searchPath;
        }
        List<String> path = new ArrayList<>();
        path.add(temporary.schema());
        path.addAll(searchPath);
        return path;
    }

    /** Returns whether a relation is one of the session's own. */
    public boolean isTemporary(CatalogObject relation) {
        return temporary.isUsed()
                && schema(temporary.schema())
                        .filter(schema -> schema.id() == relation.parent())
                        .isPresent();
    }

    /** Returns all schemas of this database. */
    public List<CatalogObject> schemas() {
        return database.catalog().children(workspace, view, databaseId, NameSpace.SCHEMAS);
    }

    /** Returns the schema that new objects go to if their names don't say. */
    public Optional<CatalogObject> defaultSchema() {
        return searchPath.stream()
                .flatMap(name -> schema(name).stream())
                .filter(this::isUsable)
                .findFirst();
    }

    /** Returns all tables, indexes, sequences and views of a schema. */
    public List<CatalogObject> relations(CatalogObject schema) {
        return database.catalog().children(workspace, view, schema.id(), NameSpace.RELATIONS);
    }

    /** Returns all objects of a kind, of all databases. */
    public List<CatalogObject> all(CatalogKind kind) {
        return database.catalog().all(workspace, view, kind);
    }

    /** Returns an object by its id. */
    public Optional<CatalogObject> object(CatalogKind kind, long id) {
        return database.catalog().find(workspace, view, kind, id);
    }

    /** Returns the objects that belong to another. */
    public List<CatalogObject> related(long id) {
        return database.catalog().related(workspace, view, id);
    }

    /** Returns a table, index, sequence or view by its name, which may name its schema. */
    public Optional<CatalogObject> relation(List<String> name) {
        checkDatabase(name, true);
        if (name.size() > 1) {
            String schemaName = name.get(name.size() - 2);
            Optional<CatalogObject> found = namedSchema(schemaName).flatMap(schema -> inSchema(schema, name.getLast()));
            if (found.isPresent()
                    && TemporaryObjects.isTemporary(schemaName)
                    && !(temporary.isUsed() && schemaName.equals(temporary.schema()))) {
                throw new SqlException(
                        ErrorCode.FEATURE_NOT_SUPPORTED, "cannot access temporary tables of other sessions");
            }
            return found;
        }
        for (String schemaName : lookupPath()) {
            Optional<CatalogObject> found =
                    schema(schemaName).filter(this::isUsable).flatMap(schema -> inSchema(schema, name.getLast()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private void checkDatabase(List<String> name, boolean relation) {
        if (name.size() > 2) {
            String own = object(CatalogKind.DATABASE, databaseId)
                    .map(CatalogObject::name)
                    .orElse("");
            new LongName(new QualifiedName(name, -1), false, relation).check(own, "");
        }
    }

    /** Returns a relation of a schema by its name. */
    public Optional<CatalogObject> inSchema(CatalogObject schema, String name) {
        return database.catalog().find(workspace, view, schema.id(), NameSpace.RELATIONS, name);
    }

    /** Returns a table by its name. */
    public Optional<TableDefinition> table(List<String> name) {
        return relation(name)
                .filter(object -> object.kind() == CatalogKind.TABLE)
                .map(this::table);
    }

    /** Returns the definition of a table. */
    public TableDefinition table(CatalogObject object) {
        TableDefinition known = tables.get(object.id());
        if (known == null) {
            OptionalLong point = database.transactions().catalogPoint(view);
            known = knownTables.find(point, object.id());
            if (known == null) {
                known = read(object);
                knownTables.keep(point, known);
            }
            tables.put(object.id(), known);
        }
        return known;
    }

    /** Returns the roles of the cluster. */
    public Roles roles() {
        Roles read = roles;
        if (read == null) {
            read = new Roles(RoleSource.of(database.catalog(), workspace, view, databaseId));
            roles = read;
        }
        return read;
    }

    /** Returns the names of the session's roles. */
    public CurrentRoles currentRoles() {
        return currentRoles;
    }

    /**
     * Returns the role whose privileges count.
     *
     * @throws SqlException 42704 if it has been dropped
     */
    public Role currentRole() {
        return role(currentRoles.current());
    }

    /**
     * Returns a role by its name.
     *
     * @throws SqlException 42704 if there is none
     */
    public Role role(String name) {
        return roles().named(name)
                .orElseThrow(
                        () -> new SqlException(ErrorCode.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist"));
    }

    /** Binds the expressions of indexes. */
    public ExpressionReader expressions() {
        return expressions;
    }

    /** Returns the types. */
    public TypeLookup types() {
        return types;
    }

    /** Returns a type of a schema by its name. */
    public Optional<CatalogObject> typeInSchema(CatalogObject schema, String name) {
        return child(schema, NameSpace.TYPES, name);
    }

    /** Returns a type that a user made by its name, which may name its schema. */
    public Optional<CatalogObject> userType(List<String> name) {
        checkDatabase(name, false);
        if (name.size() > 1) {
            return namedSchema(name.get(name.size() - 2)).flatMap(schema -> typeInSchema(schema, name.getLast()));
        }
        for (String schemaName : lookupPath()) {
            Optional<CatalogObject> found =
                    schema(schemaName).filter(this::isUsable).flatMap(schema -> typeInSchema(schema, name.getLast()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Returns the number of the type that a name stands for: one that a user made, or that of the rows of a table or view. */
    Optional<Long> typeNumber(List<String> name) {
        if (name.size() > 1) {
            return namedSchema(name.get(name.size() - 2)).flatMap(schema -> typeNumber(schema, name.getLast()));
        }
        for (String schemaName : lookupPath()) {
            Optional<Long> found =
                    schema(schemaName).filter(this::isUsable).flatMap(schema -> typeNumber(schema, name.getLast()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Long> typeNumber(CatalogObject schema, String name) {
        Optional<Long> made = typeInSchema(schema, name)
                .map(CatalogObject::id)
                .or(() -> inSchema(schema, name).filter(RowTypes::has).map(relation -> RowTypes.of(relation.id())));
        return made.isPresent() || !name.startsWith("_")
                ? made
                : inSchema(schema, name.substring(1))
                        .filter(RowTypes::has)
                        .map(relation -> RowTypes.arrayOf(relation.id()));
    }

    /** Returns the names of what is found in schemas and is no relation, type or function. */
    public SchemaNames names() {
        return new SchemaNames(this);
    }

    /** Returns a schema of the search path, if names may be looked for in it. */
    Optional<CatalogObject> usableSchema(String name) {
        return schema(name).filter(this::isUsable);
    }

    /** Returns the functions of users that a name, which may name its schema, can stand for: those of the first schemas first. */
    public List<CatalogObject> functions(List<String> name) {
        List<CatalogObject> all = new ArrayList<>();
        schemasOf(name).forEach(schema -> all.addAll(functions(schema)));
        all.removeIf(function -> !UserFunction.nameOf(function).equals(name.getLast()));
        return all;
    }

    /** Returns the operators of a sign that are found: those of a schema, or of the schemas of the search path, in its order. */
    public List<UserOperator> operators(List<String> name) {
        return schemasOf(name).stream()
                .flatMap(schema ->
                        operators.computeIfAbsent(schema.id(), any -> children(schema, NameSpace.OPERATORS)).stream())
                .filter(operator -> UserOperator.nameOf(operator).equals(name.getLast()))
                .flatMap(operator -> UserOperator.of(operator, this).stream())
                .toList();
    }

    /** The schemas where a function or operator is looked for: not among temporary ones, for who can make these must not be able to put a function before another one. */
    private List<CatalogObject> schemasOf(List<String> name) {
        if (name.size() > 1) {
            return namedSchema(name.get(name.size() - 2)).stream().toList();
        }
        return searchPath.stream()
                .filter(each -> !each.equals(TemporaryObjects.ALIAS) && !TemporaryObjects.isTemporary(each))
                .flatMap(each -> schema(each).stream())
                .filter(this::isUsable)
                .toList();
    }

    /** Returns the casts that users made in this database. */
    public List<UserCast> userCasts() {
        return database.catalog().children(workspace, view, databaseId, NameSpace.CASTS).stream()
                .flatMap(object -> UserCast.of(object, types()).stream())
                .toList();
    }

    /** Returns all casts. */
    public CastTable casts() {
        CastTable known = casts;
        if (known == null) {
            List<UserCast> made = userCasts();
            known = made.isEmpty()
                    ? CastTable.builtIn()
                    : CastTable.builtIn().with(made.stream().map(UserCast::cast).toList());
            casts = known;
        }
        return known;
    }

    /** Returns what is kept about who may do what with what is built in. */
    public List<CatalogObject> privileges() {
        List<CatalogObject> known = privileges;
        if (known == null) {
            known = database.catalog().children(workspace, view, databaseId, NameSpace.PRIVILEGES).stream()
                    .filter(SystemPrivileges::is)
                    .toList();
            privileges = known;
        }
        return known;
    }

    private List<CatalogObject> functions(CatalogObject schema) {
        return functions.computeIfAbsent(schema.id(), any -> children(schema, NameSpace.FUNCTIONS));
    }

    /** Returns the tables that were asked for so far. */
    public List<TableDefinition> used() {
        return List.copyOf(tables.values());
    }

    /** Forgets what was read of tables, after the transaction changed the catalog. */
    public void forget() {
        tables.clear();
        types.forget();
        functions.clear();
        operators.clear();
        casts = null;
        privileges = null;
        roles = null;
        usable.clear();
        view.close();
        view = views.get();
    }

    @Override
    public void close() {
        view.close();
    }

    /** Returns the columns of a table or view by place, dropped ones included. */
    public List<TableColumn> columns(CatalogObject relation) {
        return database.catalog().children(workspace, view, relation.id(), NameSpace.COLUMNS).stream()
                .map(column -> TableColumn.of(column, types))
                .sorted(Comparator.comparingInt(TableColumn::number))
                .toList();
    }

    private TableDefinition read(CatalogObject object) {
        List<TableColumn> columns = columns(object);
        List<SqlType> columnTypes = columns.stream().map(TableColumn::type).toList();
        List<CatalogObject> parts = related(object.id());
        List<CatalogObject> constraints = children(object, NameSpace.CONSTRAINTS);
        List<IndexDefinition> indexes = parts.stream()
                .filter(part -> part.kind() == CatalogKind.INDEX)
                .map(part -> IndexDefinition.of(part, columnTypes, expressions, types))
                .sorted(Comparator.comparing(index -> !index.isPrimary()))
                .toList();
        List<CheckDefinition> checks = constraints.stream()
                .filter(constraint -> !ForeignKeyDefinition.isForeignKey(constraint))
                .map(CheckDefinition::new)
                .sorted(Comparator.comparing(CheckDefinition::name))
                .toList();
        List<ForeignKeyDefinition> foreignKeys = foreignKeys(constraints);
        List<ForeignKeyDefinition> references = foreignKeys(parts.stream()
                .filter(part -> part.kind() == CatalogKind.CONSTRAINT)
                .toList());
        Table table = database.table(workspace, view, object);
        List<GeneratedColumn> generated = new ArrayList<>();
        for (TableColumn column : columns) {
            Optional<String> text = column.object().property(TableColumn.GENERATED);
            if (text.isPresent() && !column.dropped()) {
                generated.add(new GeneratedColumn(
                        column.number() - 1, assignments.read(text.get(), columnTypes, column.declared(), types)));
            }
        }
        String schema = object(CatalogKind.SCHEMA, object.parent())
                .map(CatalogObject::name)
                .orElse("");
        return new TableDefinition(
                object,
                schema,
                table,
                columns,
                indexes,
                checks,
                foreignKeys,
                references,
                generated,
                TableColumn.layout(columns),
                object.name(),
                0);
    }

    /** The foreign keys among constraints, in the order in which they were made. */
    private static List<ForeignKeyDefinition> foreignKeys(List<CatalogObject> constraints) {
        return constraints.stream()
                .filter(ForeignKeyDefinition::isForeignKey)
                .sorted(Comparator.comparingLong(CatalogObject::id))
                .map(ForeignKeyDefinition::new)
                .toList();
    }
}
