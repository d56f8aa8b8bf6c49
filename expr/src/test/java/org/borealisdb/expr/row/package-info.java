/** Tests of the package of the same name. */
@NullMarked
package org.borealisdb.expr.row;

import org.jspecify.annotations.NullMarked;
