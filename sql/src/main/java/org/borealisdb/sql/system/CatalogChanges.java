package org.borealisdb.sql.system;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.LockMode;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.bind.BindingSession;
import org.borealisdb.sql.bind.StoredExpressions;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.DefaultPrivileges;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Privileges;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.SchemaNames;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.session.SqlNotice;
import org.jspecify.annotations.Nullable;

/** What the definitions of one statement change: the catalog as the transaction has it, and how to find things in it. Belongs to one task. */
final class CatalogChanges {
    /** Kinds of new objects that ALTER DEFAULT PRIVILEGES can be about. */
    private static final Set<CatalogKind> MAY_HAVE_DEFAULTS = Set.of(
            CatalogKind.TABLE,
            CatalogKind.VIEW,
            CatalogKind.SEQUENCE,
            CatalogKind.FUNCTION,
            CatalogKind.TYPE,
            CatalogKind.SCHEMA);

    private final Database database;
    private final Transaction transaction;
    private final SchemaReader schema;
    private final String text;
    private final Consumer<SqlNotice> notices;
    private final BindingSession session;
    private final ReadView known;
    private @Nullable TypeDrops parts;

    /**
     * Changes nothing yet.
     *
     * @param known a view of the catalog that is not newer than what is read of it
     */
    CatalogChanges(
            Database database,
            Transaction transaction,
            ReadView known,
            SchemaReader schema,
            String text,
            Consumer<SqlNotice> notices,
            BindingSession session) {
        this.database = database;
        this.transaction = transaction;
        this.schema = schema;
        this.text = text;
        this.notices = notices;
        this.session = session;
        this.known = known;
    }

    /** Returns changes of the same statement in the database that a reader reads. */
    CatalogChanges in(SchemaReader other) {
        return new CatalogChanges(database, transaction, known, other, text, notices, session);
    }

    Database database() {
        return database;
    }

    Transaction transaction() {
        return transaction;
    }

    SchemaReader schema() {
        return schema;
    }

    String text() {
        return text;
    }

    void notice(String message) {
        notice(message, "");
    }

    void notice(String message, String detail) {
        notices.accept(new SqlNotice(SqlNotice.Level.NOTICE, ErrorCode.SUCCESSFUL_COMPLETION, message, detail, ""));
    }

    void notice(SqlNotice notice) {
        notices.accept(notice);
    }

    /** Says that what was to be made is passed over, as it is there already. */
    void passOver(ErrorCode code, String exists) {
        notices.accept(SqlNotice.of(SqlNotice.Level.NOTICE, code, exists + ", skipping"));
    }

    void warn(ErrorCode code, String message) {
        notices.accept(SqlNotice.of(SqlNotice.Level.WARNING, code, message));
    }

    /** Returns a relation's name as messages show it: with its schema if it would not be found without. */
    String shown(CatalogObject relation) {
        String name = Quoting.identifier(relation.name());
        boolean found = schema.relation(List.of(relation.name()))
                .filter(visible -> visible.id() == relation.id())
                .isPresent();
        return found
                ? name
                : schema.object(CatalogKind.SCHEMA, relation.parent())
                                .map(parent -> Quoting.identifier(parent.name()))
                                .orElse("?")
                        + "." + name;
    }

    /** Returns a table as the transaction has it now. */
    TableDefinition current(TableDefinition table) {
        return schema.table(
                schema.object(CatalogKind.TABLE, table.object().id()).orElseThrow());
    }

    /** Says how what depends on something that is dropped goes with it. */
    void setParts(TypeDrops drops) {
        parts = drops;
    }

    /** Returns how what depends on something that is dropped goes with it. */
    TypeDrops parts() {
        return Objects.requireNonNull(parts, "nobody drops anything");
    }

    /** Binds stored expressions against the catalog as it is now. */
    StoredExpressions expressions() {
        BindContext context = bindContext();
        context.collectNames();
        return new StoredExpressions(context);
    }

    /** Returns what binding asks of the session. */
    BindingSession session() {
        return session;
    }

    /** Returns how texts are read as values. */
    TextInput textInput() {
        return session.textInput();
    }

    BindContext bindContext() {
        return bindContext(List.of());
    }

    /** Returns a context for what has parameters of such types. */
    BindContext bindContext(List<SqlType> parameters) {
        return new BindContext(text, schema, session, parameters);
    }

    SqlException error(ErrorCode code, String message, int position) {
        return SourceText.at(new SqlException(code, message), text, position);
    }

