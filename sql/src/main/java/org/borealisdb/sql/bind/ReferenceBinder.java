package org.borealisdb.sql.bind;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Plan;

/** Binds the foreign keys that a change of rows has to do with. Used for one statement. */
public final class ReferenceBinder {
    private final BindContext context;
    private final Map<Long, BoundForeignKey> bound = new HashMap<>();

    /** Makes a binder for one statement. */
    public ReferenceBinder(BindContext context) {
        this.context = context;
    }

    /** Binds the foreign keys of a table whose rows change, and those of tables whose rows change with them. */
    public ReferenceGraph bind(TableDefinition changed, BoundChange.Kind kind) {
        boolean hasNone = kind == BoundChange.Kind.INSERT
                ? changed.foreignKeys().isEmpty()
                : changed.references().isEmpty()
                        && (kind == BoundChange.Kind.DELETE
                                || changed.foreignKeys().isEmpty());
        if (hasNone || !context.session().heedsReferences()) {
            return ReferenceGraph.EMPTY;
        }
        SortedMap<Long, TableReferences> tables = new TreeMap<>();
        Deque<TableDefinition> toDo = new ArrayDeque<>(List.of(changed));
        while (!toDo.isEmpty()) {
            TableDefinition table = toDo.removeFirst();
            if (tables.containsKey(table.object().id())) {
                continue;
            }
            boolean onlyInserted = kind == BoundChange.Kind.INSERT
                    && table.object().id() == changed.object().id();
            List<BoundForeignKey> references = new ArrayList<>();
            for (ForeignKeyDefinition reference : onlyInserted ? List.<ForeignKeyDefinition>of() : table.references()) {
                if (!reference.isHeeded()) {
                    continue;
                }
                BoundForeignKey key = foreignKey(reference);
                references.add(key);
                if (!reference.onDelete().isCheck() || !reference.onUpdate().isCheck()) {
                    toDo.add(key.child());
                }
            }
            tables.put(
                    table.object().id(),
                    new TableReferences(
                            table,
                            new StoredExpressions(context).checks(table),
                            table.foreignKeys().stream()
                                    .filter(ForeignKeyDefinition::isChecked)
                                    .map(this::foreignKey)
                                    .toList(),
                            references));
        }
        return new ReferenceGraph(tables);
    }

    /** Binds a foreign key. */
    public BoundForeignKey foreignKey(ForeignKeyDefinition definition) {
        BoundForeignKey known = bound.get(definition.object().id());
        if (known == null) {
            known = make(definition);
            bound.put(definition.object().id(), known);
        }
        return known;
    }

    private TableDefinition table(long id) {
        return context.schema()
                .table(context.schema().object(CatalogKind.TABLE, id).orElseThrow());
    }

    private String schemaOf(TableDefinition table) {
        return context.schema()
                .object(CatalogKind.SCHEMA, table.object().parent())
                .map(CatalogObject::name)
                .orElseThrow();
    }

    private BoundForeignKey make(ForeignKeyDefinition definition) {
        TableDefinition child = table(definition.referencing());
        TableDefinition parent =
                definition.referencing() == definition.referenced() ? child : table(definition.referenced());
        List<Integer> from = definition.columns();
        List<Integer> to = definition.referencedColumns();
        return new BoundForeignKey(
                definition,
                child,
                schemaOf(child),
                parent,
                schemaOf(parent),
                scan(parent, to, child, from, false),
                scan(parent, to, parent, to, false),
                scan(child, from, parent, to, true),
                changed(definition, child, parent, definition.onDelete(), true),
                changed(definition, child, parent, definition.onUpdate(), false));
    }

    /** The rows of a table some columns of which equal parameters, which have the types of columns of another. */
    private Plan.Scan scan(
            TableDefinition table,
            List<Integer> columns,
            TableDefinition other,
            List<Integer> otherColumns,
            boolean parameterFirst) {
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        List<Expression> parts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Expression column = reference(table, columns.get(i));
            SqlType type = other.columns().get(otherColumns.get(i)).type();
            Expression value =
                    new Expression.Parameter(i, type.withCollation(column.type().collation()));
            parts.add(
                    parameterFirst
                            ? binder.calls().call("=", value, column, -1)
                            : binder.calls().call("=", column, value, -1));
        }
        Plan all = new Plan.Scan(table, Access.ALL, Optional.empty(), Optional.empty());
        return (Plan.Scan) AccessRules.filter(all, AccessRules.and(parts));
    }

    private static Expression reference(TableDefinition table, int place) {
        return new Expression.ColumnReference(place, table.columns().get(place).type());
    }

    private List<Expression> changed(
            ForeignKeyDefinition definition,
            TableDefinition child,
            TableDefinition parent,
            ForeignKeyDefinition.Action action,
            boolean onDelete) {
        if (action.isCheck() || (onDelete && action == ForeignKeyDefinition.Action.CASCADE)) {
            return List.of();
        }
        List<Expression> row = new ArrayList<>();
        for (int place = 0; place < child.columns().size(); place++) {
            row.add(reference(child, place));
        }
        List<Integer> columns = definition.columns();
        List<Integer> set = onDelete && !definition.setColumns().isEmpty() ? definition.setColumns() : columns;
        for (int place : set) {
            TableColumn column = child.columns().get(place);
            row.set(
                    place,
                    switch (action) {
                        case SET_NULL -> new Expression.Constant(column.type(), null);
                        case SET_DEFAULT -> new DataChangeBinder(context).defaultOf(column);
                        default -> newKey(definition, parent, column, columns.indexOf(place));
                    });
        }
        return row;
    }

    private Expression newKey(ForeignKeyDefinition definition, TableDefinition parent, TableColumn column, int part) {
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        int place = definition.referencedColumns().get(part);
        Expression value = new Expression.Parameter(
                definition.columns().size() + part, parent.columns().get(place).type());
        return binder.coercion()
                .tryTo(value, column.type(), Context.ASSIGNMENT, -1)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.DATATYPE_MISMATCH,
                        "column \"" + column.name() + "\" is of type "
                                + column.type().nameWithoutModifier() + " but expression is of type "
                                + value.type().nameWithoutModifier()));
    }
}
