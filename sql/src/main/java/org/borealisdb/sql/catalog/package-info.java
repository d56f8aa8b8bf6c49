/**
 * What SQL knows of tables: the engine's catalog objects read into {@link org.borealisdb.sql.catalog.TableDefinition}s, and the key
 * functions of indexes made of them.
 *
 * <p>Definitions are immutable and shared between tasks. A {@link org.borealisdb.sql.catalog.SchemaReader} belongs to one task and
 * reads with one view.
 */
@NullMarked
package org.borealisdb.sql.catalog;

import org.jspecify.annotations.NullMarked;
