package org.borealisdb.sql.ast;

import java.util.List;
import java.util.stream.Collectors;
import org.borealisdb.expr.scalar.Quoting;

/**
 * A type as it is written.
 *
 * @param name SQL's spellings are replaced by the catalog's: {@code integer} is {@code pg_catalog.int4}
 * @param modifiers what stands in parentheses after it
 * @param arrayDimensions how many pairs of brackets follow, 0 if it is no array
 * @param isSet whether SETOF stands before it
 * @param ofColumn whether it is the type of the column that the name is of: {@code %TYPE} follows
 * @param position offset of the first word
 */
public record TypeName(
        QualifiedName name,
        List<SyntaxExpression> modifiers,
        int arrayDimensions,
        boolean isSet,
        boolean ofColumn,
        int position) {
    /** Makes the name of a type itself. */
    public TypeName(
            QualifiedName name, List<SyntaxExpression> modifiers, int arrayDimensions, boolean isSet, int position) {
        this(name, modifiers, arrayDimensions, isSet, false, position);
    }

    /** Copies the modifiers. */
    public TypeName {
        modifiers = List.copyOf(modifiers);
    }

    /** Returns the same type as an array. */
    public TypeName withArrayDimensions(int dimensions) {
        return new TypeName(name, modifiers, dimensions, isSet, ofColumn, position);
    }

    /** Returns the type as it is written in SQL, without modifiers. */
    public String written() {
        return name.parts().stream().map(Quoting::identifier).collect(Collectors.joining("."))
                + (arrayDimensions > 0 ? "[]" : "");
    }
}
