/**
 * Sessions over the engine: {@link org.borealisdb.sql.service.EngineSqlService} is the implementation of the port {@code sql.session}.
 *
 * <p>A session runs statements one at a time in its own task, with the engine's workspace and lock owner of its own. Statements bind against
 * the newest catalog; prepared plans are used again as long as the catalog has not changed.
 *
 * <p>{@code EngineSession} is only the front: {@code TransactionBlock} holds the transaction, {@code PreparedStatements} the statements and portals,
 * {@code StatementPlanner} makes plans, {@code UtilityCommands} runs what has none, and {@code SessionScope} answers what binding asks.
 */
@NullMarked
package org.borealisdb.sql.service;

import org.jspecify.annotations.NullMarked;
