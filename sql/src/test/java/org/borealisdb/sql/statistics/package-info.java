/** Tests of what ANALYZE computes. */
@NullMarked
package org.borealisdb.sql.statistics;

import org.jspecify.annotations.NullMarked;
