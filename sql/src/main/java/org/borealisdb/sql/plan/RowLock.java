package org.borealisdb.sql.plan;

import org.borealisdb.engine.lock.RowLockMode;
import org.borealisdb.sql.ast.Query;

/**
 * How SELECT locks rows.
 *
 * @param whenBusy what to do about rows that are locked by others
 */
public record RowLock(RowLockMode mode, Query.LockWait whenBusy) {}
