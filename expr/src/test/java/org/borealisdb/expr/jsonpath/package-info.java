/** Tests of jsonpath. */
@NullMarked
package org.borealisdb.expr.jsonpath;

import org.jspecify.annotations.NullMarked;
