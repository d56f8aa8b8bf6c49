package org.borealisdb.sql.bind;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.sql.ast.LongName;
import org.borealisdb.sql.ast.QualifiedName;

/** Which names can stand for functions and operators: all there are belong to {@code pg_catalog}, which need not be named. */
final class BuiltInNames {
    private static final String SYSTEM = "pg_catalog";
    private static final String INFORMATION = "information_schema";

    /** What the names of the functions of {@code information_schema}, and of no others, begin with. */
    private static final String OF_INFORMATION = "_pg_";

    private BuiltInNames() {}

    /** Returns whether names are looked for in a schema before that of what is built in, which comes first unless search_path has it later. */
    static boolean isBefore(BindContext context, String schema) {
        List<String> path = context.schema().searchPath();
        int own = path.indexOf(schema);
        return own >= 0 && own < path.indexOf(SYSTEM);
    }

    /**
     * Returns whether the schema that a name is qualified by is one that may have such a function or operator; true without a schema.
     *
     * @throws org.borealisdb.expr.error.SqlException 3F000 if there is no such schema, 0A000 for one of another database
     */
    static boolean include(BindContext context, QualifiedName name) {
        List<String> parts = name.parts();
        if (parts.size() == 1) {
            return !name.last().startsWith(OF_INFORMATION)
                    || context.schema().searchPath().contains(INFORMATION);
        }
        if (parts.size() > 3) {
            throw context.at(LongName.tooLong(name.toString()), name.position());
        }
        if (parts.size() == 3 && !parts.getFirst().equals(context.session().current("current_catalog"))) {
            throw context.at(LongName.ofOther(name.toString()), name.position());
        }
        String schema = parts.get(parts.size() - 2);
        if (schema.equals(SYSTEM)) {
            return !name.last().startsWith(OF_INFORMATION);
        }
        if (schema.equals(INFORMATION)) {
            return name.last().startsWith(OF_INFORMATION);
        }
        if (context.schema().schema(schema).isEmpty()) {
            throw context.error(
                    ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + schema + "\" does not exist", name.position());
        }
        return false;
    }
}
