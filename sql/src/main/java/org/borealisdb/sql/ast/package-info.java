/**
 * The syntax of statements as data, common to the dialects: what a parser makes and binding reads.
 *
 * <p>{@link org.borealisdb.sql.ast.Statement} is the root of a closed family; its parts are grouped by subject, each group an
 * interface with its records inside: {@link org.borealisdb.sql.ast.Query}, {@link org.borealisdb.sql.ast.DataChange}, {@link
 * org.borealisdb.sql.ast.Definition}, {@link org.borealisdb.sql.ast.TransactionStatement}, {@link
 * org.borealisdb.sql.ast.SessionStatement}, {@link org.borealisdb.sql.ast.Maintenance}. Inside them are {@link
 * org.borealisdb.sql.ast.SyntaxExpression}, {@link org.borealisdb.sql.ast.FromItem} and {@link
 * org.borealisdb.sql.ast.TypeName}.
 *
 * <p>Names are as the dialect folds them (PostgreSQL: lower case unless quoted). Positions are offsets into the source text in
 * UTF-16 units, -1 where there is none; {@link org.borealisdb.sql.ast.SourceText} turns them into a message's positions.
 * A part that may be missing is a {@code @Nullable} component: trees are large, and an Optional each would double them.
 *
 * <p>Nothing is resolved here: a name may or may not exist, a literal has no type yet. All of it is immutable, and
 * records: the text of a tree is that of its records.
 */
@NullMarked
package org.borealisdb.sql.ast;

import org.jspecify.annotations.NullMarked;
