package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.jspecify.annotations.Nullable;

/** Tables whose columns are the attributes of a composite type, and change with these. Belongs to one task. */
final class TypedTables {
    private final CatalogChanges changes;

    TypedTables(CatalogChanges changes) {
        this.changes = changes;
    }

    /**
     * Finds the type that a table is to be of, which stays then.
     *
     * @throws SqlException 42704 if there is none, 42809 if it is none of rows
     */
    CatalogObject type(QualifiedName name) {
        Optional<CatalogObject> found = changes.schema().userType(name.parts());
        if (found.isEmpty()) {
            SqlType other = changes.schema()
                    .types()
                    .named(name.parts())
                    .orElseThrow(
                            () -> new SqlException(ErrorCode.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist"));
            throw notComposite(other);
        }
        SqlType type = changes.schema().types().made(found.get().id()).orElseThrow();
        if (!new UserType(found.get()).isComposite()) {
            throw notComposite(type);
        }
        changes.keep(type);
        return found.get();
    }

    private static SqlException notComposite(SqlType type) {
        return new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "type " + type.displayName() + " is not a composite type");
    }

    /** Returns the attributes of a type as columns of a new table, with what is said of them. */
    List<Definition.ColumnDefinition> columns(CatalogObject type, List<Definition.TypedColumn> said) {
        Map<String, List<Definition.Constraint>> constraints = new HashMap<>();
        for (Definition.TypedColumn column : said) {
            if (constraints.put(column.name(), column.constraints()) != null) {
                throw new SqlException(
                        ErrorCode.DUPLICATE_COLUMN, "column \"" + column.name() + "\" specified more than once");
            }
            if (column.constraints().stream().anyMatch(Definition.IdentityConstraint.class::isInstance)) {
                throw new SqlException(
                        ErrorCode.FEATURE_NOT_SUPPORTED, "identity columns are not supported on typed tables");
            }
        }
        List<Definition.ColumnDefinition> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (TableColumn attribute : attributes(type)) {
            names.add(attribute.name());
            columns.add(new Definition.ColumnDefinition(
                    attribute.name(),
                    typeName(attribute.declared()),
                    null,
                    collation(attribute.declared()),
                    constraints.getOrDefault(attribute.name(), List.of()),
                    -1));
        }
        said.stream()
                .map(Definition.TypedColumn::name)
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new SqlException(ErrorCode.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist");
                });
        return columns;
    }

    private List<TableColumn> attributes(CatalogObject type) {
        return changes.schema().columns(type).stream()
                .filter(column -> !column.dropped())
                .toList();
    }

    private static TypeName typeName(SqlType type) {
        if (PostgresParser.parseExpression("NULL::" + type.exactName()) instanceof SyntaxExpression.Cast cast) {
            return cast.type();
        }
        throw new IllegalStateException("the type " + type.exactName() + " is no type");
    }

    private static @Nullable QualifiedName collation(SqlType type) {
        Collation collation = type.collation().collation();
        return type.collation().isDefault()
                ? null
                : new QualifiedName(
                        List.of(
                                "pg_catalog",
                                collation.number() == 0 ? collation.name() : Long.toString(collation.number())),
                        -1);
    }

    /**
     * Passes if a table may change in a way; one that is typed only changes with its type.
     *
     * @throws SqlException 42809 if it may not
     */
    static void refuse(TableDefinition table, Definition.TableAction action) {
        if (table.object().property(TableDefinition.OF_TYPE).isEmpty()) {
            return;
        }
        String refused = switch (action) {
            case Definition.AddColumn _ -> "add column to";
            case Definition.DropColumn _ -> "drop column from";
            case Definition.RenameColumn _ -> "rename column of";
            case Definition.AlterColumnType _ -> "alter column type of";
            default -> "";
        };
        if (!refused.isEmpty()) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "cannot " + refused + " typed table");
        }
    }

    /** Makes a table one of a type, or one of none. */
    void set(TableDefinition table, Definition.SetType set) {
        QualifiedName name = set.type();
        if (name == null) {
            if (table.object().property(TableDefinition.OF_TYPE).isEmpty()) {
                throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + table.name() + "\" is not a typed table");
            }
            changes.replace(TableAlterations.without(table.object(), TableDefinition.OF_TYPE));
            return;
        }
        CatalogObject type = type(name);
        List<TableColumn> columns =
                table.columns().stream().filter(column -> !column.dropped()).toList();
        List<TableColumn> attributes = attributes(type);
        for (int i = 0; i < attributes.size(); i++) {
            String wanted = attributes.get(i).name();
            if (i >= columns.size()) {
                throw mismatch("table is missing column \"" + wanted + "\"");
            }
            TableColumn column = columns.get(i);
            if (!column.name().equals(wanted)) {
                throw mismatch("table has column \"" + column.name() + "\" where type requires \"" + wanted + "\"");
            }
            if (!column.declared().equals(attributes.get(i).declared())) {
                throw mismatch(
                        "table \"" + table.name() + "\" has different type for column \"" + column.name() + "\"");
            }
        }
        if (columns.size() > attributes.size()) {
            throw mismatch(
                    "table has extra column \"" + columns.get(attributes.size()).name() + "\"");
        }
        changes.replace(table.object().with(TableDefinition.OF_TYPE, Long.toString(type.id())));
    }

    private static SqlException mismatch(String message) {
        return new SqlException(ErrorCode.DATATYPE_MISMATCH, message);
    }

    /** Returns the tables of a type. */
    List<CatalogObject> of(CatalogObject type) {
        String id = Long.toString(type.id());
        return changes.schema().all(CatalogKind.TABLE).stream()
                .filter(table -> table.property(TableDefinition.OF_TYPE)
                        .filter(id::equals)
                        .isPresent())
                .toList();
    }

    /**
     * Returns the tables that change with a type.
     *
     * @throws SqlException 2BP01 if there are any, and they may not
     */
    List<CatalogObject> following(CatalogObject type, boolean cascade) {
        List<CatalogObject> tables = of(type);
        if (!tables.isEmpty() && !cascade) {
            throw new SqlException(
                            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot alter type \"" + type.name() + "\" because it is the type of a typed table")
                    .withHint("Use ALTER ... CASCADE to alter the typed tables too.");
        }
        return tables;
    }
}
