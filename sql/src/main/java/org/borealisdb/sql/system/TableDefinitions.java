package org.borealisdb.sql.system;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.table.Table;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.RowLayout;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.catalog.CollationNames;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.StorageParameters;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.catalog.TypeNames;
import org.jspecify.annotations.Nullable;

/** Makes, empties and drops tables. Belongs to one task. */
final class TableDefinitions {
    private final CatalogChanges changes;
    private final KeyDefinitions keys;
    private final ConstraintDefinitions constraints;
    private final TableRows rows;
    private final SequenceDefinitions sequences;

    TableDefinitions(
            CatalogChanges changes, ConstraintDefinitions constraints, SequenceDefinitions sequences, TableRows rows) {
        this.changes = changes;
        this.keys = constraints.keys();
        this.constraints = constraints;
        this.rows = rows;
        this.sequences = sequences;
    }

    void create(Definition.CreateTable create) {
        CatalogChanges.refuse(!create.inherits().isEmpty(), "INHERITS");
        boolean temporary = create.persistence() == Definition.Persistence.TEMPORARY;
        CatalogObject parent;
        try {
            parent = changes.schemaOf(create.name(), temporary);
        } catch (SqlException refused) {
            throw SourceText.at(refused, changes.text(), create.name().position());
        }
        String name = create.name().last();
        checkAtCommit(parent, create.onCommit());
        new UnloggedRelations(changes)
                .refuseIn(parent, create.persistence(), create.name().position());
        // Fails for what is none, also if there is such a table.
        StorageParameters.OF_TABLES.set(parent, create.options());
        if (changes.isTaken(parent, name, create.ifNotExists())) {
            return;
        }
        QualifiedName ofType = create.ofType();
        TypedTables typed = new TypedTables(changes);
        Optional<CatalogObject> type = Optional.ofNullable(ofType).map(typed::type);
        List<Definition.ColumnDefinition> columns =
                type.map(found -> typed.columns(found, create.typed())).orElse(create.columns());
        TableConstraints given = new TableConstraints(changes, name);
        for (Definition.ColumnDefinition column : columns) {
            column.constraints().forEach(constraint -> given.add(constraint, List.of(column.name())));
        }
        create.constraints().forEach(constraint -> given.add(constraint, List.of()));
        List<TableTemplate> templates = new ArrayList<>();
        create.likes().forEach(like -> templates.add(new TableTemplate(changes, like)));
        templates.forEach(template -> template.constraints().forEach(constraint -> given.add(constraint, List.of())));
        CatalogObject object = newTable(parent, name);
        setAtCommit(object, create.onCommit());
        CatalogObject stored = UnloggedRelations.declared(
                StorageParameters.OF_TABLES.set(object, create.options()), create.persistence());
        changes.replace(type.map(found -> stored.with(TableDefinition.OF_TYPE, Long.toString(found.id())))
                .orElse(stored));
        addColumns(create, columns, object, parent, given.primaryColumns(), templates);
        changes.schema().forget();
        generate(object, columns, true);
        for (TableTemplate template : templates) {
            template.addGenerated(changes.schema().table(object));
            changes.schema().forget();
        }
        given.apply(object, parent, constraints, true);
        for (TableTemplate template : templates) {
            template.addIndexes(changes.schema().table(object), parent, keys);
            changes.schema().forget();
        }
    }

    /** Adds the columns of a new table, its own and those that are like another's, as they stand in the statement. */
    private void addColumns(
            Definition.CreateTable create,
            List<Definition.ColumnDefinition> columns,
            CatalogObject object,
            CatalogObject parent,
            Set<String> primary,
            List<TableTemplate> templates) {
        Set<String> names = new HashSet<>();
        int like = 0;
        for (Definition.ColumnDefinition column : columns) {
            while (like < templates.size() && create.likes().get(like).position() < column.position()) {
                addCopies(templates.get(like++), object, parent, names);
            }
            checkNew(names, column.name());
            addColumn(object, parent, column, names.size(), primary.contains(column.name()));
        }
        while (like < templates.size()) {
            addCopies(templates.get(like++), object, parent, names);
        }
    }

    private void addCopies(TableTemplate template, CatalogObject object, CatalogObject parent, Set<String> names) {
        for (TableColumn column : template.columns()) {
            checkNew(names, column.name());
            CatalogObject plain = column(changes, object.id(), column.name(), names.size(), column.declared());
            template.add(object, parent, plain, column, names.size(), sequences);
        }
    }

