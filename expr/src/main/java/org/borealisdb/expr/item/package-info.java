/**
 * Items: what an inverted index has an entry of for each row. An array has its elements as items, a value of jsonb its keys and scalars. An {@link org.borealisdb.expr.item.ItemClass} says which items a value has,
 * and which of them a value must have for an operator to be true of it, which is then checked.
 *
 * <table>
 * <caption>Bytes of an item, none of which begin another's</caption>
 * <tr><th>class</th><th>first byte</th><th>what follows</th></tr>
 * <tr><td>all</td><td>1</td><td>nothing: the value has no items</td></tr>
 * <tr><td>all</td><td>2</td><td>16 bytes of the SHA-256 of an item that is longer than 255 bytes</td></tr>
 * <tr><td>array_ops</td><td>3</td><td>the element's key, see {@link org.borealisdb.expr.row.KeyEncoder}</td></tr>
 * <tr><td>jsonb_ops</td><td>4</td><td>key of an object, or string in an array, in UTF-8; 0</td></tr>
 * <tr><td>jsonb_ops</td><td>5</td><td>string that is a member's value, in UTF-8; 0</td></tr>
 * <tr><td>jsonb_ops</td><td>6</td><td>number: key of a numeric</td></tr>
 * <tr><td>jsonb_ops</td><td>7, 8, 9</td><td>nothing: false, true, null</td></tr>
 * <tr><td>jsonb_path_ops</td><td>10</td><td>16 bytes of the SHA-256 of the keys that lead to a scalar, and of the scalar</td></tr>
 * </table>
 */
@NullMarked
package org.borealisdb.expr.item;

import org.jspecify.annotations.NullMarked;
