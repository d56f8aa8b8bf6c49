/**
 * SQL types, values, collations, the row codec, and scalar and aggregate expressions as data with their evaluator.
 *
 * <p>Pure: no task, no clock, no input or output, no logging. The SQL executor and the scan that a storage node runs on its
 * behalf evaluate the same programs. Imports {@code runtime} (codecs).
 */
@NullMarked
package org.borealisdb.expr;

import org.jspecify.annotations.NullMarked;
