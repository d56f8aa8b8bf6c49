/** A table that is dropped gives back what it took. */
@NullMarked
package org.borealisdb.tests.shrink;

import org.jspecify.annotations.NullMarked;
