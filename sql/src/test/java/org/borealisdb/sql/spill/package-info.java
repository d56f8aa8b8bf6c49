/** Tests of rows within a limit of memory. */
@NullMarked
package org.borealisdb.sql.spill;

import org.jspecify.annotations.NullMarked;