    static void refuse(boolean met, String feature) {
        if (met) {
            throw SqlException.notSupported(feature);
        }
    }

    long newId() {
        return database.catalog().newId(transaction.workspace());
    }

    /** Adds an object, which belongs to the current role, and begins with the privileges that this has set; returns it as it is stored. */
    CatalogObject add(CatalogObject object) {
        long owner = ownerOfNew(object);
        CatalogObject owned = owner == schema.roles().first() ? object : object.with(Role.OWNER, Long.toString(owner));
        CatalogObject stored = withDefaultPrivileges(owned);
        addAsItIs(stored);
        return stored;
    }

    /** Adds an object with the owner and the privileges that it has. */
    void addAsItIs(CatalogObject object) {
        orMoved(() -> database.catalog().add(transaction, object));
    }

    private CatalogObject withDefaultPrivileges(CatalogObject object) {
        boolean may = MAY_HAVE_DEFAULTS.contains(object.kind())
                && object.property(AccessList.ACCESS).isEmpty()
                && !(object.kind() == CatalogKind.TYPE && new UserType(object).isArray())
                && !(object.kind() == CatalogKind.SCHEMA && TemporaryObjects.isTemporary(object.name()));
        return may
                ? DefaultPrivileges.ofNew(
                                schema,
                                schema.roles().ownerOf(object),
                                object.kind() == CatalogKind.SCHEMA ? 0 : object.parent(),
                                Privileges.classOf(object.kind()))
                        .map(list -> object.with(AccessList.ACCESS, list.stored()))
                        .orElse(object)
                : object;
    }

    private long ownerOfNew(CatalogObject object) {
        boolean owned = Ownership.OWNED.contains(object.kind())
                && object.property(Role.OWNER).isEmpty()
                && !(object.kind() == CatalogKind.SCHEMA && TemporaryObjects.isTemporary(object.name()));
        return owned ? schema.currentRole().id() : schema.roles().first();
    }

    void replace(CatalogObject object) {
        orMoved(() -> database.catalog().replace(transaction, known, object));
    }

    /** Removes an object alone: the comments on it stay, for one that gets its number. */
    void drop(CatalogObject object) {
        orMoved(() -> database.catalog().remove(transaction, known, object));
    }

    /** Makes a change; if others were there first, the statement is to begin anew. */
    private void orMoved(Runnable change) {
        try {
            change.run();
        } catch (SqlException failed) {
            boolean late = failed.code() == ErrorCode.SERIALIZATION_FAILURE
                    || failed.code() == ErrorCode.DUPLICATE_OBJECT
                    || failed.code() == ErrorCode.UNDEFINED_OBJECT;
            throw late && !transaction.knowsCatalog(known.lsn()) ? new CatalogMovedException() : failed;
        }
    }

    /** Removes an object, the comments on it, and what is known of its rows. */
    void remove(CatalogObject object) {
        schema.children(object, NameSpace.COMMENTS).forEach(this::drop);
        if (object.kind() == CatalogKind.TABLE || object.kind() == CatalogKind.EXTENDED_STATISTICS) {
            schema.children(object, NameSpace.STATISTICS).forEach(this::drop);
        }
        drop(object);
    }

    /** Forgets what is known of a column's values. */
    void forgetStatistics(TableDefinition table, int number) {
        schema.child(table.object(), NameSpace.STATISTICS, Integer.toString(number))
                .ifPresent(this::drop);
    }

    /**
     * Returns the schema that a new object of a name goes to.
     *
     * @param temporary whether it is to be one of the session's own
     */
    CatalogObject schemaOf(QualifiedName name, boolean temporary) {
        String wanted = name.isSimple() ? "" : name.parts().get(name.parts().size() - 2);
        TemporaryObjects own = schema.temporary();
        boolean alias = wanted.equals(TemporaryObjects.ALIAS) || wanted.equals(own.schema());
        if (temporary && !wanted.isEmpty() && !alias) {
            throw error(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "cannot create temporary relation in non-temporary schema",
                    name.position());
        }
        if (!temporary && !alias) {
            if (TemporaryObjects.isTemporary(wanted)) {
                throw error(
                        ErrorCode.INVALID_TABLE_DEFINITION,
                        "cannot create relations in temporary schemas of other sessions",
                        name.position());
            }
            return schemaOf(name);
        }
        return temporarySchema();
    }

