/** Tests of the package of the same name. */
@NullMarked
package org.borealisdb.sql.plan;

import org.jspecify.annotations.NullMarked;
