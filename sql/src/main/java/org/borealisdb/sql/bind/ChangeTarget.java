package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.RelationAccess;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Expressions;
import org.jspecify.annotations.Nullable;

/**
 * What a change of rows names: a table, or a view each row of which is a row of a table (manual, CREATE VIEW, "Updatable Views"). The
 * statement is bound over the columns named here; what that means for the table below is found out afterwards, as PostgreSQL analyses a
 * statement before it rewrites it.
 */
final class ChangeTarget {
    private final RelationAccess access;
    private final CatalogObject object;
    private final List<TableColumn> columns;
    private final @Nullable TableDefinition table;
    private final @Nullable TableDefinition seen;
    private final @Nullable UpdatableView view;
    private Optional<ViewNames.Relation> known = Optional.empty();

    private ChangeTarget(
            RelationAccess access,
            CatalogObject object,
            List<TableColumn> columns,
            @Nullable TableDefinition table,
            @Nullable TableDefinition seen,
            @Nullable UpdatableView view) {
        this.access = access;
        this.object = object;
        this.columns = List.copyOf(columns);
        this.table = table;
        this.seen = seen;
        this.view = view;
    }

    static ChangeTarget of(BindContext context, TableDefinition table) {
        return new ChangeTarget(
                context.access(table.object()), table.object(), table.columns(), table, context.seen(table), null);
    }

    /** Finds what a statement names. */
    static ChangeTarget find(BindContext context, FromItem.Table item) {
        Optional<CatalogObject> relation = context.relation(item.name());
        ChangeTarget target = relation.filter(found -> found.kind() == CatalogKind.VIEW)
                .map(found -> of(context, found))
                .orElseGet(() -> of(context, new FromBinder(context, Optional.empty()).definition(item)));
        target.known = context.known(item.name());
        return target;
    }

    /** Returns a view as what may be changed. */
    static ChangeTarget of(BindContext context, CatalogObject view) {
        UpdatableView rows = UpdatableView.read(context, view);
        List<TableColumn> columns = new ArrayList<>();
        for (TableColumn column : context.schema().columns(view)) {
            columns.add(rows.asBelow(column));
        }
        return new ChangeTarget(context.access(view), view, columns, null, null, rows);
    }

    String name() {
        return object.name();
    }

    /** Returns the columns by place, those of a table with the dropped ones. */
    List<TableColumn> columns() {
        return columns;
    }

    boolean isView() {
        return view != null;
    }

    /** Returns why no row of a view can be changed; empty if rows can. */
    Optional<String> obstacle() {
        return view == null ? Optional.empty() : view.obstacle();
    }

    /** Returns the relation below a view whose rows can be changed. */
    Optional<ChangeTarget> below() {
        return view == null || view.obstacle().isPresent() ? Optional.empty() : Optional.of(view.below());
    }

    /** Returns the column of the relation below that a view's column is, if it is one. */
    OptionalInt placeBelow(int place) {
        return view == null ? OptionalInt.empty() : view.place(place);
    }

    /** Finds a column; within the body of a function that keeps what it names, by the name that it had when that was made. */
    OptionalInt place(String column) {
        for (int place = 0; place < columns.size(); place++) {
            int number = place + 1;
            String now = columns.get(place).name();
            String name =
                    known.map(made -> made.columns().getOrDefault(number, "")).orElse(now);
            if (!columns.get(place).dropped() && name.equals(column)) {
                return OptionalInt.of(place);
            }
        }
        return OptionalInt.empty();
    }

    /** Returns whether all that is below is there: rows of views that select from none cannot be changed. */
    boolean isChangeable() {
        return view == null || (view.obstacle().isEmpty() && view.below().isChangeable());
    }

    /** Returns the columns that the statement sees: the system columns of a table, if there are any, behind the others. */
    Scope scope(BindContext context, FromItem.Table item) {
        Scope scope = new FromBinder(context, Optional.empty())
                .relationScope(object, seen == null ? columns : seen.columns(), item);
        scope.setAccess(access);
        context.noteRelation(item, scope, access);
        return scope;
    }

    /**
     * Says what a statement does with rows: the session's role needs the privilege on what is named, the owner of each view on what is below it.
     *
     * @param assigned the columns that are given values
     */
    void needs(Privilege privilege, Set<Integer> assigned) {
        access.needs(privilege);
        assigned.forEach(place -> access.needs(privilege, place + 1));
        below().ifPresent(next -> {
            Set<Integer> there = new TreeSet<>();
            assigned.forEach(place -> placeBelow(place).ifPresent(there::add));
            next.needs(privilege, there);
        });
    }

    /** Returns the table whose rows are changed. */
    TableDefinition table() {
        if (table != null) {
            return table;
        }
        return view().below().table();
    }

    /** Returns that table as the statement, or a view that it names, sees it: perhaps with system columns. */
    TableDefinition seen() {
        return seen == null ? view().below().seen() : seen;
    }

    private UpdatableView view() {
        if (view == null) {
            throw new IllegalStateException(object.name() + " is no view");
        }
        return view;
    }

