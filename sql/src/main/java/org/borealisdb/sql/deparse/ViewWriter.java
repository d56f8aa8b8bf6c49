package org.borealisdb.sql.deparse;

import java.util.List;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.bind.BoundSyntax;
import org.borealisdb.sql.bind.ViewNames;
import org.borealisdb.sql.bind.ViewText;

/** Writes the queries of views. */
public final class ViewWriter {
    /** Names that PostgreSQL 15 keeps for the rows of rules. */
    private static final List<String> RESERVED = List.of("old", "new");

    private ViewWriter() {}

    /**
     * Writes the query of a view.
     *
     * @param context of a statement
     * @param columns names of the view's columns
     * @param pretty whether parentheses are left out that are not needed
     * @param wrap how long lines of values are at most; 0 puts each on a line of its own, less leaves them on one
     * @throws UnwrittenException if something in it cannot be written
     * @throws org.borealisdb.expr.error.SqlException if it cannot be bound
     */
    public static String write(
            BindContext context,
            CatalogObject view,
            CurrentNames current,
            List<String> columns,
            boolean pretty,
            int wrap) {
        ViewText text = ViewText.of(view).orElseThrow();
        Query query = text.parse();
        BoundSyntax syntax = text.bindNoting(context, view, query);
        NodeReader nodes = new NodeReader(syntax, ViewNames.of(view), current);
        Lines lines = Lines.indentedBy(0);
        int longest = wrap < 0 ? Integer.MAX_VALUE : wrap;
        new QueryWriter(nodes, current, lines, pretty, longest, RESERVED, Parameters.NONE).query(query, columns, true);
        return lines.toString();
    }
}
