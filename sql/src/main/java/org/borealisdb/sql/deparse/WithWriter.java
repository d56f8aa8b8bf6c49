package org.borealisdb.sql.deparse;

import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

/** Writes WITH. */
final class WithWriter {
    private final QueryWriter queries;
    private final Lines lines;

    WithWriter(QueryWriter queries, Lines lines) {
        this.queries = queries;
        this.lines = lines;
    }

    /** Writes the clause, if there is one. */
    void write(Query.@Nullable WithClause with) {
        if (with == null) {
            return;
        }
        lines.begin();
        String before = with.recursive() ? "WITH RECURSIVE " : "WITH ";
        for (Query.CommonTable item : with.items()) {
            lines.add(before).add(Quoting.identifier(item.name()));
            if (!item.columns().isEmpty()) {
                lines.add("(").add(QueryWriter.identifiers(item.columns())).add(")");
            }
            Boolean materialized = item.materialized();
            lines.add(" AS ");
            lines.add(materialized == null ? "" : materialized ? "MATERIALIZED " : "NOT MATERIALIZED ");
            lines.add("(").line("", 0, 0, 0);
            if (!(item.statement() instanceof Query query)) {
                throw new UnwrittenException("a change in WITH");
            }
            queries.query(query, null, true);
            lines.line("", 0, 0, 0);
            lines.add(")");
            search(item.search());
            cycle(item.cycle());
            before = ", ";
        }
        lines.indent(-Lines.CLAUSE);
        lines.lineOrBlank("", 0, 0, 0);
    }

    private void search(Query.@Nullable Search search) {
        if (search != null) {
            lines.add(search.breadthFirst() ? " SEARCH BREADTH" : " SEARCH DEPTH")
                    .add(" FIRST BY ")
                    .add(QueryWriter.identifiers(search.columns()))
                    .add(" SET ")
                    .add(Quoting.identifier(search.sequence()));
        }
    }

    private void cycle(Query.@Nullable Cycle cycle) {
        if (cycle == null) {
            return;
        }
        lines.add(" CYCLE ")
                .add(QueryWriter.identifiers(cycle.columns()))
                .add(" SET ")
                .add(Quoting.identifier(cycle.mark()));
        boolean usual = isLiteral(cycle.value(), SyntaxExpression.LiteralKind.TRUE)
                && isLiteral(cycle.otherwise(), SyntaxExpression.LiteralKind.FALSE);
        if (!usual) {
            lines.add(" TO ").add(mark(cycle.value())).add(" DEFAULT ").add(mark(cycle.otherwise()));
        }
        lines.add(" USING ").add(Quoting.identifier(cycle.path()));
    }

    /** A mark of CYCLE, which has to be a constant: its type stands before it, not behind as PostgreSQL shows it. */
    private String mark(SyntaxExpression part) {
        if (!(queries.nodes().typed(part) instanceof Node.Constant constant)) {
            throw new UnwrittenException("a mark that is no constant");
        }
        String bare = lines.apart(() -> queries.expressions().constant(constant, false, false));
        String typed = lines.apart(() -> queries.expressions().constant(constant, true, false));
        return bare.equals(typed) || constant.value() == null ? bare : queries.typeName(constant.type()) + " " + bare;
    }

    private static boolean isLiteral(SyntaxExpression value, SyntaxExpression.LiteralKind kind) {
        return value instanceof SyntaxExpression.Literal literal && literal.kind() == kind;
    }
}
