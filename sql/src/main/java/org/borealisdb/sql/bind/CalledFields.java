package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.sql.catalog.RelationAccess;

/**
 * The columns of an item of FROM that calls functions: a composite value is spread into its fields, any other is one column. In the query of a view they are the fields
 * that the type had when the view was made, with those that it got since behind them for whole rows alone.
 */
final class CalledFields {
    private final BindContext context;
    private final List<Expression> values = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    /** Names that columns have whatever the alias says, by place: of fields that are not there any more, or were not. */
    private final Map<Integer, String> fixed = new LinkedHashMap<>();
    /** Which fields columns are, by place. */
    private final Map<Integer, ScopeColumn.Use> uses = new LinkedHashMap<>();

    CalledFields(BindContext context) {
        this.context = context;
    }

    List<Expression> values() {
        return values;
    }

    List<String> names() {
        return names;
    }

    /** Adds one column. */
    void add(Expression value, String name) {
        values.add(value);
        names.add(name);
    }

    /**
     * Adds the columns of what a call returns.
     *
     * @param offset of the name of the function; -1 if nobody asks again
     */
    void addRows(Expression whole, String name, int offset) {
        if (!(whole.type() instanceof CompositeType type)) {
            add(whole, name);
            return;
        }
        long oid = Integer.toUnsignedLong(type.oid());
        Optional<ViewNames.Rows> made = type.isNamed()
                ? Optional.ofNullable(context.known().rows().get(offset)).filter(known -> known.type() == oid)
                : Optional.empty();
        if (made.isPresent()) {
            addMade(whole, type, made.get());
            return;
        }
        int first = values.size();
        for (int place = 0; place < type.fields().size(); place++) {
            add(field(whole, type, place), type.fields().get(place).name());
        }
        if (type.isNamed() && offset >= 0) {
            context.collector().ifPresent(collector -> note(collector, type, offset, first));
        }
    }

    private void addMade(Expression whole, CompositeType type, ViewNames.Rows made) {
        made.names().forEach((number, name) -> {
            int place = type.place(CompositeType.storedName(type.oid(), number));
            if (place < 0) {
                fixed.put(values.size(), "");
            }
            add(place < 0 ? new Expression.Constant(BuiltInType.TEXT.type(), null) : field(whole, type, place), name);
        });
        for (int place = 0; place < type.fields().size(); place++) {
            if (!made.names().containsKey(type.fields().get(place).number())) {
                fixed.put(values.size(), ScopeColumn.LATER);
                add(field(whole, type, place), "");
            }
        }
    }

    private static Expression field(Expression whole, CompositeType type, int place) {
        return new Expression.Field(whole, place, type.fields().get(place).type());
    }

    private void note(ViewNames.Collector collector, CompositeType type, int offset, int first) {
        RelationAccess access = new RelationAccess(
                CatalogObject.of(CatalogKind.TYPE, Integer.toUnsignedLong(type.oid()), 0, type.displayName()), 0);
        SortedMap<Integer, String> fields = new TreeMap<>();
        for (int place = 0; place < type.fields().size(); place++) {
            CompositeType.Field field = type.fields().get(place);
            fields.put(field.number(), field.name());
            uses.put(first + place, new ScopeColumn.Use(access, field.number()));
        }
        collector.rows(offset, fields, access);
    }

    /** Completes the columns of a scope that was made of these. */
    void completeIn(Scope scope) {
        uses.forEach((place, use) ->
                scope.columns.set(place, scope.columns.get(place).withUse(use)));
        fixed.forEach((place, name) -> {
            ScopeColumn column = scope.columns.get(place);
            scope.columns.set(place, column.named(column.table(), name).withHidden(true));
        });
    }
}
