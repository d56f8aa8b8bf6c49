/** Tests of the package of the same name. */
@NullMarked
package org.borealisdb.expr.aggregate;

import org.jspecify.annotations.NullMarked;
