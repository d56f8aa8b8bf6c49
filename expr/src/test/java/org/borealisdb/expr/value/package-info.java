/** Tests of the package of the same name. */
@NullMarked
package org.borealisdb.expr.value;

import org.jspecify.annotations.NullMarked;