    /**
     * Fails if a change cannot be made through a view, or one below it.
     *
     * @param assigned the columns that are given values
     * @throws SqlException 55000 about a view, 0A000 about a column
     */
    void check(BoundChange.Kind kind, Set<Integer> assigned) {
        if (view == null) {
            return;
        }
        SortedSet<Integer> all = new TreeSet<>(assigned);
        if (kind == BoundChange.Kind.INSERT) {
            for (int place = 0; place < columns.size(); place++) {
                if (columns.get(place).defaultText().isPresent()) {
                    all.add(place);
                }
            }
        }
        view.obstacle(kind).ifPresent(detail -> {
            throw refused(kind, detail);
        });
        SortedSet<Integer> below = new TreeSet<>();
        for (int place : all) {
            OptionalInt found = view.place(place);
            if (found.isEmpty()) {
                String verb = kind == BoundChange.Kind.INSERT ? "insert into" : "update";
                throw new SqlException(
                                ErrorCode.FEATURE_NOT_SUPPORTED,
                                "cannot " + verb + " column \""
                                        + columns.get(place).name() + "\" of view \"" + name() + "\"")
                        .withDetail(
                                view.isSystem(place)
                                        ? "View columns that refer to system columns are not updatable."
                                        : "View columns that are not columns of their base relation are not updatable.");
            }
            below.add(found.getAsInt());
        }
        view.below().check(kind, below);
    }

    private SqlException refused(BoundChange.Kind kind, String detail) {
        String verb = switch (kind) {
            case INSERT -> "insert into";
            case UPDATE -> "update";
            case DELETE -> "delete from";
        };
        String gerund = switch (kind) {
            case INSERT -> "inserting into";
            case UPDATE -> "updating";
            case DELETE -> "deleting from";
        };
        return new SqlException(
                        ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "cannot " + verb + " view \"" + name() + "\"")
                .withDetail(detail)
                .withHint("To enable " + gerund + " the view, provide an INSTEAD OF " + kind
                        + " trigger or an unconditional ON " + kind + " DO INSTEAD rule.");
    }

    /** Returns the columns over a row of the table. */
    List<Expression> values() {
        List<Expression> values = new ArrayList<>();
        if (view == null) {
            for (int place = 0; place < columns.size(); place++) {
                values.add(
                        new Expression.ColumnReference(place, columns.get(place).type()));
            }
        } else {
            view.values().forEach(value -> values.add(view.below().over(value)));
        }
        return values;
    }

    /** Returns the place in the table's rows of each column; -1 for those that are computed. */
    List<Integer> places() {
        return values().stream()
                .map(value -> value instanceof Expression.ColumnReference column ? column.column() : -1)
                .toList();
    }

    /** Returns what an expression over a row of this, and what stands behind it, is over the table's row and the same behind it. */
    Expression over(Expression expression) {
        return over(expression, columns.size(), values());
    }

    /** Returns what an expression over two rows of this, one behind the other, is over two of the table's. */
    Expression overPair(Expression expression) {
        List<Expression> both = values();
        int width = seen().columns().size();
        values().forEach(value -> both.add(Expressions.shift(value, width)));
        return over(expression, 2 * columns.size(), both);
    }

    private Expression over(Expression expression, int own, List<Expression> values) {
        if (view == null) {
            return expression;
        }
        int shift = seen().columns().size() - columns.size();
        return Expressions.map(expression, part -> {
            if (!(part instanceof Expression.ColumnReference column)) {
                return null;
            }
            return column.column() < own
                    ? values.get(column.column())
                    : new Expression.ColumnReference(column.column() + shift, column.type());
        });
    }

    /** Returns which rows of the table are rows of this: the conditions of the views, innermost first. */
    List<Expression> conditions() {
        if (view == null) {
            return List.of();
        }
        List<Expression> conditions = new ArrayList<>(view.below().conditions());
        view.condition().ifPresent(condition -> conditions.add(view.below().over(condition)));
        return conditions;
    }

    /** Returns by name which rows of the table the views have, innermost first. */
    List<ViewCheck> visible() {
        if (view == null) {
            return List.of();
        }
        List<ViewCheck> all = new ArrayList<>(view.below().visible());
        view.condition()
                .ifPresent(
                        condition -> all.add(new ViewCheck(name(), view.below().over(condition))));
        return all;
    }

    /** Returns what rows that are written must meet, innermost first. */
    List<ViewCheck> checks() {
        List<ViewCheck> checks = new ArrayList<>();
        collectChecks(false, checks);
        return checks;
    }

    private void collectChecks(boolean cascaded, List<ViewCheck> checks) {
        if (view == null) {
            return;
        }
        boolean all = cascaded || view.checksAll();
        if (all || view.checks()) {
            view.condition()
                    .ifPresent(condition ->
                            checks.addFirst(new ViewCheck(name(), view.below().over(condition))));
        }
        view.below().collectChecks(all, checks);
    }

    /** Returns the column whose default a column of the table gets, if no value is given for it: that of the outermost view that has one. */
    TableColumn defaultedAt(int placeInTable) {
        if (view != null) {
            List<Integer> places = places();
            for (int place = 0; place < columns.size(); place++) {
                if (places.get(place) == placeInTable
                        && columns.get(place).defaultText().isPresent()) {
                    return columns.get(place);
                }
            }
            return view.below().defaultedAt(placeInTable);
        }
        return columns.get(placeInTable);
    }
}
