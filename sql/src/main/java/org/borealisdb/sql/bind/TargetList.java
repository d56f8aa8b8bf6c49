package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.session.ResultShape;

/** Binds the lists of SELECT and RETURNING: expands stars, names columns. */
final class TargetList {
    private TargetList() {}

    static void bind(
            BindContext context,
            ExpressionBinder binder,
            Scope scope,
            List<Query.Target> targets,
            boolean keepsUnknown,
            List<Expression> values,
            List<ResultColumn> columns) {
        for (Query.Target target : targets) {
            if (target.expression() instanceof SyntaxExpression.Star star) {
                Optional<SyntaxExpression> parameter = parameter(context, star);
                if (parameter.isPresent() && !scope.hasTable(star.qualifier().getLast())) {
                    fields(
                            context,
                            binder,
                            new SyntaxExpression.FieldSelection(parameter.get(), "*", star.position()),
                            values,
                            columns);
                    continue;
                }
                star(context, scope, star, values, columns);
                continue;
            }
            if (target.expression() instanceof SyntaxExpression.FieldSelection all
                    && all.field().equals("*")) {
                fields(context, binder, all, values, columns);
                continue;
            }
            Expression bound =
                    target.expression() instanceof SyntaxExpression.FieldSelection field && target.label() == null
                            ? binder.target(field)
                            : binder.bind(target.expression());
            Expression value = keepsUnknown ? bound : binder.known(bound);
            values.add(value);
            String name = Optional.ofNullable(target.label()).orElse(nameOf(target.expression()));
            columns.add(column(scope, name, value));
        }
    }

    /** Returns whether an entry of a list stands for all columns of a table, or all fields of a row. */
    static boolean isStar(SyntaxExpression entry) {
        return entry instanceof SyntaxExpression.Star
                || (entry instanceof SyntaxExpression.FieldSelection all
                        && all.field().equals("*"));
    }

    /** Returns the parameter of a function whose fields a star stands for, if it is one's. */
    static Optional<SyntaxExpression> parameter(BindContext context, SyntaxExpression.Star star) {
        int number = star.qualifier().isEmpty() ? 0 : context.parameterNamed(star.qualifier());
        return number == 0 ? Optional.empty() : Optional.of(new SyntaxExpression.Parameter(number, star.position()));
    }

    /** Returns a list with what stars in it stand for in their places. */
    static List<SyntaxExpression> withoutStars(
            BindContext context, ExpressionBinder binder, List<SyntaxExpression> entries) {
        if (entries.stream().noneMatch(TargetList::isStar)) {
            return entries;
        }
        List<SyntaxExpression> all = new ArrayList<>();
        for (SyntaxExpression entry : entries) {
            if (entry instanceof SyntaxExpression.Star star) {
                for (String field : fieldNames(context, binder.bind(star), star.position())) {
                    List<String> names = new ArrayList<>(star.qualifier());
                    names.add(field);
                    all.add(new SyntaxExpression.ColumnReference(names, star.position()));
                }
            } else if (isStar(entry)) {
                SyntaxExpression row = ((SyntaxExpression.FieldSelection) entry).operand();
                for (String field : fieldNames(context, binder.bind(row), entry.position())) {
                    all.add(new SyntaxExpression.FieldSelection(row, field, entry.position()));
                }
            } else {
                all.add(entry);
            }
        }
        return all;
    }

