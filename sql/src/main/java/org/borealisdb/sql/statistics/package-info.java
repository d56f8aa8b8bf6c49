/**
 * What ANALYZE knows of tables: {@link org.borealisdb.sql.statistics.TableSample} takes rows, {@link org.borealisdb.sql.statistics.ColumnSummary} computes {@link
 * org.borealisdb.sql.statistics.ColumnStatistics} of a column's values as PostgreSQL does. They are objects of the catalog, so that they come and go with transactions, and readers see the writer's.
 *
 * <h2>Properties of an object of kind STATISTICS</h2>
 *
 * <p>Its parent is the table; its name is the column's number, from 1, or 0 for what is known of the table itself.
 *
 * <table>
 * <caption>Properties, as text; version 1</caption>
 * <tr><th>property</th><th>of</th><th>meaning</th></tr>
 * <tr><td>{@code version}</td><td>both</td><td>1; what has another is passed over, as if ANALYZE had not been run</td></tr>
 * <tr><td>{@code rows}</td><td>table</td><td>how many there were</td></tr>
 * <tr><td>{@code pages}</td><td>table</td><td>about how many pages they take</td></tr>
 * <tr><td>{@code nulls}</td><td>column</td><td>the part of the rows that have none</td></tr>
 * <tr><td>{@code width}</td><td>column</td><td>bytes of a value, on average</td></tr>
 * <tr><td>{@code distinct}</td><td>column</td><td>how many values there are; if negative, how many for each row</td></tr>
 * <tr><td>{@code common}</td><td>column</td><td>the most common values, as a literal of text[]</td></tr>
 * <tr><td>{@code frequencies}</td><td>column</td><td>the part of the rows that have each of them, as a literal of float8[]</td></tr>
 * <tr><td>{@code histogram}</td><td>column</td><td>values between which there are as many rows each, without the most common ones, as a literal of text[]</td></tr>
 * <tr><td>{@code correlation}</td><td>column</td><td>between the order of values and that of rows, -1 to 1; missing if it is unknown</td></tr>
 * </table>
 *
 * <h2>Extended statistics</h2>
 *
 * <p>{@link org.borealisdb.sql.statistics.JointSummary} computes {@link org.borealisdb.sql.statistics.JointStatistics} of several columns and expressions, the <em>dimensions</em>, which are numbered from 0. The object's parent is
 * the definition (of kind EXTENDED_STATISTICS), its name is 0.
 *
 * <table>
 * <caption>Properties, as text; version 1</caption>
 * <tr><th>property</th><th>meaning</th></tr>
 * <tr><td>{@code version}</td><td>1; what has another is passed over</td></tr>
 * <tr><td>{@code distinct}</td><td>how many values dimensions have together: {@code 0,1=10.0}, with semicolons between</td></tr>
 * <tr><td>{@code dependencies}</td><td>the part of the rows in which dimensions tell another: {@code 0,1>2=0.5}, with semicolons between</td></tr>
 * <tr><td>{@code common0}, {@code common1}, ...</td><td>the part of the rows with a value of all dimensions, the part if they had nothing to do with each other, and the value as a literal of text[]</td></tr>
 * <tr><td>{@code expression0.}... and so on</td><td>the properties of a column, for each expression</td></tr>
 * </table>
 */
@NullMarked
package org.borealisdb.sql.statistics;

import org.jspecify.annotations.NullMarked;
