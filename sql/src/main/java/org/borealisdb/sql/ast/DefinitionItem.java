package org.borealisdb.sql.ast;

import org.jspecify.annotations.Nullable;

/**
 * {@code name = value} in the definition of an aggregate or operator. What the value is follows from the name: one of the three is there, or none.
 *
 * @param name in lower case, unless it was quoted
 * @param type a type, or the name of a function
 * @param operator an operator
 * @param text a string, a number, or a word that no type may be named
 * @param position offset of the name
 */
public record DefinitionItem(
        String name,
        @Nullable TypeName type,
        @Nullable QualifiedName operator,
        @Nullable String text,
        int position) {}