    /** Returns the schema of the session's own tables, made now if it is not there. */
    CatalogObject temporarySchema() {
        TemporaryObjects own = schema.temporary();
        for (int attempt = 1; !own.isUsed() && schema.schema(own.schema()).isPresent(); attempt++) {
            own.chooseAnother(attempt);
        }
        CatalogObject database =
                schema.object(CatalogKind.DATABASE, schema.databaseId()).orElseThrow();
        if (!privileges().has(schema.currentRole().id(), database, Privilege.TEMPORARY)) {
            throw RoleDefinitions.denied(
                    "permission denied to create temporary tables in database \"" + database.name() + "\"");
        }
        own.use();
        Optional<CatalogObject> known = schema.schema(own.schema());
        if (known.isPresent()) {
            return known.get();
        }
        CatalogObject made = CatalogObject.of(CatalogKind.SCHEMA, newId(), schema.databaseId(), own.schema());
        add(made);
        schema.forget();
        return made;
    }

    /** Returns the schema that a new object of a name goes to. */
    CatalogObject schemaOf(QualifiedName name) {
        if (name.isSimple()) {
            return creatable(schema.defaultSchema()
                    .orElseThrow(() -> error(
                            ErrorCode.INVALID_SCHEMA_NAME,
                            "no schema has been selected to create in",
                            name.position())));
        }
        String wanted = name.parts().get(name.parts().size() - 2);
        if (wanted.equals(TemporaryObjects.ALIAS)) {
            return temporarySchema();
        }
        if (wanted.equals("pg_catalog") || wanted.equals("information_schema")) {
            throw error(
                            ErrorCode.INSUFFICIENT_PRIVILEGE,
                            "permission denied to create \"" + wanted + "." + name.last() + "\"",
                            -1)
                    .withDetail("System catalog modifications are currently disallowed.");
        }
        return creatable(schema.schema(wanted)
                .orElseThrow(() -> error(
                        ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + wanted + "\" does not exist", name.position())));
    }

    /** Returns a schema in which the current role may make something. */
    private CatalogObject creatable(CatalogObject in) {
        privileges().require(schema.currentRole().id(), in, Privilege.CREATE);
        return in;
    }

    /** Passes if the current role may make something in a schema. */
    void requireCreate(CatalogObject in) {
        creatable(in);
    }

    /** Returns what roles may do, as the catalog is now. */
    Privileges privileges() {
        return new Privileges(schema.roles());
    }

    CatalogObject schemaOf(TableDefinition table) {
        return schema.object(CatalogKind.SCHEMA, table.object().parent()).orElseThrow();
    }

    /** Returns whether a new relation's name is taken; if that is to be passed over, with a notice. */
    boolean isTaken(CatalogObject parent, String name, boolean passOver) {
        boolean composite = schema.typeInSchema(parent, name)
                .filter(type -> new UserType(type).isComposite())
                .isPresent();
        if (schema.inSchema(parent, name).isEmpty() && !composite) {
            return false;
        }
        String exists = "relation \"" + name + "\" already exists";
        if (!passOver) {
            throw new SqlException(ErrorCode.DUPLICATE_TABLE, exists);
        }
        passOver(ErrorCode.DUPLICATE_TABLE, exists);
        return true;
    }

    /** Returns a name for a relation that was given none: {@code first_second_label}, with a number if that is taken. */
    String freeName(CatalogObject parent, String first, String second, String label) {
        return freeName(parent, first, second, label, name -> false);
    }

    /** The same of one that must not be something else either. */
    String freeName(CatalogObject parent, String first, String second, String label, Predicate<String> taken) {
        String name = ObjectNames.of(first, second, label);
        for (int suffix = 1; schema.inSchema(parent, name).isPresent() || taken.test(name); suffix++) {
            name = ObjectNames.of(first, second, label + suffix);
        }
        return name;
    }

    /**
     * Fails if checks of changed rows of a table wait for the end of the transaction: they go by the table as it was.
     *
     * @param statement that is to change the table, for the error
     * @throws SqlException 55006
     */
    void refusePendingChecks(TableRows rows, TableDefinition table, String statement) {
        if (rows.hasPendingChecks(table)) {
            throw new SqlException(
                    ErrorCode.OBJECT_IN_USE,
                    "cannot " + statement + " \"" + table.name() + "\" because it has pending trigger events");
        }
    }

    /**
     * Takes a lock for the rest of the transaction.
     *
     * @throws CatalogMovedException if others have changed the catalog since the statement began to read it
     */
    void lock(LockKey key, LockMode mode) {
        if (!transaction.holds(key, mode)) {
            transaction.lock(key, mode);
            if (!transaction.knowsCatalog(known.lsn())) {
                throw new CatalogMovedException();
            }
        }
    }

