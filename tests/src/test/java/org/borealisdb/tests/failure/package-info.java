/**
 * A region of real processes keeps working when things break: processes die, freeze and come back while pgbench runs and clients keep a
 * ledger of what they were told ({@link org.borealisdb.server.demo.Ledger}, over the JDBC driver).
 */
@NullMarked
package org.borealisdb.tests.failure;

import org.jspecify.annotations.NullMarked;
