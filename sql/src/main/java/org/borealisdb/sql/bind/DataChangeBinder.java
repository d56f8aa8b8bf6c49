package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;
import org.jspecify.annotations.Nullable;

/** Binds INSERT, UPDATE and DELETE. */
public final class DataChangeBinder {
    private final BindContext context;

    /** Makes a binder for one statement. */
    public DataChangeBinder(BindContext context) {
        this.context = context;
    }

    /** Binds a change of rows. */
    public BoundChange bind(DataChange change) {
        return switch (change) {
            case DataChange.Insert insert -> insert(insert);
            case DataChange.Update update -> update(update);
            case DataChange.Delete delete -> delete(delete);
        };
    }

    private FromItem.Table item(DataChange.Insert insert) {
        String alias = insert.alias();
        return new FromItem.Table(
                insert.table(),
                false,
                alias == null ? null : new FromItem.Alias(alias, List.of()),
                insert.table().position());
    }

    private BoundChange insert(DataChange.Insert insert) {
        refuse(insert.with() != null, "WITH", insert.position());
        FromBinder from = new FromBinder(context, Optional.empty());
        FromItem.Table item = item(insert);
        TableDefinition table = from.definition(item);
        DataChange.OnConflict conflict = insert.onConflict();
        refuse(conflict != null && !conflict.doesNothing(), "ON CONFLICT DO UPDATE", insert.position());
        List<Integer> targets = targets(table, insert.columns(), insert.position());
        Plan source;
        if (insert.source() == null) {
            source = new Plan.Project(new Plan.Single(), row(table, List.of(), List.of()));
        } else if (insert.source().body() instanceof Query.Values values
                && insert.source().orderBy().isEmpty()
                && insert.source().limit() == null) {
            source = values(table, targets, values, insert);
        } else {
            source = query(table, targets, insert.source(), insert);
        }
        return finish(
                BoundChange.Kind.INSERT,
                table,
                source,
                List.of(),
                from.tableScope(table, item),
                insert.returning(),
                conflict != null);
    }

    /** The places of the columns that values are given for, in order. */
    private List<Integer> targets(TableDefinition table, List<DataChange.AssignmentTarget> columns, int position) {
        List<Integer> places = new ArrayList<>();
        if (columns.isEmpty()) {
            for (int place = 0; place < table.columns().size(); place++) {
                if (!table.columns().get(place).dropped()) {
                    places.add(place);
                }
            }
            return places;
        }
        Set<Integer> seen = new HashSet<>();
        for (DataChange.AssignmentTarget target : columns) {
            int place = place(table, target);
            if (!seen.add(place)) {
                throw context.error(
                        ErrorCode.DUPLICATE_COLUMN,
                        "column \"" + target.column() + "\" specified more than once",
                        target.position() < 0 ? position : target.position());
            }
            places.add(place);
        }
        return places;
    }

    private int place(TableDefinition table, DataChange.AssignmentTarget target) {
        refuse(!target.indirection().isEmpty(), "assignment to a part of a column", target.position());
        OptionalInt place = table.place(target.column());
        if (place.isEmpty()) {
            throw context.error(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column \"" + target.column() + "\" of relation \"" + table.name() + "\" does not exist",
                    target.position());
        }
        return place.getAsInt();
    }

