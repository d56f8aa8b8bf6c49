/**
 * Statements that define: {@link org.borealisdb.sql.system.DefinitionRunner} makes, alters and drops tables, indexes, sequences, views, schemas
 * and databases as objects of the engine's catalog, in the statement's own transaction. A class for each subject works on
 * {@link org.borealisdb.sql.system.CatalogChanges}; the rows of tables are reached through {@link org.borealisdb.sql.system.TableRows}. Belongs to
 * one task.
 */
@NullMarked
package org.borealisdb.sql.system;

import org.jspecify.annotations.NullMarked;