    /** Locks a type against all who make something of it, and who change it. */
    void lockType(long id) {
        lock(new LockKey.OfTable(id), TableLockMode.ACCESS_EXCLUSIVE);
    }

    /**
     * Makes sure that a type, and its collation, stay, for something is made of them.
     *
     * @throws SqlException 42704 if it has been dropped meanwhile, 42501 if the current role may not use it
     */
    void keep(SqlType type) {
        Collation collation = type.physical().collation().collation();
        if (collation.number() != 0) {
            lock(new LockKey.OfTable(collation.number()), TableLockMode.ACCESS_SHARE);
            refuseGone(List.of(CatalogKind.COLLATION), collation.number(), "collation " + collation.displayName());
        }
        boolean array = type instanceof ArrayType;
        SqlType element = type instanceof ArrayType of ? of.element() : type;
        long oid = Integer.toUnsignedLong(element.oid());
        if (oid < Catalog.FIRST_USER_ID) {
            return;
        }
        boolean rows = RowTypes.is(oid);
        long id = rows ? RowTypes.relation(oid) : oid;
        lock(new LockKey.OfTable(id), TableLockMode.ACCESS_SHARE);
        refuseGone(
                rows ? List.of(CatalogKind.TABLE, CatalogKind.VIEW) : List.of(CatalogKind.TYPE),
                id,
                "type \"" + element.displayName() + (array ? "[]" : "") + "\"");
        if (!rows) {
            schema.object(CatalogKind.TYPE, oid).ifPresent(this::requireUsage);
        }
    }

    /** Passes if the current role may make something of a type; who may use elements may use arrays of them. */
    private void requireUsage(CatalogObject type) {
        CatalogObject element = new UserType(type).isArray()
                ? schema.object(CatalogKind.TYPE, new UserType(type).related()).orElse(type)
                : type;
        if (!privileges().has(schema.currentRole().id(), element, Privilege.USAGE)) {
            String shown =
                    schema.types().made(element.id()).map(SqlType::displayName).orElse(element.name());
            throw RoleDefinitions.denied("permission denied for type " + shown);
        }
    }

    private void refuseGone(List<CatalogKind> kinds, long id, String what) {
        try (ReadView view = transaction.openLatestView()) {
            if (kinds.stream()
                    .allMatch(kind -> database.catalog()
                            .find(transaction.workspace(), view, kind, id)
                            .isEmpty())) {
                throw new SqlException(ErrorCode.UNDEFINED_OBJECT, what + " does not exist");
            }
        }
    }

    /** Fails if there is a type of the name that a new table or view is to have, whose rows are of a type of that name. */
    void refuseTypeName(CatalogObject parent, String name) {
        if (schema.typeInSchema(parent, name).isPresent()) {
            throw new SqlException(ErrorCode.DUPLICATE_OBJECT, "type \"" + name + "\" already exists")
                    .withHint("A relation has an associated type of the same name, so you must use a name that doesn't"
                            + " conflict with any existing type.");
        }
    }

    /** Locks a table as those do who change rows of it. */
    void lockRows(TableDefinition table) {
        lock(RowStore.tableKey(table.table()), TableLockMode.ROW_EXCLUSIVE);
    }

    /** Locks the tables that what was bound reads, so that they stay as they are. */
    void lockRead() {
        schema.used().forEach(table -> lock(RowStore.tableKey(table.table()), TableLockMode.ACCESS_SHARE));
    }

    /** Locks a table against everything else. */
    TableDefinition locked(TableDefinition table) {
        lock(RowStore.tableKey(table.table()), TableLockMode.ACCESS_EXCLUSIVE);
        return table;
    }

    /** Returns a table, locked against everything else. */
    TableDefinition locked(QualifiedName name) {
        return locked(name, TableLockMode.ACCESS_EXCLUSIVE);
    }

    /** Returns a table, locked in a mode. */
    TableDefinition locked(QualifiedName name, TableLockMode mode) {
        TableDefinition table = table(name);
        lock(RowStore.tableKey(table.table()), mode);
        return table;
    }

    /** Returns a table of a name. */
    TableDefinition table(QualifiedName name) {
        return schema.table(name.parts()).orElseThrow(() -> {
            Optional<CatalogObject> other = schema.relation(name.parts());
            return other.isPresent()
                    ? error(ErrorCode.WRONG_OBJECT_TYPE, "\"" + name.last() + "\" is not a table", -1)
                    : new SchemaNames(schema).noRelation(name.parts());
        });
    }
}