    private static List<String> fieldNames(BindContext context, Expression row, int position) {
        if (!(row.type() instanceof CompositeType type)) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE, "type " + row.type().nameWithoutModifier() + " is not composite", -1);
        }
        return FieldNames.all(context, type, position).stream()
                .map(place -> type.fields().get(place).name())
                .toList();
    }

    /**
     * Passes if a list may have so many entries, those included by which rows are only sorted or grouped.
     *
     * @throws SqlException 54011 if there are too many
     */
    static void check(int entries) {
        if (entries > ResultShape.MAXIMUM_COLUMNS) {
            throw new SqlException(
                    ErrorCode.TOO_MANY_COLUMNS,
                    "target lists can have at most " + ResultShape.MAXIMUM_COLUMNS + " entries");
        }
    }

    /** {@code (row).*}: each field of a row. */
    private static void fields(
            BindContext context,
            ExpressionBinder binder,
            SyntaxExpression.FieldSelection all,
            List<Expression> values,
            List<ResultColumn> columns) {
        Expression row = binder.bind(all.operand());
        if (!(row.type() instanceof CompositeType type)) {
            throw context.error(
                    ErrorCode.WRONG_OBJECT_TYPE, "type " + row.type().nameWithoutModifier() + " is not composite", -1);
        }
        List<Expression> fields = RowBinder.fields(row);
        for (int place : FieldNames.all(context, type, all.position())) {
            values.add(fields.get(place));
            columns.add(ResultColumn.computed(
                    type.fields().get(place).name(), fields.get(place).type()));
        }
    }

    private static ResultColumn column(Scope scope, String name, Expression value) {
        if (value instanceof Expression.ColumnReference reference && reference.column() < scope.columns.size()) {
            ScopeColumn source = scope.columns.get(reference.column());
            return new ResultColumn(name, value.type(), source.tableOid(), source.number());
        }
        return ResultColumn.computed(name, value.type());
    }

    private static void star(
            BindContext context,
            Scope scope,
            SyntaxExpression.Star star,
            List<Expression> values,
            List<ResultColumn> columns) {
        NamedTables.refuseOtherDatabase(context, star);
        String table = star.qualifier().isEmpty() ? "" : scope.table(context, star.qualifier(), star.position());
        if (!star.qualifier().isEmpty() && table.isEmpty()) {
            starAround(context, scope, star, values, columns);
            return;
        }
        if (table.isEmpty() && scope.isEmpty()) {
            throw context.error(
                    ErrorCode.SYNTAX_ERROR, "SELECT * with no tables specified is not valid", star.position());
        }
        for (int place : table.isEmpty() ? scope.starOrder() : scope.starOrder(table)) {
            ScopeColumn column = scope.columns.get(place);
            boolean shown = table.isEmpty() ? !column.hidden() : column.table().equals(table);
            if (shown && !column.name().isEmpty() && !column.isInternal() && !column.isSystem()) {
                column.isRead();
                Expression value = scope.reference(context, place);
                values.add(value);
                columns.add(column(scope, column.name(), value));
            }
        }
    }

    /** The star of a table of a query around. */
    private static void starAround(
            BindContext context,
            Scope scope,
            SyntaxExpression.Star star,
            List<Expression> values,
            List<ResultColumn> columns) {
        Expression row = scope.boundary
                .flatMap(boundary -> boundary.row(context, star.qualifier(), star.position()))
                .orElseThrow(
                        () -> context.namedTables().missingTable(context, scope, star.qualifier(), star.position()));
        Optional<List<Expression>> known = RowBinder.known(row);
        if (known.isEmpty()) {
            values.add(row);
            columns.add(ResultColumn.computed(star.qualifier().getLast(), row.type()));
            return;
        }
        List<CompositeType.Field> fields = ((CompositeType) row.type()).fields();
        for (int place = 0; place < fields.size(); place++) {
            Expression value = known.get().get(place);
            values.add(value);
            columns.add(ResultColumn.computed(fields.get(place).name(), value.type()));
        }
    }

    /** The name of a column without label, and how well founded it is: a cast's own name gives way to a column's. */
    private record Name(String text, boolean strong) {}

    private static final Name NONE = new Name("?column?", false);

    /** Returns the name of a column without label. */
    static String nameOf(SyntaxExpression expression) {
        return name(expression).text();
    }

    private static Name strong(String text) {
        return new Name(text, true);
    }

    private static Name name(SyntaxExpression expression) {
        return switch (expression) {
            case SyntaxExpression.ColumnReference column ->
                strong(column.names().getLast());
            case SyntaxExpression.FieldSelection field -> strong(field.field());
            case SyntaxExpression.Star star
            when !star.qualifier().isEmpty() -> strong(star.qualifier().getLast());
            case SyntaxExpression.FunctionCall call -> strong(call.name().last());
            case SyntaxExpression.AtTimeZone zone -> strong("timezone");
            case SyntaxExpression.Cast cast -> {
                Name inner = name(cast.operand());
                yield inner.strong() ? inner : new Name(cast.type().name().last(), false);
            }
            case SyntaxExpression.Case branches -> {
                SyntaxExpression otherwise = branches.otherwise();
                Name inner = otherwise == null ? NONE : name(otherwise);
                yield inner.strong() ? inner : new Name("case", false);
            }
            case SyntaxExpression.SpecialCall call ->
                strong(call.function().name().toLowerCase(Locale.ROOT));
            case SyntaxExpression.CurrentValue value ->
                strong(value.kind().name().toLowerCase(Locale.ROOT));
            case SyntaxExpression.GroupingCall call -> strong("grouping");
            case SyntaxExpression.Exists exists -> strong("exists");
            case SyntaxExpression.RowConstructor row -> strong("row");
            case SyntaxExpression.ArrayConstructor array -> strong("array");
            case SyntaxExpression.ArrayQuery array -> strong("array");
            case SyntaxExpression.Subscript subscript -> name(subscript.operand());
            case SyntaxExpression.Collate collate -> name(collate.operand());
            case SyntaxExpression.ScalarQuery query -> nameOf(query.query());
            default -> NONE;
        };
    }

    /** The name of the only column of a query, which it has as if it were given. */
    private static Name nameOf(Query query) {
        return switch (query.body()) {
            case Query.Select select
            when select.targets().size() == 1 -> {
                Query.Target only = select.targets().getFirst();
                String label = only.label();
                yield strong(label == null ? nameOf(only.expression()) : label);
            }
            case Query.SetOperation operation -> nameOf(operation.left());
            case Query.Values values -> strong("column1");
            default -> NONE;
        };
    }
}
