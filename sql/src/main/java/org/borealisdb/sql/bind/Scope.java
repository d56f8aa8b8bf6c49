package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.catalog.RelationAccess;
import org.borealisdb.sql.plan.Expressions;

/** The columns of a FROM clause, by place in its rows, and the boundary to the query around it. */
final class Scope {
    final List<ScopeColumn> columns = new ArrayList<>();
    final Optional<SubqueryBoundary> boundary;

    private final List<Integer> starOrder = new ArrayList<>();
    private final Set<String> tables = new TreeSet<>();
    private final Set<String> valueTables = new TreeSet<>();
    private final Set<String> wholeJoins = new TreeSet<>();
    private final Set<String> padded = new TreeSet<>();
    private final Map<String, CompositeType> rowTypes = new TreeMap<>();
    /** What columns are that USING makes of those of both sides, by place. */
    private final Map<Integer, Expression> merged = new TreeMap<>();
    /** Which names are those of the schemas of relations that go by their own names. */
    private final Map<String, Predicate<String>> schemas = new TreeMap<>();

    Scope(Optional<SubqueryBoundary> boundary) {
        this.boundary = boundary;
    }

    void add(ScopeColumn column) {
        starOrder.add(columns.size());
        columns.add(column);
    }

    void addAll(Scope other) {
        int width = columns.size();
        other.starOrder.forEach(place -> starOrder.add(width + place));
        columns.addAll(other.columns);
        tables.addAll(other.tables);
        valueTables.addAll(other.valueTables);
        wholeJoins.addAll(other.wholeJoins);
        padded.addAll(other.padded);
        rowTypes.putAll(other.rowTypes);
        other.merged.forEach((place, value) -> merged.put(width + place, Expressions.shift(value, width)));
        schemas.putAll(other.schemas);
    }

    /** Says which names of schemas may stand before the name of the only table. */
    void setSchema(Predicate<String> names) {
        tables().forEach(table -> schemas.put(table, names));
    }

    /** Returns whether there is a table that a name stands for, which may have a schema before it. */
    boolean hasTable(List<String> name) {
        return hasTable(name.getLast())
                && (name.size() == 1
                        || schemas.getOrDefault(name.getLast(), schema -> false).test(name.get(name.size() - 2)));
    }

    /** Says that there is a table, which may have no columns. */
    void addTable(String table) {
        tables.add(table);
    }

    /** Returns the names of the tables, without what has none. */
    Set<String> tables() {
        Set<String> named = new LinkedHashSet<>();
        columns.stream()
                .map(ScopeColumn::table)
                .filter(table -> !table.isEmpty())
                .forEach(named::add);
        named.addAll(tables);
        return named;
    }

    /** Returns whether there are no tables. */
    boolean isEmpty() {
        return columns.isEmpty() && tables.isEmpty();
    }

    /** Returns the places of the columns of a table in the order of a star. */
    List<Integer> starOrder(String table) {
        return wholeJoins.contains(table) ? starOrder() : places();
    }

    /** Says that an outer join may have no row of the tables of one side, and NULL for all their columns. A join with a name of its own is not one of them: its row is one of NULLs. */
    void setPadded(Scope side) {
        side.columns.stream()
                .map(ScopeColumn::table)
                .filter(table -> !side.wholeJoins.contains(table))
                .forEach(padded::add);
    }

    /** Returns whether there may be no row of a table. */
    boolean isPadded(String table) {
        return padded.contains(table);
    }

    /** Says that the rows of the only table are single values: the table's name stands for one. */
    void setValueTable() {
        valueTables.add(columns.getFirst().table());
    }

    /** Says which type the rows of the only table have. */
    void setRowType(CompositeType type) {
        columns.stream().findFirst().ifPresent(column -> rowTypes.put(column.table(), type));
    }

    /** Says what the last column is, which USING makes of others. */
    void setMerged(Expression value) {
        merged.put(columns.size() - 1, value);
    }

    /** Returns what a column is if USING makes it of others. */
    Optional<Expression> merged(int place) {
        return Optional.ofNullable(merged.get(place));
    }

    /** Returns the type of a table's rows, if it is known to have a name. */
    Optional<CompositeType> rowType(String table) {
        return Optional.ofNullable(rowTypes.get(table));
    }

