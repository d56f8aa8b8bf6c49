/**
 * Errors that a client causes or must expect, in the terms of the wire protocols.
 *
 * <p>{@link org.borealisdb.expr.error.SqlException} is the one exception for them; {@link
 * org.borealisdb.expr.error.ErrorCode} lists the conditions with the SQLSTATE that a PostgreSQL client sees beside the
 * number that a MySQL client sees. Failures of the world (disk, network, quorum) and our own faults are other exceptions,
 * never this one.
 *
 * <p>Both types are immutable and may be shared between threads.
 */
@NullMarked
package org.borealisdb.expr.error;

import org.jspecify.annotations.NullMarked;
