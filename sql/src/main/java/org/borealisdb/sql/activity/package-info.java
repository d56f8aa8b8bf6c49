/**
 * What the statements of all sessions have done since the instance began, as {@code pg_stat_statements} shows it:
 * {@link org.borealisdb.sql.activity.StatementRegister} finds the {@link org.borealisdb.sql.activity.StatementCounts} of a statement, which sessions then keep beside its plan. Safe for use by all tasks.
 */
@NullMarked
package org.borealisdb.sql.activity;

import org.jspecify.annotations.NullMarked;