    private void checkNew(Set<String> names, String name) {
        if (!names.add(name)) {
            throw changes.error(ErrorCode.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once", -1);
        }
    }

    /**
     * Gives new columns the expressions that they are computed by, once all columns are there.
     *
     * @param isNew whether the table is new
     */
    void generate(CatalogObject table, List<Definition.ColumnDefinition> columns, boolean isNew) {
        for (Definition.ColumnDefinition column : columns) {
            for (Definition.Constraint constraint : column.constraints()) {
                if (constraint instanceof Definition.GeneratedConstraint given) {
                    TableDefinition now = changes.schema().table(table);
                    TableColumn made =
                            now.columns().get(now.place(column.name()).orElseThrow());
                    String text = changes.expressions().generationText(given.value(), now, made, isNew);
                    changes.replace(made.object().with(TableColumn.GENERATED, text));
                    changes.schema().forget();
                }
            }
        }
    }

    /** Returns a column with a default; NULL is none, unless it stands for that of a domain. */
    static CatalogObject withDefault(CatalogObject column, SqlType type, String text) {
        boolean none = (text.equals("NULL") || text.startsWith("NULL::")) && !(type instanceof DomainType);
        return none ? TableAlterations.without(column, TableColumn.DEFAULT) : column.with(TableColumn.DEFAULT, text);
    }

    void checkAtCommit(CatalogObject parent, Definition.OnCommit onCommit) {
        if (onCommit != Definition.OnCommit.DEFAULT && !TemporaryObjects.isTemporary(parent.name())) {
            throw new SqlException(
                    ErrorCode.INVALID_TABLE_DEFINITION, "ON COMMIT can only be used on temporary tables");
        }
    }

    /** Remembers what a commit does with a table. */
    void setAtCommit(CatalogObject table, Definition.OnCommit onCommit) {
        TemporaryObjects own = changes.schema().temporary();
        switch (onCommit) {
            case DEFAULT, PRESERVE_ROWS -> {
                // Nothing is done.
            }
            case DELETE_ROWS -> own.atCommit(table.id(), TemporaryObjects.AtCommit.DELETE_ROWS);
            case DROP -> own.atCommit(table.id(), TemporaryObjects.AtCommit.DROP);
        }
    }

    private CatalogObject newTable(CatalogObject parent, String name) {
        changes.refuseTypeName(parent, name);
        long id = changes.newId();
        Table table = changes.database().tables().createTable(changes.transaction(), id);
        CatalogObject object =
                CatalogObject.of(CatalogKind.TABLE, id, parent.id(), name).withTree(table.treeId());
        return changes.add(object);
    }

    /** Makes a table with plain columns. */
    CatalogObject create(CatalogObject parent, String name, List<String> names, List<SqlType> types) {
        CatalogObject object = newTable(parent, name);
        for (int i = 0; i < names.size(); i++) {
            ColumnNames.refuseSystem(names.get(i));
            if (names.subList(0, i).contains(names.get(i))) {
                throw changes.error(
                        ErrorCode.DUPLICATE_COLUMN, "column \"" + names.get(i) + "\" specified more than once", -1);
            }
            changes.add(column(changes, object.id(), names.get(i), i + 1, types.get(i)));
        }
        changes.schema().forget();
        return object;
    }

    /**
     * Passes if a relation may have a column of a number.
     *
     * @throws SqlException 54011 if there are too many
     */
    static void checkNumber(int number) {
        if (number > RowLayout.MAXIMUM_COLUMNS) {
            throw new SqlException(
                    ErrorCode.TOO_MANY_COLUMNS, "tables can have at most " + RowLayout.MAXIMUM_COLUMNS + " columns");
        }
    }

    static CatalogObject column(CatalogChanges changes, long relation, String name, int number, SqlType type) {
        checkNumber(number);
        refusePseudo(name, type);
        changes.keep(type);
        CatalogObject column = CatalogObject.of(CatalogKind.COLUMN, changes.newId(), relation, name)
                .with(TableColumn.NUMBER, Integer.toString(number));
        return typed(column, type);
    }

    /**
     * Fails if columns cannot have a type.
     *
     * @throws SqlException 42P16
     */
    static void refusePseudo(String name, SqlType type) {
        SqlType of = type instanceof ArrayType array ? array.element() : type;
        if (of.category() == TypeCategory.PSEUDO || type.is(BuiltInType.UNKNOWN)) {
            throw new SqlException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "column \"" + name + "\" has pseudo-type " + type.displayName());
        }
    }

    /** Returns a column with another type. */
    static CatalogObject typed(CatalogObject column, SqlType given) {
        SqlType type = given.declared();
        CatalogObject typed = TableAlterations.without(column, TableColumn.COLLATION)
                .with(TableColumn.TYPE, Integer.toString(type.oid()))
                .with(TableColumn.MODIFIER, Integer.toString(type.modifier()));
        return CollationNames.keeping(typed, type);
    }

