/**
 * The types json and jsonb: the text, the stored form, and what the operators and functions do with them.
 *
 * <p>{@link org.borealisdb.expr.json.JsonText} is a text that was parsed: a json value is kept as it was written, and every
 * function parses it anew, as PostgreSQL does. {@link org.borealisdb.expr.json.Jsonb} is a value of jsonb: bytes that are read
 * in place. What such bytes hold is a {@link org.borealisdb.expr.json.JsonItem}, of which a {@link
 * org.borealisdb.expr.json.JsonContainer} is an array or object within them; new values are trees of {@link
 * org.borealisdb.expr.json.JsonNode}s, whose leaves may be containers of other values, which are copied as they are.
 *
 * <h2>jsonb, version 1 (little-endian)</h2>
 *
 * <table>
 * <caption>A value</caption>
 * <tr><th>bytes</th><th>field</th></tr>
 * <tr><td>1</td><td>version: 1</td></tr>
 * <tr><td>rest</td><td>a container: an object, an array, or an array of one element that stands for a scalar</td></tr>
 * </table>
 *
 * <table>
 * <caption>A container</caption>
 * <tr><th>bytes</th><th>field</th></tr>
 * <tr><td>4</td><td>bits 0-27 the number n of elements or members; bit 28 set in an object, bit 29 in an array, bits 29 and 30
 *     where the array stands for a scalar</td></tr>
 * <tr><td>2</td><td>height: 1 more than that of the highest container within, 1 if there is none</td></tr>
 * <tr><td>4 for each</td><td>entries: n of an array; of an object n of the keys, then n of the values. Bits 0-27 where the
 *     content ends, counted from the end of the entries; bits 28-31 its kind. It begins where the one before ends</td></tr>
 * <tr><td>rest</td><td>contents, in the order of the entries</td></tr>
 * </table>
 *
 * <table>
 * <caption>A content</caption>
 * <tr><th>kind</th><th>content</th></tr>
 * <tr><td>0 null, 1 false, 2 true</td><td>nothing</td></tr>
 * <tr><td>3 string, also of keys</td><td>UTF-8</td></tr>
 * <tr><td>4 short number</td><td>1 byte of scale, then the digits as a whole number in as few bytes as it takes, 1 to 8, two's
 *     complement</td></tr>
 * <tr><td>5 long number</td><td>a numeric in the wire's format</td></tr>
 * <tr><td>6 container</td><td>a container</td></tr>
 * </table>
 *
 * <p>Keys are in PostgreSQL's order, the shorter first and then by their bytes, each once; so a key is found by halving, and
 * an element by its place, without looking at what lies between. Whoever reads checks that what is read is inside the bytes,
 * and fails with {@link IllegalStateException} or {@link IndexOutOfBoundsException} otherwise.
 *
 * <p>Values nest at most {@link org.borealisdb.expr.json.JsonText#MAXIMUM_DEPTH} deep, so that what walks them may recurse: the
 * height of what a new value is made of is at hand, however much that is.
 * Everything here is immutable or belongs to one task.
 */
@NullMarked
package org.borealisdb.expr.json;

import org.jspecify.annotations.NullMarked;
