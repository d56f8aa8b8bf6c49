/**
 * Values at run time, and their forms outside: text and binary, byte for byte as PostgreSQL 15 writes and reads them.
 *
 * <h2>Representation</h2>
 *
 * <table>
 * <caption>How a value of a type is carried</caption>
 * <tr><th>types</th><th>kind</th><th>carried as</th><th>boxed as</th></tr>
 * <tr><td>bool</td><td>LONG</td><td>0 or 1</td><td>Boolean</td></tr>
 * <tr><td>int2, int4, int8</td><td>LONG</td><td>the number</td><td>Long</td></tr>
 * <tr><td>oid and reg types</td><td>LONG</td><td>unsigned 32 bits</td><td>Long</td></tr>
 * <tr><td>"char"</td><td>LONG</td><td>the byte, 0 to 255</td><td>Long</td></tr>
 * <tr><td>date</td><td>LONG</td><td>days since 2000-01-01; Integer.MAX/MIN_VALUE are the infinities</td><td>Long</td></tr>
 * <tr><td>time</td><td>LONG</td><td>microseconds since midnight</td><td>Long</td></tr>
 * <tr><td>timestamp, timestamptz</td><td>LONG</td><td>microseconds since 2000-01-01 (UTC); Long.MAX/MIN_VALUE are the
 *     infinities</td><td>Long</td></tr>
 * <tr><td>float4, float8</td><td>DOUBLE</td><td>double</td><td>Double</td></tr>
 * <tr><td>text, varchar, bpchar, name, unknown</td><td>OBJECT</td><td>String (bpchar keeps its padding)</td><td>String</td></tr>
 * <tr><td>numeric</td><td>OBJECT</td><td>{@link org.borealisdb.expr.value.Numeric}</td><td>same</td></tr>
 * <tr><td>bytea</td><td>OBJECT</td><td>byte[], never changed after it was made</td><td>same</td></tr>
 * <tr><td>json</td><td>OBJECT</td><td>String, as it was written</td><td>String</td></tr>
 * <tr><td>jsonb</td><td>OBJECT</td><td>{@link org.borealisdb.expr.json.Jsonb}</td><td>same</td></tr>
 * <tr><td>uuid</td><td>OBJECT</td><td>java.util.UUID</td><td>same</td></tr>
 * <tr><td>interval</td><td>OBJECT</td><td>{@link org.borealisdb.expr.value.Interval}</td><td>same</td></tr>
 * <tr><td>arrays, int2vector, oidvector</td><td>OBJECT</td><td>{@link org.borealisdb.expr.value.ArrayValue}</td><td>same</td></tr>
 * </table>
 *
 * <p>SQL's NULL is Java's {@code null} among boxed values, a bit in a column, and a flag beside a primitive result.
 *
 * <p><b>Why String and not UTF-8 bytes for text.</b> The JDK's compact strings hold ASCII in one byte a character, compare,
 * search and hash with vector instructions, and every text function is simple on them. What bytes would save, decoding a
 * stored value that only travels to the client, the direct path gets anyway: the row codec hands out the stored bytes.
 *
 * <h2>Main types</h2>
 *
 * <p>{@link org.borealisdb.expr.value.TextOutput}, {@link org.borealisdb.expr.value.TextInput}, {@link
 * org.borealisdb.expr.value.BinaryOutput} and {@link org.borealisdb.expr.value.BinaryInput} are the four conversions; {@link
 * org.borealisdb.expr.value.ByteSink} is what output goes to. {@link org.borealisdb.expr.value.Batch} is a set of {@link
 * org.borealisdb.expr.value.Column columns} for the executor, {@link org.borealisdb.expr.value.RowSource} one row of
 * anything. {@link org.borealisdb.expr.value.ValueOrder} compares.
 *
 * <p>Values are immutable. Columns, batches and sinks belong to one task.
 */
@NullMarked
package org.borealisdb.expr.value;

import org.jspecify.annotations.NullMarked;