    /** Returns the type that a column definition names. */
    SqlType typeOf(Definition.ColumnDefinition column) {
        TypeName type = serialType(column.type()).orElse(column.type());
        return typeOf(changes, type, column.collation(), true);
    }

    /**
     * Returns the type that a definition names, with its collation.
     *
     * @param positions whether an error about the collation says where it is
     */
    static SqlType typeOf(CatalogChanges changes, TypeName name, @Nullable QualifiedName collation, boolean positions) {
        SqlType type;
        try {
            type = TypeNames.resolve(name, changes.schema().types());
        } catch (SqlException unknown) {
            throw SourceText.at(unknown, changes.text(), name.position());
        }
        if (collation == null) {
            return type;
        }
        try {
            return CollationNames.of(type, collation, changes.schema().types());
        } catch (SqlException unfit) {
            throw positions ? SourceText.at(unfit, changes.text(), collation.position()) : unfit;
        }
    }

    /** Adds a column to the catalog, with its default and its sequence; returns its object. */
    CatalogObject addColumn(
            CatalogObject table,
            CatalogObject parent,
            Definition.ColumnDefinition column,
            int number,
            boolean inPrimaryKey) {
        ColumnNames.refuseSystem(column.name());
        boolean serial = serialType(column.type()).isPresent();
        SqlType type = typeOf(column);
        CompositeDefinitions.refuseRowsOfItself(type, table);
        CatalogObject object = column(changes, table.id(), column.name(), number, type);
        String compression = column.compression();
        object = compression == null ? object : ColumnSettings.compressed(object, type, compression);
        boolean notNull = inPrimaryKey || serial;
        checkOneValue(table, column, serial);
        boolean generated = serial;
        List<OptionItem> options = List.of();
        for (Definition.Constraint constraint : column.constraints()) {
            switch (constraint) {
                case Definition.NullConstraint given -> notNull |= given.notNull();
                case Definition.DefaultConstraint given -> {
                    object = withDefault(
                            object, type, changes.expressions().defaultText(given.value(), column.name(), type));
                }
                case Definition.IdentityConstraint given -> {
                    generated = true;
                    notNull = true;
                    options = given.options();
                    IdentityColumns.checkType(type);
                    object = object.with(TableColumn.IDENTITY, IdentityColumns.letter(given.kind()));
                }
                default -> {}
            }
        }
        if (generated) {
            long sequence = sequences.createFor(table, parent, column.name(), type, options);
            object = object.with(TableColumn.DEFAULT, "nextval(" + sequence + "::regclass)")
                    .with(TableColumn.SEQUENCE, Long.toString(sequence));
        }
        object = notNull ? object.with(TableColumn.NOT_NULL, "true") : object;
        changes.add(object);
        return object;
    }

    /** A column has one source of values at most. */
    private void checkOneValue(CatalogObject table, Definition.ColumnDefinition column, boolean serial) {
        String where = " specified for column \"" + column.name() + "\" of table \"" + table.name() + "\"";
        boolean hasDefault = serial;
        boolean identity = false;
        boolean computed = false;
        Optional<Boolean> saysNull = Optional.empty();
        for (Definition.Constraint constraint : column.constraints()) {
            int position;
            switch (constraint) {
                case Definition.DefaultConstraint given -> {
                    if (hasDefault) {
                        throw changes.error(
                                ErrorCode.SYNTAX_ERROR, "multiple default values" + where, given.position());
                    }
                    hasDefault = true;
                    position = given.position();
                }
                case Definition.IdentityConstraint given -> {
                    if (identity) {
                        throw changes.error(
                                ErrorCode.SYNTAX_ERROR,
                                "multiple identity specifications for column \"" + column.name() + "\" of table \""
                                        + table.name() + "\"",
                                given.position());
                    }
                    identity = true;
                    position = serial ? -1 : given.position();
                }
                case Definition.GeneratedConstraint given -> {
                    if (computed) {
                        throw changes.error(
                                ErrorCode.SYNTAX_ERROR, "multiple generation clauses" + where, given.position());
                    }
                    computed = true;
                    position = serial ? -1 : given.position();
                }
                case Definition.NullConstraint given -> {
                    boolean now = given.notNull();
                    if (saysNull.filter(before -> before != now).isPresent() || (!now && (identity || serial))) {
                        throw changes.error(
                                ErrorCode.SYNTAX_ERROR,
                                "conflicting NULL/NOT NULL declarations for column \"" + column.name()
                                        + "\" of table \"" + table.name() + "\"",
                                given.position());
                    }
                    saysNull = Optional.of(now);
                    continue;
                }
                default -> {
                    continue;
                }
            }
            if (identity && saysNull.filter(notNull -> !notNull).isPresent()) {
                throw changes.error(
                        ErrorCode.SYNTAX_ERROR,
                        "conflicting NULL/NOT NULL declarations for column \"" + column.name() + "\" of table \""
                                + table.name() + "\"",
                        position);
            }
            if (hasDefault && identity) {
                throw changes.error(ErrorCode.SYNTAX_ERROR, "both default and identity" + where, position);
            }
            if (hasDefault && computed) {
                throw changes.error(ErrorCode.SYNTAX_ERROR, "both default and generation expression" + where, position);
            }
            if (identity && computed) {
                throw changes.error(
                        ErrorCode.SYNTAX_ERROR, "both identity and generation expression" + where, position);
            }
        }
    }

