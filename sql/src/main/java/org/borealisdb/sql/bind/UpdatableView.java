package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.session.ResultColumn;
import org.jspecify.annotations.Nullable;

/** What a view is over the one relation that it selects from, if it does no more than that; otherwise why its rows cannot be changed. */
final class UpdatableView {
    /** Property with {@code local} or {@code cascaded} of a view WITH CHECK OPTION. */
    static final String CHECK_OPTION = "checkoption";

    private final Optional<String> obstacle;
    private final @Nullable ChangeTarget below;
    private final List<Expression> values;
    private final Optional<Expression> condition;
    private final String checkOption;

    private UpdatableView(
            Optional<String> obstacle,
            @Nullable ChangeTarget below,
            List<Expression> values,
            Optional<Expression> condition,
            String checkOption) {
        this.obstacle = obstacle;
        this.below = below;
        this.values = List.copyOf(values);
        this.condition = condition;
        this.checkOption = checkOption;
    }

    static UpdatableView read(BindContext context, CatalogObject object) {
        ViewText text = ViewText.of(object).orElseThrow();
        text.checkDepth(context, -1);
        BindContext inner = context.forView(text.query(), text.searchPath(), Optional.of(object));
        return read(inner, text.parse(), object.property(CHECK_OPTION).orElse(""));
    }

    /** Reads a view's query. */
    static UpdatableView read(BindContext context, Query query, String checkOption) {
        if (!(query.body() instanceof Query.Select select)) {
            String what = query.body() instanceof Query.Values
                    ? "Views that do not select from a single table or view"
                    : "Views containing UNION, INTERSECT, or EXCEPT";
            return refused(what);
        }
        Optional<String> contained = contained(select, query);
        if (contained.isPresent()) {
            return refused("Views containing " + contained.get());
        }
        Optional<ChangeTarget> below =
                select.from().size() == 1 && select.from().getFirst() instanceof FromItem.Table item
                        ? relation(context, item)
                        : Optional.empty();
        Scope scope = below.map(found ->
                        found.scope(context, (FromItem.Table) select.from().getFirst()))
                .orElseGet(() -> new FromBinder(context, Optional.empty())
                        .bindAll(select.from())
                        .scope());
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        binder.windows().setNamed(select.windows());
        Optional<Expression> condition = Optional.ofNullable(select.where()).map(binder::whereCondition);
        List<Expression> values = new ArrayList<>();
        List<ResultColumn> columns = new ArrayList<>();
        TargetList.bind(context, binder, scope, select.targets(), false, values, columns);
        Optional<String> returned = returned(binder);
        if (returned.isPresent()) {
            return refused("Views that return " + returned.get());
        }
        if (below.isEmpty()) {
            return refused("Views that do not select from a single table or view");
        }
        return new UpdatableView(Optional.empty(), below.get(), values, condition, checkOption);
    }

    private static UpdatableView refused(String views) {
        return new UpdatableView(
                Optional.of(views + " are not automatically updatable."), null, List.of(), Optional.empty(), "");
    }

    private static Optional<ChangeTarget> relation(BindContext context, FromItem.Table item) {
        boolean computed = context.known(item.name()).isEmpty()
                && (context.session()
                                .table(item.name().parts(), context.schema())
                                .isPresent()
                        || context.session().view(item.name().parts()).isPresent());
        return computed
                ? Optional.empty()
                : context.relation(item.name())
                        .filter(found -> found.kind() == CatalogKind.TABLE || found.kind() == CatalogKind.VIEW)
                        .map(found -> ChangeTarget.find(context, item));
    }

    private static Optional<String> contained(Query.Select select, Query query) {
        if (select.distinct() || !select.distinctOn().isEmpty()) {
            return Optional.of("DISTINCT");
        }
        if (!select.groupBy().isEmpty()) {
            return Optional.of("GROUP BY");
        }
        if (select.having() != null) {
            return Optional.of("HAVING");
        }
        if (query.with() != null) {
            return Optional.of("WITH");
        }
        return query.limit() != null || query.offset() != null ? Optional.of("LIMIT or OFFSET") : Optional.empty();
    }

    private static Optional<String> returned(ExpressionBinder binder) {
        if (!binder.aggregates().calls().isEmpty()) {
            return Optional.of("aggregate functions");
        }
        if (!binder.windows().isEmpty()) {
            return Optional.of("window functions");
        }
        return binder.sets().calls().isEmpty() ? Optional.empty() : Optional.of("set-returning functions");
    }

    /** Returns why rows cannot be changed at all. */
    Optional<String> obstacle() {
        return obstacle;
    }

    /** Returns why a kind of change cannot be made; a row can be deleted even if no column of it can be written. */
    Optional<String> obstacle(BoundChange.Kind kind) {
        boolean none = kind != BoundChange.Kind.DELETE
                && IntStream.range(0, values.size())
                        .noneMatch(column -> place(column).isPresent());
        return obstacle.isEmpty() && none
                ? Optional.of("Views that have no updatable columns are not automatically updatable.")
                : obstacle;
    }

    /** Returns the relation that it selects from. */
    ChangeTarget below() {
        if (below == null) {
            throw new IllegalStateException("rows of the view cannot be changed");
        }
        return below;
    }

    /** Returns its columns over a row of the relation below. */
    List<Expression> values() {
        return values;
    }

    /** Returns which column of the relation below a column is, if it is one. */
    OptionalInt place(int column) {
        return column < values.size()
                        && values.get(column) instanceof Expression.ColumnReference reference
                        && reference.column() < below().columns().size()
                ? OptionalInt.of(reference.column())
                : OptionalInt.empty();
    }

    /** Returns whether a column is a system column of the table below. */
    boolean isSystem(int column) {
        return place(column).isEmpty()
                && column < values.size()
                && values.get(column) instanceof Expression.ColumnReference;
    }

    /** Returns a column of the view, with the type that what is written to it has below. */
    TableColumn asBelow(TableColumn column) {
        OptionalInt place = place(column.number() - 1);
        return place.isEmpty()
                ? column
                : new TableColumn(
                        column.object(),
                        column.number(),
                        below().columns().get(place.getAsInt()).declared(),
                        false,
                        false);
    }

    /** Returns which rows of the relation below it has, over those. */
    Optional<Expression> condition() {
        return condition;
    }

    /** Whether rows that are written must be rows of it. */
    boolean checks() {
        return !checkOption.isEmpty();
    }

    /** Whether they must be rows of all views below it as well. */
    boolean checksAll() {
        return checkOption.equals("cascaded");
    }
}
