package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.sql.ast.ParsedStatement;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.catalog.ViewOptions;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.session.ResultColumn;

/**
 * A view: a query by its text.
 *
 * @param columns names of its columns; those of the query if there are none
 * @param searchPath where its names are looked for
 */
public record ViewText(String name, String query, List<String> columns, List<String> searchPath) {
    /** Property with the query as SQL. */
    public static final String QUERY = "query";

    /** Property with the names of the columns, a line for each. */
    public static final String COLUMNS = "columns";

    /** Property of views of an older version with the ids of the relations that their queries name, between commas. */
    public static final String READS = "reads";

    /** Property with the search path that the query was written for, a line for each schema. */
    public static final String SEARCH_PATH = "searchpath";

    /** Copies the lists. */
    public ViewText {
        columns = List.copyOf(columns);
        searchPath = List.copyOf(searchPath);
    }

    /** Reads a view from its catalog object; empty if that is no view. */
    public static Optional<ViewText> of(CatalogObject object) {
        if (object.kind() != CatalogKind.VIEW) {
            return Optional.empty();
        }
        return Optional.of(new ViewText(
                object.name(),
                object.property(QUERY).orElseThrow(),
                lines(object.property(COLUMNS).orElse("")),
                lines(object.property(SEARCH_PATH).orElse(""))));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    /** Parses the query. */
    public Query parse() {
        List<ParsedStatement> statements = PostgresParser.parse(query);
        if (statements.size() != 1 || !(statements.getFirst().statement() instanceof Query parsed)) {
            throw new IllegalStateException("view " + name + " is no query: " + query);
        }
        return parsed;
    }

    /** Fails if views are inside each other without an end. */
    void checkDepth(BindContext context, int position) {
        if (context.depth() > BindContext.MAXIMUM_VIEW_DEPTH) {
            throw context.error(
                    ErrorCode.INVALID_OBJECT_DEFINITION,
                    "infinite recursion detected in rules for relation \"" + name + "\"",
                    position);
        }
    }

    /** Binds the query by itself, and notes what its parts are bound to. */
    public BoundSyntax bindNoting(BindContext context, CatalogObject view, Query parsed) {
        BindContext own = context.forView(query, searchPath, Optional.of(view));
        BoundSyntax syntax = own.noteSyntax();
        new QueryBinder(own, Optional.empty()).bind(parsed);
        return syntax;
    }

    /**
     * Binds the view as a part of a statement.
     *
     * @param view its object, if it is not built in
     * @param changed makes of the query what is bound
     */
    BoundQuery bind(BindContext context, int position, Optional<CatalogObject> view, UnaryOperator<Query> changed) {
        checkDepth(context, position);
        BoundQuery bound = new QueryBinder(context.forView(query, searchPath, view), Optional.empty())
                .bind(changed.apply(parse()));
        Plan plan =
                view.filter(each -> ViewOptions.isOn(each, ViewOptions.BARRIER)).isPresent()
                        ? bare(bound.plan())
                        : bound.plan();
        if (columns.isEmpty()) {
            return new BoundQuery(plan, bound.columns());
        }
        List<ResultColumn> named = new ArrayList<>();
        for (int i = 0; i < bound.columns().size(); i++) {
            ResultColumn column = bound.columns().get(i);
            named.add(i < columns.size() ? ResultColumn.computed(columns.get(i), column.type()) : column);
        }
        return new BoundQuery(plan, named);
    }

    /** All rows of a plan, with conditions above it that are not asked of others. */
    private static Plan bare(Plan plan) {
        return new Plan.Limit(plan, Optional.empty(), Optional.empty(), List.of());
    }
}
