package org.borealisdb.sql.deparse;

import java.util.List;
import org.borealisdb.sql.ast.FunctionStatement.BodyKind;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.bind.BindingSession;
import org.borealisdb.sql.bind.FunctionBody;
import org.borealisdb.sql.bind.ViewNames;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.UserFunction;

/** Writes bodies of functions that were read when these were made. */
public final class BodyWriter {
    private BodyWriter() {}

    /**
     * Writes the body of a function.
     *
     * @throws UnwrittenException if something in it cannot be written
     * @throws org.borealisdb.expr.error.SqlException if it cannot be bound
     */
    public static String write(
            UserFunction function, SchemaReader schema, BindingSession session, CurrentNames current) {
        Parameters parameters = new Parameters(
                function.name(),
                function.inputs().stream().map(UserFunction.Parameter::name).toList());
        ViewNames names = ViewNames.of(function.object());
        List<FunctionBody.Noted> statements = FunctionBody.parse(function).noting(schema, session);
        StringBuilder text = new StringBuilder();
        boolean returns = FunctionBody.kindOf(function) == BodyKind.RETURN;
        for (FunctionBody.Noted statement : statements) {
            if (!(statement.statement() instanceof Query query)) {
                throw new UnwrittenException("a statement that is no query");
            }
            NodeReader nodes = new NodeReader(statement.syntax(), names, current);
            Lines lines = returns ? Lines.one() : Lines.indentedBy(1);
            QueryWriter writer = new QueryWriter(nodes, current, lines, false, 0, List.of(), parameters);
            if (returns) {
                return text.append("RETURN ").append(writer.value(query)).toString();
            }
            writer.query(query, null, false);
            text.append(lines).append(";\n");
        }
        return "BEGIN ATOMIC\n" + text + "END";
    }
}