    private Plan values(TableDefinition table, List<Integer> targets, Query.Values values, DataChange.Insert insert) {
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        List<List<Expression>> rows = new ArrayList<>();
        for (List<SyntaxExpression> row : values.rows()) {
            checkCount(row.size(), targets.size(), insert);
            List<Integer> given = new ArrayList<>();
            List<Expression> bound = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                if (!(row.get(i) instanceof SyntaxExpression.DefaultValue)) {
                    TableColumn column = table.columns().get(targets.get(i));
                    checkGenerated(column, insert);
                    given.add(targets.get(i));
                    bound.add(assigned(
                            column,
                            binder,
                            binder.bindPlain(row.get(i), "VALUES"),
                            row.get(i).position()));
                }
            }
            rows.add(row(table, given, bound));
        }
        List<SqlType> types = table.columns().stream().map(TableColumn::type).toList();
        return new Plan.Rows(rows, types);
    }

    private void checkCount(int given, int expected, DataChange.Insert insert) {
        if (given > expected) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR, "INSERT has more expressions than target columns", insert.position());
        }
        if (given < expected && !insert.columns().isEmpty()) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR, "INSERT has more target columns than expressions", insert.position());
        }
    }

    private void checkGenerated(TableColumn column, DataChange.Insert insert) {
        if (column.isAlwaysGenerated() && insert.overriding() == DataChange.Overriding.NONE) {
            throw context.error(
                            ErrorCode.GENERATED_ALWAYS,
                            "cannot insert a non-DEFAULT value into column \"" + column.name() + "\"",
                            -1)
                    .withDetail("Column \"" + column.name() + "\" is an identity column defined as GENERATED ALWAYS.")
                    .withHint("Use OVERRIDING SYSTEM VALUE to override.");
        }
    }

    private Plan query(TableDefinition table, List<Integer> targets, Query query, DataChange.Insert insert) {
        BoundQuery bound = QueryBinder.bind(context, query);
        int count = bound.columns().size();
        checkCount(count, targets.size(), insert);
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TableColumn column = table.columns().get(targets.get(i));
            checkGenerated(column, insert);
            Expression value =
                    new Expression.ColumnReference(i, bound.columns().get(i).type());
            values.add(assigned(column, binder, value, insert.position()));
        }
        return new Plan.Project(bound.plan(), row(table, targets.subList(0, count), values));
    }

    /** A whole row of the table: the values given, and defaults for the others. */
    private List<Expression> row(TableDefinition table, List<Integer> given, List<Expression> values) {
        List<Expression> row = new ArrayList<>();
        for (int place = 0; place < table.columns().size(); place++) {
            int at = given.indexOf(place);
            row.add(at >= 0 ? values.get(at) : defaultOf(table.columns().get(place)));
        }
        return row;
    }

    /** Returns the default of a column. */
    public Expression defaultOf(TableColumn column) {
        if (column.dropped() || column.defaultText().isEmpty()) {
            return new Expression.Constant(column.type(), null);
        }
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        SyntaxExpression syntax =
                PostgresParser.parseExpression(column.defaultText().get());
        return assigned(column, binder, binder.bindPlain(syntax, "DEFAULT"), -1);
    }

    private Expression assigned(TableColumn column, ExpressionBinder binder, Expression value, int position) {
        return binder.coercion()
                .tryTo(value, column.type(), Context.ASSIGNMENT, position)
                .orElseThrow(() -> context.error(
                                ErrorCode.DATATYPE_MISMATCH,
                                "column \"" + column.name() + "\" is of type "
                                        + column.type().nameWithoutModifier() + " but expression is of type "
                                        + value.type().nameWithoutModifier(),
                                position)
                        .withHint("You will need to rewrite or cast the expression."));
    }

    private BoundChange update(DataChange.Update update) {
        refuse(update.with() != null, "WITH", update.position());
        refuse(!update.from().isEmpty(), "UPDATE ... FROM", update.position());
        FromBinder from = new FromBinder(context, Optional.empty());
        TableDefinition table = from.definition(update.table());
        Scope scope = from.tableScope(table, update.table());
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        List<Expression> values = new ArrayList<>();
        for (int place = 0; place < table.columns().size(); place++) {
            values.add(new Expression.ColumnReference(
                    place, table.columns().get(place).type()));
        }
        Set<Integer> seen = new HashSet<>();
        for (DataChange.Assignment assignment : update.assignments()) {
            refuse(
                    assignment.isRow() || assignment.targets().size() != 1,
                    "UPDATE of several columns from a row",
                    assignment.position());
            DataChange.AssignmentTarget target = assignment.targets().getFirst();
            int place = place(table, target);
            if (!seen.add(place)) {
                throw context.error(
                        ErrorCode.SYNTAX_ERROR,
                        "multiple assignments to same column \"" + target.column() + "\"",
                        target.position());
            }
            TableColumn column = table.columns().get(place);
            values.set(
                    place,
                    assignment.value() instanceof SyntaxExpression.DefaultValue
                            ? defaultOf(column)
                            : assigned(
                                    column,
                                    binder,
                                    binder.bindPlain(assignment.value(), "UPDATE"),
                                    assignment.value().position()));
        }
        Plan source = scan(table, binder, update.where());
        return finish(BoundChange.Kind.UPDATE, table, source, values, scope, update.returning(), false);
    }

    private BoundChange delete(DataChange.Delete delete) {
        refuse(delete.with() != null, "WITH", delete.position());
        refuse(!delete.using().isEmpty(), "DELETE ... USING", delete.position());
        FromBinder from = new FromBinder(context, Optional.empty());
        TableDefinition table = from.definition(delete.table());
        Scope scope = from.tableScope(table, delete.table());
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        Plan source = scan(table, binder, delete.where());
        return finish(BoundChange.Kind.DELETE, table, source, List.of(), scope, delete.returning(), false);
    }

    private static Plan scan(TableDefinition table, ExpressionBinder binder, @Nullable SyntaxExpression where) {
        Plan all = new Plan.Scan(table, Access.ALL, Optional.empty(), Optional.empty());
        return where == null ? all : AccessRules.filter(all, binder.whereCondition(where));
    }

    private BoundChange finish(
            BoundChange.Kind kind,
            TableDefinition table,
            Plan source,
            List<Expression> values,
            Scope scope,
            List<Query.Target> targets,
            boolean ignoreConflicts) {
        List<Expression> returning = new ArrayList<>();
        List<ResultColumn> columns = new ArrayList<>();
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        TargetList.bind(context, binder, scope, targets, returning, columns);
        if (!binder.aggregates.isEmpty()) {
            throw context.error(ErrorCode.GROUPING_ERROR, "aggregate functions are not allowed in RETURNING", -1);
        }
        return new BoundChange(
                kind,
                table,
                source,
                values,
                targets.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(returning)),
                columns,
                ignoreConflicts);
    }

    private void refuse(boolean met, String feature, int position) {
        if (met) {
            throw context.notSupported(feature, position);
        }
    }
}
