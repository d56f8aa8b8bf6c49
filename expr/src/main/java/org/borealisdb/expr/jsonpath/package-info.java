/**
 * The type jsonpath: SQL's path language over values of jsonb.
 *
 * <p>{@link org.borealisdb.expr.jsonpath.JsonPath} is a path that was read: a tree of {@link
 * org.borealisdb.expr.jsonpath.PathNode}s, where what is applied to a value one after the other is a list of steps. {@link
 * org.borealisdb.expr.jsonpath.PathQuery} evaluates one over a value. Values are stored, spilled and sent as a byte of version, 1, and the
 * text of {@link org.borealisdb.expr.jsonpath.JsonPath#exactText}, which reads back as the same tree.
 *
 * <p>Paths are immutable and shared; an evaluation belongs to one call. Paths nest at most as deep as {@link
 * org.borealisdb.expr.jsonpath.PathParser} allows, so that what walks them may recurse.
 */
@NullMarked
package org.borealisdb.expr.jsonpath;

import org.jspecify.annotations.NullMarked;
