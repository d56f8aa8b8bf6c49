/** The types bit and bit varying, which share {@link org.borealisdb.expr.bits.BitString} as the class of their values. All is immutable. */
@NullMarked
package org.borealisdb.expr.bits;

import org.jspecify.annotations.NullMarked;
