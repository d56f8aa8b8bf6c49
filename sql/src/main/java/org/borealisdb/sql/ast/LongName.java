package org.borealisdb.sql.ast;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * A name that says the database, too.
 *
 * @param name it has three parts at least
 * @param isColumn whether the last part is the name of a column
 * @param isRelation whether it is that of a relation, or of a column of one
 */
public record LongName(QualifiedName name, boolean isColumn, boolean isRelation) {
    /**
     * Passes if the name is one of a database.
     *
     * @param text that the name is in
     * @throws SqlException 0A000 if it is another database's, 42601 if the name has too many parts
     */
    public void check(String database, String text) {
        int parts = name.parts().size() - (isColumn ? 1 : 0);
        if (parts > 3) {
            throw SourceText.at(tooLong(name.toString()), text, name.position());
        }
        if (parts == 3 && !name.parts().getFirst().equals(database)) {
            String table = String.join(".", name.parts().subList(0, 3));
            throw SourceText.at(ofOther(isRelation ? "\"" + table + "\"" : table), text, name.position());
        }
    }

    /** Returns the error about a name of another database. */
    public static SqlException ofOther(String name) {
        return new SqlException(
                ErrorCode.FEATURE_NOT_SUPPORTED, "cross-database references are not implemented: " + name);
    }

    /** Returns the error about a name with too many parts. */
    public static SqlException tooLong(String name) {
        return new SqlException(ErrorCode.SYNTAX_ERROR, "improper qualified name (too many dotted names): " + name);
    }
}
