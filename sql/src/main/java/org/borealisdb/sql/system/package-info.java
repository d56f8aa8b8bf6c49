/**
 * Statements that define: {@link org.borealisdb.sql.system.DefinitionRunner} makes, alters and drops tables and indexes as objects of the
 * engine's catalog, in the statement's own transaction. Belongs to one task.
 */
@NullMarked
package org.borealisdb.sql.system;

import org.jspecify.annotations.NullMarked;