    static Optional<TypeName> serialType(TypeName type) {
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

    void drop(TableDefinition table) {
        for (ForeignKeyDefinition key : table.foreignKeys()) {
            if (key.referenced() != key.referencing()) {
                // It may have gone with a table before.
                changes.schema()
                        .object(CatalogKind.CONSTRAINT, key.object().id())
                        .ifPresent(changes::remove);
            }
        }
        for (CatalogObject part : changes.schema().related(table.object().id())) {
            if (part.kind() == CatalogKind.SEQUENCE) {
                sequences.remove(part);
            } else if (part.kind() == CatalogKind.EXTENDED_STATISTICS) {
                changes.remove(part);
            } else {
                keys.remove(part);
            }
        }
        table.columns().forEach(column -> changes.remove(column.object()));
        changes.remove(table.object());
        keys.dropTree(table.object());
    }

    void truncate(List<FromItem.Table> named, boolean restartIdentity, boolean cascade) {
        SequencedMap<Long, TableDefinition> all = new LinkedHashMap<>();
        for (FromItem.Table item : named) {
            // Who may not does not wait, nor has others wait.
            TableDefinition table = changes.table(item.name());
            changes.privileges().require(changes.schema().currentRole().id(), table.object(), Privilege.TRUNCATE);
            changes.locked(table);
            all.put(table.object().id(), table);
        }
        Deque<TableDefinition> toDo = new ArrayDeque<>(all.values());
        while (!toDo.isEmpty()) {
            TableDefinition table = toDo.removeFirst();
            for (ForeignKeyDefinition key : table.references()) {
                if (!all.containsKey(key.referencing())) {
                    TableDefinition child = changes.schema()
                            .table(changes.schema()
                                    .object(CatalogKind.TABLE, key.referencing())
                                    .orElseThrow());
                    if (!cascade) {
                        throw referenced(table, child);
                    }
                    changes.notice("truncate cascades to table \"" + child.name() + "\"");
                    all.put(child.object().id(), changes.locked(child));
                    toDo.add(child);
                }
            }
        }
        for (TableDefinition table : all.values()) {
            changes.refusePendingChecks(rows, table, "TRUNCATE");
            keys.rebuild(table, false);
            changes.transaction().noteEmptied(table.table().activity());
            if (restartIdentity) {
                for (CatalogObject part :
                        changes.schema().related(table.object().id())) {
                    if (part.kind() == CatalogKind.SEQUENCE) {
                        sequences.restart(part);
                    }
                }
            }
        }
    }

    /**
     * Deletes all rows of tables that only this session sees; returns whether there were some.
     *
     * @throws SqlException 0A000 if another table refers to one of them
     */
    boolean emptyAll(List<CatalogObject> emptied) {
        List<Long> ids = emptied.stream().map(CatalogObject::id).toList();
        boolean changed = false;
        for (CatalogObject each : emptied) {
            TableDefinition table = changes.schema().table(each);
            for (ForeignKeyDefinition key : table.references()) {
                if (!ids.contains(key.referencing())) {
                    throw unlike(table, key);
                }
            }
            if (rows.anyIs(table, new Expression.Constant(BuiltInType.BOOL.type(), true))) {
                keys.rebuild(changes.locked(table), false);
                changes.transaction().noteEmptied(table.table().activity());
                changes.schema().forget();
                changed = true;
            }
        }
        return changed;
    }

    private SqlException unlike(TableDefinition table, ForeignKeyDefinition key) {
        String child = changes.schema()
                .object(CatalogKind.TABLE, key.referencing())
                .orElseThrow()
                .name();
        return new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "unsupported ON COMMIT and foreign key combination")
                .withDetail("Table \"" + child + "\" references \"" + table.name()
                        + "\", but they do not have the same ON COMMIT setting.");
    }

    private static SqlException referenced(TableDefinition table, TableDefinition child) {
        return new SqlException(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "cannot truncate a table referenced in a foreign key constraint")
                .withDetail("Table \"" + child.name() + "\" references \"" + table.name() + "\".")
                .withHint("Truncate table \"" + child.name() + "\" at the same time, or use TRUNCATE ... CASCADE.");
    }
}
