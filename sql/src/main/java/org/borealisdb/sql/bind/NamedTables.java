package org.borealisdb.sql.bind;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.LongName;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;

/**
 * The tables that the queries around a place in a statement have named so far, whether names reach them from there or not. Serves errors about
 * names that mean nothing only: these say what may have been meant.
 */
final class NamedTables {
    private static final String OUT_OF_REACH = ", but it cannot be referenced from this part of the query.";

    private final Deque<List<Named>> queries = new ArrayDeque<>();

    /**
     * A table.
     *
     * @param name what it goes by
     * @param relation the relation that was given that name, if another one is its own
     * @param aliasOnly whether its columns are those of other tables, as a join's are
     * @param columns the names of its columns
     */
    private record Named(String name, String relation, boolean aliasOnly, List<String> columns) {}

    /** A query begins within those around it. */
    void begin() {
        queries.addFirst(new ArrayList<>());
    }

    /** The query ends. */
    void end() {
        queries.removeFirst();
    }

    /**
     * The query names a table.
     *
     * @param relation the table's own name; empty if it has none
     */
    void add(String relation, Scope scope) {
        scope.tables().stream().findFirst().ifPresent(name -> add(name, relation, false, names(scope, name)));
    }

    /** The query gives the table that was named first a second name. */
    void addAgain(String name) {
        add(name, "", false, queries.getFirst().getFirst().columns());
    }

    /** The query combines another one with what there is. */
    void addSide(List<String> columns) {
        addRows("*SELECT* " + (queries.getFirst().size() + 1), columns);
    }

    /** The query has rows under a name that no statement can write. */
    void addRows(String name, List<String> columns) {
        add(name, "", false, columns);
    }

    /** The query names a join. */
    void addJoin(String name) {
        add(name, "", true, List.of());
    }

    private void add(String name, String relation, boolean aliasOnly, List<String> columns) {
        if (!queries.isEmpty()) {
            queries.getFirst().add(new Named(name, relation.equals(name) ? "" : relation, aliasOnly, columns));
        }
    }

    private static List<String> names(Scope scope, String table) {
        return scope.columns.stream()
                .filter(column -> column.table().equals(table) && !column.isSystem() && !column.isInternal())
                .map(ScopeColumn::name)
                .toList();
    }

    /** Returns the tables, from the innermost query to the outermost; of an expression that is in none, those that it can name. */
    private List<Named> all(Scope scope) {
        List<Named> all = new ArrayList<>();
        queries.forEach(all::addAll);
        if (queries.isEmpty()) {
            scope.tables().forEach(name -> all.add(new Named(name, "", false, names(scope, name))));
        }
        return all;
    }

    /**
     * Returns the error about a table that no name here reaches.
     *
     * @param name of the table, with its schema if it was given
     */
    SqlException missingTable(BindContext context, Scope scope, List<String> name, int position) {
        String table = name.getLast();
        boolean exists = name.size() == 1
                || context.relation(new QualifiedName(name, -1)).isPresent();
        for (Named named : all(scope)) {
            if (exists && named.relation().equals(table) && reaches(scope, named.name())) {
                return invalid(context, table, position)
                        .withHint("Perhaps you meant to reference the table alias \"" + named.name() + "\".");
            }
            if ((exists && named.relation().equals(table)) || named.name().equals(table)) {
                return invalid(context, table, position).withHint(outOfReach(named.name()));
            }
        }
        return context.error(
                ErrorCode.UNDEFINED_TABLE, "missing FROM-clause entry for table \"" + table + "\"", position);
    }

    /** Returns the hint that a table is there, but not for names at a place. */
    static String outOfReach(String table) {
        return "There is an entry for table \"" + table + "\"" + OUT_OF_REACH;
    }

    private static SqlException invalid(BindContext context, String table, int position) {
        return context.error(
                ErrorCode.UNDEFINED_TABLE,
                "invalid reference to FROM-clause entry for table \"" + table + "\"",
                position);
    }

    private static boolean reaches(Scope scope, String table) {
        return scope.hasTable(table)
                || scope.boundary.map(next -> reaches(next.around, table)).orElse(false);
    }

    /** Passes if the name of a column, or {@code *} for all, is of this database. */
    static void refuseOtherDatabase(BindContext context, List<String> names, int position) {
        if (names.size() > 4) {
            throw context.at(LongName.tooLong(String.join(".", names)), position);
        }
        if (names.size() == 4 && !names.getFirst().equals(context.session().current("current_catalog"))) {
            throw context.at(LongName.ofOther(String.join(".", names)), position);
        }
    }

    /** Passes if a star is for columns of this database. */
    static void refuseOtherDatabase(BindContext context, SyntaxExpression.Star star) {
        if (star.qualifier().size() > 2 && !context.isOfView()) {
            List<String> names = new ArrayList<>(star.qualifier());
            names.add("*");
            refuseOtherDatabase(context, names, star.position());
        }
    }

    /**
     * Returns the error about a column that no name here reaches.
     *
     * @param table what stands before its name; empty if nothing does
     */
    SqlException missingColumn(BindContext context, Scope scope, String table, String column, int position) {
        SqlException missing = context.error(
                ErrorCode.UNDEFINED_COLUMN,
                "column " + (table.isEmpty() ? "\"" + column + "\"" : table + "." + column) + " does not exist",
                position);
        SimilarNames similar = new SimilarNames(column);
        for (Named named : all(scope)) {
            if (named.aliasOnly()) {
                continue;
            }
            int distance = table.isEmpty() ? 0 : SimilarNames.distance(table, named.name());
            if (distance == 0 && named.columns().contains(column)) {
                return missing.withHint(
                        "There is a column named \"" + column + "\" in table \"" + named.name() + "\"" + OUT_OF_REACH);
            }
            named.columns().forEach(each -> similar.add(named.name(), each, distance));
        }
        Optional<String> hint = similar.hint();
        return hint.map(missing::withHint).orElse(missing);
    }
}
