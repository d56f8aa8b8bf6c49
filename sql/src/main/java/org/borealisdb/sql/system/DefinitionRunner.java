package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.SequenceState;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.engine.table.Table;
import org.borealisdb.engine.table.TableEngine;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.StoredRow;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.RowIndexKey;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TypeNames;
import org.borealisdb.sql.execute.RowText;

/** Runs definitions of tables and indexes in a transaction. */
public final class DefinitionRunner {
    private final Database database;
    private final Transaction transaction;
    private final SchemaReader schema;
    private final String text;
    private final Consumer<String> notices;
    private final TableCopier copier;

    /** Copies the rows of a table to one that is clustered otherwise. */
    @FunctionalInterface
    public interface TableCopier {
        /** Copies all rows. */
        void copy(TableDefinition from, TableDefinition to);
    }

    /**
     * Runs one definition.
     *
     * @param schema the newest catalog, with the transaction's own changes
     * @param notices gets what the client should know
     */
    public DefinitionRunner(
            Database database,
            Transaction transaction,
            SchemaReader schema,
            String text,
            Consumer<String> notices,
            TableCopier copier) {
        this.database = database;
        this.transaction = transaction;
        this.schema = schema;
        this.text = text;
        this.notices = notices;
        this.copier = copier;
    }

    /** Runs a definition and returns its command tag. */
    public String run(Definition definition) {
        return switch (definition) {
            case Definition.CreateTable create -> {
                createTable(create);
                yield "CREATE TABLE";
            }
            case Definition.CreateIndex create -> {
                createIndex(create);
                yield "CREATE INDEX";
            }
            case Definition.Drop drop -> drop(drop);
            case Definition.AlterTable alter -> {
                alter(alter);
                yield "ALTER TABLE";
            }
            case Definition.CreateDatabase create -> throw SqlException.notSupported("CREATE DATABASE");
            default -> throw SqlException.notSupported("this definition");
        };
    }

    private SqlException error(ErrorCode code, String message, int position) {
        return SourceText.at(new SqlException(code, message), text, position);
    }

    private CatalogObject schemaOf(QualifiedName name) {
        if (name.isSimple()) {
            return schema.defaultSchema()
                    .orElseThrow(() -> error(
                            ErrorCode.INVALID_SCHEMA_NAME,
                            "no schema has been selected to create in",
                            name.position()));
        }
        String wanted = name.parts().get(name.parts().size() - 2);
        return schema.schema(wanted)
                .orElseThrow(() -> error(
                        ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + wanted + "\" does not exist", name.position()));
    }

