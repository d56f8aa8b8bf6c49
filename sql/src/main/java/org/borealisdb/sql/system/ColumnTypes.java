package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.bind.ViewNames;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Expressions;

/** ALTER COLUMN ... TYPE of an ALTER TABLE, all of them at once: each value is computed from the row as it was, and rows are written once. Belongs to one task. */
final class ColumnTypes {
    private final CatalogChanges changes;
    private final KeyDefinitions keys;
    private final ForeignKeyDefinitions foreignKeys;
    private final TableRows rows;
    private final IdentityColumns identities;

    ColumnTypes(
            CatalogChanges changes,
            KeyDefinitions keys,
            ForeignKeyDefinitions foreignKeys,
            TableRows rows,
            IdentityColumns identities) {
        this.identities = identities;
        this.changes = changes;
        this.keys = keys;
        this.foreignKeys = foreignKeys;
        this.rows = rows;
    }

    /**
     * Gives columns other types.
     *
     * @throws SqlException 0A000 if a column comes twice, or something that can not follow reads it; 42804 if its values can not be converted
     */
    void alter(TableDefinition table, List<Definition.AlterColumnType> all) {
        NavigableMap<Integer, SqlType> types = new TreeMap<>();
        List<Expression> values = new ArrayList<>(changes.expressions().columns(table));
        for (Definition.AlterColumnType given : all) {
            TableColumn column = TableAlterations.column(table, given.column());
            int place = column.number() - 1;
            if (types.containsKey(place)) {
                throw new SqlException(
                        ErrorCode.FEATURE_NOT_SUPPORTED, "cannot alter type of column \"" + column.name() + "\" twice");
            }
            SqlType type = checked(table, column, given);
            types.put(place, type);
            values.set(place, changes.expressions().converted(table, place, type, given.using()));
        }
        types.forEach((place, type) ->
                changes.expressions().requireDefault(table, table.columns().get(place), type));
        checkIndexes(table, types);
        types.forEach((place, type) -> {
            TableColumn column = table.columns().get(place);
            CatalogObject changed = TableDefinitions.typed(column.object(), type);
            for (String property : List.of(TableColumn.STORAGE, TableColumn.COMPRESSION)) {
                changed = TableAlterations.without(changed, property);
            }
            changes.replace(changed);
            identities.retype(column, type);
            changes.forgetStatistics(table, column.number());
        });
        changes.schema().forget();
        forgetMissing(table);
        table.foreignKeys().forEach(key -> recheck(key, types, key.columns()));
        table.references().forEach(key -> recheck(key, types, key.referencedColumns()));
        keys.rebuild(table, values);
        new StatisticsDefinitions(changes).changedTypes(changes.current(table));
        verify(changes.current(table), types);
    }

    /** All rows are written anew, with all columns. */
    private void forgetMissing(TableDefinition table) {
        for (TableColumn column : changes.schema().columns(table.object())) {
            if (column.object().property(TableColumn.MISSING).isPresent()) {
                changes.replace(TableAlterations.without(column.object(), TableColumn.MISSING));
            }
        }
        changes.schema().forget();
    }

    /** Passes if all indexes can hold values of the new types. */
    private void checkIndexes(TableDefinition table, NavigableMap<Integer, SqlType> types) {
        List<SqlType> all = new ArrayList<>();
        table.columns().forEach(column -> all.add(types.getOrDefault(column.number() - 1, column.type())));
        for (IndexDefinition index : table.indexes()) {
            IndexClasses.recheck(IndexDefinition.of(
                    index.object(),
                    all,
                    changes.schema().expressions(),
                    changes.schema().types()));
        }
    }

