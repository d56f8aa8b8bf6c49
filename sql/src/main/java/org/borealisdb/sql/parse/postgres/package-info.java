/**
 * PostgreSQL 15's syntax: from text to the common syntax tree.
 *
 * <p>{@link org.borealisdb.sql.parse.postgres.PostgresParser} is the entrance. A {@code Lexer} cuts the text into {@code Tokens}
 * (parallel arrays), a {@code TokenCursor} walks them, and one parser for each subject, tied together by {@code Grammar},
 * builds the tree: recursive descent, expressions by precedence climbing with the levels of PostgreSQL's gram.y. Nothing is
 * tried and taken back: at most three tokens of look-ahead decide, but for one scan over opening parentheses.
 *
 * <p>Errors are PostgreSQL's: 42601 with the token's text and position, found in the order in which its parser meets them. A
 * bad token (an unterminated string) fails only when the parser gets to it. Statements that PostgreSQL has and Borealis has
 * not yet fail with 0A000 and their name. Nesting is limited (54001), so that no input overflows the stack.
 *
 * <p>{@link org.borealisdb.sql.parse.postgres.StatementShape} cuts the numbers out of a statement without parsing it, to find
 * its plan among those of earlier statements.
 *
 * <p>Everything works on its own input and may be called from any thread.
 */
@NullMarked
package org.borealisdb.sql.parse.postgres;

import org.jspecify.annotations.NullMarked;