    private void createTable(Definition.CreateTable create) {
        refuse(create.persistence() == Definition.Persistence.TEMPORARY, "a temporary table");
        refuse(!create.likes().isEmpty(), "LIKE");
        refuse(!create.inherits().isEmpty(), "INHERITS");
        CatalogObject parent = schemaOf(create.name());
        String name = create.name().last();
        if (schema.inSchema(parent, name).isPresent()) {
            if (create.ifNotExists()) {
                notices.accept("relation \"" + name + "\" already exists, skipping");
                return;
            }
            throw new SqlException(ErrorCode.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
        }
        List<Definition.KeyConstraint> keys = new ArrayList<>();
        long id = database.catalog().newId(transaction.workspace());
        Table table = database.tables().createTable(transaction, id);
        CatalogObject object =
                CatalogObject.of(CatalogKind.TABLE, id, parent.id(), name).withTree(table.treeId());
        database.catalog().add(transaction, object);
        for (Definition.Constraint constraint : create.constraints()) {
            collect(constraint, List.of(), keys);
        }
        Set<String> notNull = new HashSet<>();
        for (Definition.ColumnDefinition column : create.columns()) {
            for (Definition.Constraint constraint : column.constraints()) {
                collect(constraint, List.of(column.name()), keys);
            }
        }
        keys.stream().filter(Definition.KeyConstraint::primary).forEach(key -> notNull.addAll(key.columns()));
        Set<String> names = new HashSet<>();
        int number = 1;
        for (Definition.ColumnDefinition column : create.columns()) {
            if (!names.add(column.name())) {
                throw error(
                        ErrorCode.DUPLICATE_COLUMN, "column \"" + column.name() + "\" specified more than once", -1);
            }
            addColumn(object, parent, column, number++, notNull.contains(column.name()), false);
        }
        schema.forget();
        TableDefinition made = schema.table(object);
        for (Definition.KeyConstraint key : keys) {
            addKey(made, parent, key);
            schema.forget();
            made = schema.table(object);
        }
    }

    private void collect(Definition.Constraint constraint, List<String> columns, List<Definition.KeyConstraint> keys) {
        switch (constraint) {
            case Definition.KeyConstraint key -> {
                if (key.primary() && keys.stream().anyMatch(Definition.KeyConstraint::primary)) {
                    throw error(
                            ErrorCode.INVALID_TABLE_DEFINITION,
                            "multiple primary keys for table are not allowed",
                            key.position());
                }
                keys.add(new Definition.KeyConstraint(
                        key.name(),
                        key.primary(),
                        key.nullsNotDistinct(),
                        key.columns().isEmpty() ? columns : key.columns(),
                        key.include(),
                        key.options(),
                        key.tablespace(),
                        key.usingIndex(),
                        key.attributes(),
                        key.position()));
            }
            case Definition.CheckConstraint check -> throw SqlException.notSupported("CHECK");
            case Definition.ForeignKey foreign -> throw SqlException.notSupported("a foreign key");
            case Definition.GeneratedConstraint generated -> throw SqlException.notSupported("a generated column");
            default -> {}
        }
    }

    private void addColumn(
            CatalogObject table,
            CatalogObject parent,
            Definition.ColumnDefinition column,
            int number,
            boolean inPrimaryKey,
            boolean later) {
        Optional<TypeName> serial = serialType(column.type());
        SqlType type;
        try {
            type = TypeNames.resolve(serial.orElse(column.type()));
        } catch (SqlException unknown) {
            throw SourceText.at(unknown, text, column.type().position());
        }
        CatalogObject object = CatalogObject.of(
                        CatalogKind.COLUMN,
                        database.catalog().newId(transaction.workspace()),
                        table.id(),
                        column.name())
                .with(TableColumn.NUMBER, Integer.toString(number))
                .with(TableColumn.TYPE, Integer.toString(type.oid()))
                .with(TableColumn.MODIFIER, Integer.toString(type.modifier()));
        boolean notNull = inPrimaryKey || serial.isPresent();
        boolean generated = serial.isPresent();
        for (Definition.Constraint constraint : column.constraints()) {
            switch (constraint) {
                case Definition.NullConstraint given -> notNull |= given.notNull();
                case Definition.DefaultConstraint given -> {
                    refuse(later, "ADD COLUMN with a default");
                    object = object.with(TableColumn.DEFAULT, sourceOf(given.value()));
                }
                case Definition.IdentityConstraint given -> {
                    generated = true;
                    notNull = true;
                    object = object.with(
                            TableColumn.IDENTITY, given.kind() == Definition.IdentityKind.ALWAYS ? "a" : "d");
                }
                default -> {}
            }
        }
        if (generated) {
            refuse(later, "ADD COLUMN with a sequence");
            String name = freeName(parent, table.name() + "_" + column.name() + "_seq");
            long id = database.catalog().newId(transaction.workspace());
            database.sequences().create(transaction, id, SequenceState.from(1));
            database.catalog()
                    .add(
                            transaction,
                            CatalogObject.of(CatalogKind.SEQUENCE, id, parent.id(), name)
                                    .withRelated(table.id()));
            object = object.with(TableColumn.DEFAULT, "nextval(" + id + "::regclass)");
        }
        if (notNull) {
            object = object.with(TableColumn.NOT_NULL, "true");
        }
        database.catalog().add(transaction, object);
    }

    /** The text of a default, by its offsets: from where it begins to where the column's definition can go on. */
    private String sourceOf(SyntaxExpression value) {
        return switch (value) {
            case SyntaxExpression.Literal literal ->
                literal.kind() == SyntaxExpression.LiteralKind.STRING
                        ? "'" + literal.text().replace("'", "''") + "'"
                        : literal.kind() == SyntaxExpression.LiteralKind.INTEGER
                                        || literal.kind() == SyntaxExpression.LiteralKind.NUMBER
                                ? literal.text()
                                : literal.kind().name();
            case SyntaxExpression.Unary unary -> unary.operator().last() + sourceOf(unary.operand());
            case SyntaxExpression.CurrentValue current -> current.kind().name();
            case SyntaxExpression.Cast cast ->
                "(" + sourceOf(cast.operand()) + ")::" + cast.type().name().last();
            case SyntaxExpression.FunctionCall call ->
                call.name() + "("
                        + String.join(
                                ", ",
                                call.arguments().stream().map(this::sourceOf).toList()) + ")";
            case SyntaxExpression.Binary binary ->
                "(" + sourceOf(binary.left()) + " " + binary.operator().last() + " " + sourceOf(binary.right()) + ")";
            default -> throw SqlException.notSupported("this expression as a default");
        };
    }

    private static Optional<TypeName> serialType(TypeName type) {
        String plain = switch (type.name().last()) {
            case "serial", "serial4" -> "int4";
            case "bigserial", "serial8" -> "int8";
            case "smallserial", "serial2" -> "int2";
            default -> "";
        };
        return plain.isEmpty()
                ? Optional.empty()
                : Optional.of(new TypeName(
                        new QualifiedName(List.of("pg_catalog", plain), type.position()),
                        List.of(),
                        0,
                        false,
                        type.position()));
    }

    private String freeName(CatalogObject parent, String wanted) {
        String name = wanted;
        for (int suffix = 1; schema.inSchema(parent, name).isPresent(); suffix++) {
            name = wanted + suffix;
        }
        return name;
    }

    private String columnNumbers(TableDefinition table, List<String> columns, int position) {
        List<String> numbers = new ArrayList<>();
        for (String column : columns) {
            int place = table.place(column)
                    .orElseThrow(() -> error(
                            ErrorCode.UNDEFINED_COLUMN,
                            "column \"" + column + "\" named in key does not exist",
                            position));
            numbers.add(Integer.toString(place + 1));
        }
        return String.join(",", numbers);
    }

    private void addKey(TableDefinition table, CatalogObject parent, Definition.KeyConstraint key) {
        refuse(key.usingIndex() != null, "a constraint using an index");
        refuse(key.nullsNotDistinct(), "NULLS NOT DISTINCT");
        String given = key.name();
        String name = given != null
                ? given
                : freeName(
                        parent,
                        key.primary()
                                ? table.name() + "_pkey"
                                : table.name() + "_" + String.join("_", key.columns()) + "_key");
        if (schema.inSchema(parent, name).isPresent()) {
            throw new SqlException(ErrorCode.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
        }
        long id = database.catalog().newId(transaction.workspace());
        CatalogObject object = CatalogObject.of(CatalogKind.INDEX, id, parent.id(), name)
                .withRelated(table.object().id())
                .with(IndexDefinition.COLUMNS, columnNumbers(table, key.columns(), key.position()))
                .with(IndexDefinition.CONSTRAINT, "true")
                .with(CatalogObject.UNIQUE, "true");
        if (!key.primary()) {
            build(table, object);
            return;
        }
        if (table.indexes().stream().anyMatch(IndexDefinition::isPrimary)) {
            throw error(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "multiple primary keys for table \"" + table.name() + "\" are not allowed",
                    key.position());
        }
        database.catalog().add(transaction, object.with(IndexDefinition.PRIMARY, "true"));
        for (String column : key.columns()) {
            TableColumn known = table.columns().get(table.place(column).getAsInt());
            if (!known.notNull()) {
                database.catalog().replace(transaction, known.object().with(TableColumn.NOT_NULL, "true"));
            }
        }
        rebuild(table, true);
    }

    /** Gives a table a new tree, clustered by its present key; with the rows it had, or empty. */
    private void rebuild(TableDefinition old, boolean withRows) {
        Table table = database.tables().createTable(transaction, old.object().id());
        CatalogObject object = old.object().withTree(table.treeId());
        database.catalog().replace(transaction, object);
        database.tables().trees().drop(transaction, old.object().tree());
        schema.forget();
        TableDefinition made = schema.table(object);
        if (withRows) {
            copier.copy(old, made);
        }
        for (IndexDefinition index : made.indexes()) {
            if (!index.isClustered()) {
                database.catalog().remove(transaction, index.object());
                database.tables().trees().drop(transaction, index.object().tree());
                build(made, index.object().withTree(0));
            }
        }
        schema.forget();
    }

    private void build(TableDefinition table, CatalogObject object) {
        List<SqlType> types = table.columns().stream().map(TableColumn::type).toList();
        IndexDefinition definition = IndexDefinition.of(object, types);
        boolean unique = object.property(CatalogObject.UNIQUE).isPresent();
        try (ReadView view = transaction.openLatestView()) {
            TableEngine.Built built = database.tables()
                    .createIndex(
                            transaction,
                            table.table(),
                            object.id(),
                            new RowIndexKey(definition, table.layout()),
                            unique,
                            view);
            if (built.violation().isPresent()) {
                RowSource row = new StoredRow(table.layout())
                        .moveTo(built.violation().get().row());
                throw new SqlException(
                                ErrorCode.UNIQUE_VIOLATION, "could not create unique index \"" + object.name() + "\"")
                        .withDetail(RowText.key(table, definition, row) + " is duplicated.")
                        .with(SqlException.Field.TABLE, table.name())
                        .with(SqlException.Field.CONSTRAINT, object.name());
            }
            database.catalog().add(transaction, object.withTree(built.index().treeId()));
        }
    }

    private TableDefinition locked(QualifiedName name) {
        TableDefinition table = schema.table(name.parts())
                .orElseThrow(() -> error(ErrorCode.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist", -1));
        transaction.lock(RowStore.tableKey(table.table()), TableLockMode.ACCESS_EXCLUSIVE);
        return table;
    }

    private void createIndex(Definition.CreateIndex create) {
        refuse(create.where() != null, "a partial index");
        refuse(!create.include().isEmpty(), "INCLUDE");
        refuse(create.nullsNotDistinct(), "NULLS NOT DISTINCT");
        refuse(create.method() != null && !"btree".equals(create.method()), "this index method");
        TableDefinition table = locked(create.table());
        CatalogObject parent =
                schema.object(CatalogKind.SCHEMA, table.object().parent()).orElseThrow();
        List<String> columns = new ArrayList<>();
        List<String> orders = new ArrayList<>();
        for (Definition.IndexItem item : create.items()) {
            if (!(item.item().expression() instanceof SyntaxExpression.ColumnReference column)) {
                throw SqlException.notSupported("an index on an expression");
            }
            columns.add(column.names().getLast());
            Boolean nullsFirst = item.item().nullsFirst();
            boolean first = nullsFirst == null ? item.item().descending() : nullsFirst;
            orders.add((item.item().descending() ? "d" : "") + (first ? "f" : ""));
        }
        String given = create.name();
        String name = given != null ? given : freeName(parent, table.name() + "_" + String.join("_", columns) + "_idx");
        if (schema.inSchema(parent, name).isPresent()) {
            if (create.ifNotExists()) {
                notices.accept("relation \"" + name + "\" already exists, skipping");
                return;
            }
            throw new SqlException(ErrorCode.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
        }
        CatalogObject object = CatalogObject.of(
                        CatalogKind.INDEX, database.catalog().newId(transaction.workspace()), parent.id(), name)
                .withRelated(table.object().id())
                .with(IndexDefinition.COLUMNS, columnNumbers(table, columns, create.position()))
                .with(IndexDefinition.ORDERS, String.join(",", orders));
        build(table, create.unique() ? object.with(CatalogObject.UNIQUE, "true") : object);
    }

    private String drop(Definition.Drop drop) {
        refuse(
                drop.kind() != Definition.ObjectKind.TABLE && drop.kind() != Definition.ObjectKind.INDEX,
                "DROP " + drop.kind());
        boolean tables = drop.kind() == Definition.ObjectKind.TABLE;
        String word = tables ? "table" : "index";
        for (QualifiedName name : drop.names()) {
            Optional<CatalogObject> found = schema.relation(name.parts())
                    .filter(object -> object.kind() == (tables ? CatalogKind.TABLE : CatalogKind.INDEX));
            if (found.isEmpty()) {
                if (!drop.ifExists()) {
                    throw new SqlException(ErrorCode.UNDEFINED_TABLE, word + " \"" + name.last() + "\" does not exist");
                }
                notices.accept(word + " \"" + name.last() + "\" does not exist, skipping");
            } else if (tables) {
                dropTable(locked(name));
            } else {
                dropIndex(found.get());
            }
            schema.forget();
        }
        return tables ? "DROP TABLE" : "DROP INDEX";
    }

    private void dropTable(TableDefinition table) {
        for (CatalogObject part : schema.related(table.object().id())) {
            if (part.kind() == CatalogKind.SEQUENCE) {
                database.sequences().drop(transaction, part.id());
            } else if (part.tree() != 0) {
                database.tables().trees().drop(transaction, part.tree());
            }
            database.catalog().remove(transaction, part);
        }
        table.columns().forEach(column -> database.catalog().remove(transaction, column.object()));
        database.catalog().remove(transaction, table.object());
        database.tables().trees().drop(transaction, table.object().tree());
    }

    private void dropIndex(CatalogObject index) {
        if (index.property(IndexDefinition.CONSTRAINT).isPresent()) {
            throw new SqlException(
                    ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop index " + index.name() + " because a constraint requires it");
        }
        database.catalog().remove(transaction, index);
        database.tables().trees().drop(transaction, index.tree());
    }

    private void alter(Definition.AlterTable alter) {
        if (alter.ifExists() && schema.table(alter.name().parts()).isEmpty()) {
            notices.accept("relation \"" + alter.name().last() + "\" does not exist, skipping");
            return;
        }
        for (Definition.TableAction action : alter.actions()) {
            TableDefinition table = locked(alter.name());
            CatalogObject parent =
                    schema.object(CatalogKind.SCHEMA, table.object().parent()).orElseThrow();
            switch (action) {
                case Definition.AddColumn add -> addLater(table, parent, add);
                case Definition.DropColumn dropped -> dropColumn(table, dropped);
                case Definition.RenameColumn rename -> {
                    TableColumn column = column(table, rename.column());
                    database.catalog().replace(transaction, column.object().withName(rename.newName()));
                }
                case Definition.Rename rename ->
                    database.catalog().replace(transaction, table.object().withName(rename.newName()));
                case Definition.AddConstraint add -> {
                    if (!(add.constraint() instanceof Definition.KeyConstraint key)) {
                        throw SqlException.notSupported("this constraint");
                    }
                    addKey(table, parent, key);
                }
                case Definition.SetOptions options -> {}
                default -> throw SqlException.notSupported("this form of ALTER TABLE");
            }
            schema.forget();
        }
    }

    private static TableColumn column(TableDefinition table, String name) {
        return table.columns()
                .get(table.place(name)
                        .orElseThrow(() -> new SqlException(
                                ErrorCode.UNDEFINED_COLUMN,
                                "column \"" + name + "\" of relation \"" + table.name() + "\" does not exist")));
    }

    private void addLater(TableDefinition table, CatalogObject parent, Definition.AddColumn add) {
        String name = add.column().name();
        if (table.place(name).isPresent()) {
            if (add.ifNotExists()) {
                notices.accept("column \"" + name + "\" of relation \"" + table.name() + "\" already exists, skipping");
                return;
            }
            throw new SqlException(
                    ErrorCode.DUPLICATE_COLUMN,
                    "column \"" + name + "\" of relation \"" + table.name() + "\" already exists");
        }
        refuse(!add.column().constraints().isEmpty(), "ADD COLUMN with constraints");
        addColumn(table.object(), parent, add.column(), table.columns().size() + 1, false, true);
        schema.forget();
        TableDefinition wider = schema.table(table.object());
        table.table().indexes().forEach(index -> {
            if (index.key() instanceof RowIndexKey key) {
                key.widen(wider.layout());
            }
        });
    }

    private void dropColumn(TableDefinition table, Definition.DropColumn dropped) {
        if (dropped.ifExists() && table.place(dropped.column()).isEmpty()) {
            notices.accept("column \"" + dropped.column() + "\" of relation \"" + table.name()
                    + "\" does not exist, skipping");
            return;
        }
        TableColumn column = column(table, dropped.column());
        int place = column.number() - 1;
        for (IndexDefinition index : table.indexes()) {
            if (index.columns().contains(place)) {
                throw SqlException.notSupported("DROP COLUMN of an index's column");
            }
        }
        database.catalog()
                .replace(
                        transaction,
                        column.object()
                                .withName("........pg.dropped." + column.number() + "........")
                                .with(TableColumn.DROPPED, "true"));
    }

    /** Empties tables. */
    public void truncate(List<FromItem.Table> tables) {
        for (FromItem.Table item : tables) {
            rebuild(locked(item.name()), false);
        }
    }

    private static void refuse(boolean met, String feature) {
        if (met) {
            throw SqlException.notSupported(feature);
        }
    }
}
