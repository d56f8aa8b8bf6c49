package org.borealisdb.sql.ast;

import org.jspecify.annotations.Nullable;

/**
 * {@code name value} in the options of COPY, EXPLAIN, VACUUM, CREATE DATABASE, or {@code WITH (fillfactor = 70)}.
 *
 * @param name in lower case; with its namespace, if given, as {@code toast.name}
 * @param value a literal, a list as an array constructor, a name as a column reference; missing if only the name is given
 * @param position offset of the name
 */
public record OptionItem(String name, @Nullable SyntaxExpression value, int position) {}
