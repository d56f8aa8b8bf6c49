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
    /** Which relations go by their own names. */
    private final Map<String, String> relations = new TreeMap<>();
    /** Tables that go by the name of another one before them, which is of another schema: only what stands before their names tells them apart. */
    private final Map<String, List<String>> twins = new TreeMap<>();

    Scope(Optional<SubqueryBoundary> boundary) {
        this.boundary = boundary;
    }

    void add(ScopeColumn column) {
        starOrder.add(columns.size());
        columns.add(column);
    }

    void addAll(Scope added) {
        Scope other = added.besides(this);
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
        relations.putAll(other.relations);
        other.twins.forEach((name, more) ->
                twins.computeIfAbsent(name, any -> new ArrayList<>()).addAll(more));
    }

    /** Returns the name that two items of FROM must not have both, if they do; two relations of different schemas may. */
    Optional<String> sharedName(Scope other) {
        for (String table : other.tables()) {
            String label = ScopeColumn.label(table);
            for (String own : sameNames(label)) {
                String relation = relations.get(own);
                if (relation == null
                        || !other.relations.containsKey(table)
                        || relation.equals(other.relations.get(table))) {
                    return Optional.of(label);
                }
            }
        }
        return Optional.empty();
    }

    /** The tables here that a name without schema may stand for. */
    private List<String> sameNames(String label) {
        if (!hasTable(label)) {
            return List.of();
        }
        List<String> all = new ArrayList<>(List.of(label));
        all.addAll(twins.getOrDefault(label, List.of()));
        return all;
    }

    /** Returns the same columns, under other names of tables than another scope has. */
    private Scope besides(Scope other) {
        if (tables().stream().noneMatch(other::hasTable)) {
            return this;
        }
        Map<String, String> names = new TreeMap<>();
        Scope besides = new Scope(boundary);
        for (String table : tables()) {
            String label = ScopeColumn.label(table);
            if (!other.hasTable(label)) {
                names.put(table, table);
                continue;
            }
            List<String> more = besides.twins.computeIfAbsent(label, any -> new ArrayList<>());
            String name = ScopeColumn.twin(label, other.sameNames(label).size() + more.size());
            more.add(name);
            names.put(table, name);
        }
        twins.forEach((label, more) -> {
            if (!besides.twins.containsKey(label)) {
                besides.twins.put(label, new ArrayList<>(more));
            }
        });
        columns.forEach(
                column -> besides.add(column.named(names.getOrDefault(column.table(), column.table()), column.name())));
        besides.starOrder.clear();
        besides.starOrder.addAll(starOrder);
        besides.merged.putAll(merged);
        tables.forEach(table -> besides.tables.add(names.getOrDefault(table, table)));
        valueTables.forEach(table -> besides.valueTables.add(names.getOrDefault(table, table)));
        wholeJoins.forEach(table -> besides.wholeJoins.add(names.getOrDefault(table, table)));
        padded.forEach(table -> besides.padded.add(names.getOrDefault(table, table)));
        rowTypes.forEach((table, type) -> besides.rowTypes.put(names.getOrDefault(table, table), type));
        schemas.forEach((table, schema) -> besides.schemas.put(names.getOrDefault(table, table), schema));
        relations.forEach((table, relation) -> besides.relations.put(names.getOrDefault(table, table), relation));
        return besides;
    }

    /** Says that the only table goes by its own name, and which names of schemas may stand before that. */
    void setSchema(String relation, Predicate<String> names) {
        tables().forEach(table -> {
            schemas.put(table, names);
            relations.put(table, relation);
        });
    }

    /** Returns whether there is a table that a name stands for, which may have a schema before it. */
    boolean hasTable(List<String> name) {
        return !named(name).isEmpty();
    }

    /** Returns the tables that a name, which may have a schema before it, stands for. */
    private List<String> named(List<String> name) {
        List<String> all = sameNames(name.getLast());
        if (name.size() == 1 || all.isEmpty()) {
            return all;
        }
        String schema = name.get(name.size() - 2);
        List<String> fitting = all.stream().filter(table -> isIn(table, schema)).toList();
        // In a view, any schema may be the one that a name without schema was found in; the others' are known.
        List<String> surely = fitting.stream()
                .filter(table -> !isIn(table, ScopeColumn.INTERNAL))
                .toList();
        return surely.isEmpty() ? fitting : surely;
    }

    private boolean isIn(String table, String schema) {
        return schemas.getOrDefault(table, any -> false).test(schema);
    }

    /**
     * Returns the table that a name, which may have a schema before it, stands for here; empty if there is none.
     *
     * @throws org.borealisdb.expr.error.SqlException 42P09 if there are two
     */
    String table(BindContext context, List<String> name, int position) {
        if (name.size() == 1 && twins.isEmpty()) {
            return hasTable(name.getFirst()) ? name.getFirst() : "";
        }
        List<String> all = named(name);
        if (all.size() > 1) {
            throw context.error(
                    ErrorCode.AMBIGUOUS_ALIAS, "table reference \"" + name.getLast() + "\" is ambiguous", position);
        }
        return all.isEmpty() ? "" : all.getFirst();
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
    int tableOid(BindContext context, List<String> name, int position) {
        String table = name.isEmpty() ? "" : table(context, name, position);
        if (table.isEmpty() && !name.isEmpty()) {
            return 0;
        }
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
        String table = names.size() > 1 ? table(context, names.subList(0, names.size() - 1), position) : "";
        if (names.size() > 1 && table.isEmpty()) {
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