    /** The type that a column gets, which nothing forbids. */
    private SqlType checked(TableDefinition table, TableColumn column, Definition.AlterColumnType given) {
        SqlType type = TableDefinitions.typeOf(changes, given.type(), given.collation(), false);
        CompositeDefinitions.refuseRowsOfItself(type, table.object());
        TableDefinitions.refusePseudo(column.name(), type);
        if (column.isGenerated() && given.using() != null) {
            throw new SqlException(
                            ErrorCode.INVALID_COLUMN_DEFINITION,
                            "cannot specify USING when altering type of generated column")
                    .withDetail("Column \"" + column.name() + "\" is a generated column.");
        }
        if (column.isIdentity()) {
            IdentityColumns.checkType(type);
        }
        CompositeDefinitions.refuseRows(changes, table);
        CompositeDefinitions.refuseIndexed(
                changes, RowTypes.of(table.object().id()), "table \"" + table.name() + "\"", "its row type");
        long rowType = RowTypes.of(table.object().id());
        refuseReaders(
                changes,
                column,
                names -> names.used(table.object().id()).contains(column.number())
                        || names.usedFields(rowType).contains(column.number()));
        refuseMentions(changes, rowType, "table \"" + table.name() + "\"", "its row type");
        int place = column.number() - 1;
        table.generated().forEach(generated -> {
            if (generated.place() != place
                    && Expressions.columns(List.of(generated.value())).contains(place)) {
                throw new SqlException(
                                ErrorCode.FEATURE_NOT_SUPPORTED,
                                "cannot alter type of a column used by a generated column")
                        .withDetail("Column \"" + column.name() + "\" is used by generated column \""
                                + table.columns().get(generated.place()).name() + "\".");
            }
        });
        changes.keep(type);
        return type;
    }

    private void recheck(ForeignKeyDefinition key, NavigableMap<Integer, SqlType> types, List<Integer> places) {
        if (concerns(types, places)) {
            TableDefinition child = table(key.referencing());
            changes.locked(child);
            foreignKeys.checkTypes(key.name(), child, key.columns(), table(key.referenced()), key.referencedColumns());
        }
    }

    private void verify(TableDefinition now, NavigableMap<Integer, SqlType> types) {
        changes.expressions().checks(now).forEach(check -> rows.verify(now, check));
        for (ForeignKeyDefinition key : now.foreignKeys()) {
            if (concerns(types, key.columns()) && key.isValidated()) {
                foreignKeys.verify(key);
            }
        }
        for (ForeignKeyDefinition key : now.references()) {
            if (concerns(types, key.referencedColumns()) && key.isValidated()) {
                foreignKeys.verify(key);
            }
        }
    }

    private static boolean concerns(NavigableMap<Integer, SqlType> types, List<Integer> places) {
        return places.stream().anyMatch(types::containsKey);
    }

    private TableDefinition table(long id) {
        return changes.schema()
                .table(changes.schema().object(CatalogKind.TABLE, id).orElseThrow());
    }

    /**
     * Passes if no view, and no function whose body is no string, reads a column whose type is to change.
     *
     * @param reads whether the names of one are of the column
     * @throws SqlException 0A000 if one does
     */
    static void refuseReaders(CatalogChanges changes, TableColumn column, Predicate<ViewNames> reads) {
        String on = " depends on column \"" + column.name() + "\"";
        for (CatalogObject view : changes.schema().all(CatalogKind.VIEW)) {
            if (reads.test(ViewNames.of(view))) {
                throw refused("a view or rule", "rule _RETURN on view " + changes.shown(view) + on);
            }
        }
        for (CatalogObject function : changes.schema().all(CatalogKind.FUNCTION)) {
            if (reads.test(ViewNames.of(function))) {
                throw refused("a function or procedure", FunctionNames.name(changes, function) + on);
            }
        }
    }

    /**
     * Passes if no expression that the catalog keeps, no view, and no function whose body is no string, has values of a type whose fields are to get other types.
     *
     * @param what is to be altered
     * @param uses what of it they would use
     * @throws SqlException 0A000 if one does
     */
    static void refuseMentions(CatalogChanges changes, long type, String what, String uses) {
        List<String> users = new ArrayList<>();
        // What a table keeps itself is read anew, with its columns as they are.
        new ExpressionDependents(changes)
                .with(text -> TypeUses.mentions(text, type)).stream()
                        .filter(each -> RowTypes.of(each.owner()) != type)
                        .forEach(each -> users.add(each.name()));
        changes.schema().all(CatalogKind.VIEW).stream()
                .filter(view -> ViewNames.of(view).types().containsValue(type))
                .forEach(view -> users.add("rule _RETURN on view " + changes.shown(view)));
        changes.schema().all(CatalogKind.FUNCTION).stream()
                .filter(function -> ViewNames.of(function).types().containsValue(type))
                .forEach(function -> users.add(FunctionNames.name(changes, function)));
        if (!users.isEmpty()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "cannot alter " + what + " because " + users.getFirst() + " uses " + uses);
        }
    }

    private static SqlException refused(String user, String detail) {
        return new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "cannot alter type of a column used by " + user)
                .withDetail(detail);
    }
}