    /** Returns the same columns under the name of a whole join: only what a star shows of them has a name. */
    Scope renamed(FromItem.Join join, FromItem.Alias alias) {
        Scope renamed = new Scope(boundary);
        columns.forEach(column -> renamed.add(new ScopeColumn("", "", column.type(), 0, 0, true)));
        int shown = 0;
        for (int place : starOrder) {
            ScopeColumn column = columns.get(place);
            if (column.isShown()) {
                String name = shown < alias.columns().size() ? alias.columns().get(shown) : column.name();
                shown++;
                renamed.columns.set(
                        place,
                        column.named(alias.name(), name)
                                .withHidden(false)
                                .withOrigin(new ScopeColumn.Origin(join, shown)));
            }
        }
        renamed.tables.add(alias.name());
        renamed.wholeJoins.add(alias.name());
        renamed.merged.putAll(merged);
        renamed.starOrder.clear();
        renamed.starOrder.addAll(starOrder);
        return renamed;
    }

    /** Returns whether the name of a table stands for the value of its first column. */
    boolean isValueTable(String table) {
        return valueTables.contains(table);
    }

    /** Says which relation the columns are of, for the privileges that using them needs. */
    void setAccess(RelationAccess access) {
        for (int place = 0; place < columns.size(); place++) {
            ScopeColumn column = columns.get(place);
            columns.set(
                    place,
                    column.withUse(new ScopeColumn.Use(access, column.isSystem() ? column.number() : place + 1)));
        }
    }

    /** Says which item of FROM has the columns of which that is not known yet. */
    void setOrigin(FromItem item) {
        for (int place = 0; place < columns.size(); place++) {
            ScopeColumn column = columns.get(place);
            if (column.origin() == null) {
                int number = column.isSystem() ? column.number() : place + 1;
                columns.set(place, column.withOrigin(new ScopeColumn.Origin(item, number)));
            }
        }
    }

    /** Says which table all columns are of. */
    void setTable(int oid) {
        columns.replaceAll(column -> column.withTable(oid, columns.indexOf(column) + 1));
    }

    /** Returns the number of the table that a name without column stands for; 0 if it is computed or not here. */
    int tableOid(String table) {
        return columns.stream()
                .filter(column -> table.isEmpty() || column.table().equals(table))
                .mapToInt(ScopeColumn::tableOid)
                .findFirst()
                .orElse(0);
    }

    /** Leaves a column for qualified names only. */
    void hide(int place) {
        setHidden(place, true);
    }

    /** Lets names without a table reach a column. */
    void show(int place) {
        setHidden(place, false);
    }

    private void setHidden(int place, boolean hidden) {
        columns.set(place, columns.get(place).withHidden(hidden));
    }

    /** Makes a star begin with some columns. */
    void putFirst(List<Integer> places) {
        starOrder.removeAll(places);
        starOrder.addAll(0, places);
    }

    /** Returns the places of all columns in the order of a star. */
    List<Integer> starOrder() {
        return Collections.unmodifiableList(starOrder);
    }

    /** Finds the column of a name, here or in a query around. */
    Optional<Expression> find(BindContext context, List<String> names, int position) {
        int found = place(context, names, position);
        if (found >= 0) {
            return Optional.of(reference(context, found));
        }
        return boundary.flatMap(around -> around.find(context, names, position));
    }

    /** Returns a reference to a column by its place. */
    Expression.ColumnReference reference(BindContext context, int place) {
        ScopeColumn column = columns.get(place);
        Expression.ColumnReference reference = new Expression.ColumnReference(place, column.type());
        context.syntax().ifPresent(syntax -> syntax.column(reference, column));
        return reference;
    }

    /** Returns the places of all columns. */
    List<Integer> places() {
        return IntStream.range(0, columns.size()).boxed().toList();
    }

    int place(BindContext context, List<String> names, int position) {
        String table = names.size() > 1 ? names.get(names.size() - 2) : "";
        if (names.size() > 2 && !hasTable(names.subList(0, names.size() - 1))) {
            return -1;
        }
        int found = place(context, table, names.getLast(), position);
        return found >= 0 ? found : place(context, table, ScopeColumn.INTERNAL + names.getLast(), position);
    }

    private int place(BindContext context, String table, String name, int position) {
        int found = -1;
        for (int place = 0; place < columns.size(); place++) {
            ScopeColumn column = columns.get(place);
            boolean fits = column.name().equals(name)
                    && (table.isEmpty() ? !column.hidden() : column.table().equals(table));
            if (fits && found >= 0) {
                throw context.error(
                        ErrorCode.AMBIGUOUS_COLUMN, "column reference \"" + name + "\" is ambiguous", position);
            }
            if (fits) {
                found = place;
            }
        }
        if (found >= 0) {
            columns.get(found).isRead();
        }
        return found;
    }

    boolean hasTable(String table) {
        return tables.contains(table)
                || columns.stream().anyMatch(column -> column.table().equals(table));
    }
}
