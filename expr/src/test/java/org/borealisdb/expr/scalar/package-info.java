/** Tests of expressions, functions, resolution and aggregates. */
@NullMarked
package org.borealisdb.expr.scalar;

import org.jspecify.annotations.NullMarked;
