/** Tests of templates. */
@NullMarked
package org.borealisdb.expr.format;

import org.jspecify.annotations.NullMarked;
