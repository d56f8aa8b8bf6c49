/**
 * PostgreSQL's system catalogs, computed from the engine's: {@code pg_catalog} and {@code information_schema} as relations that any query may
 * read, and the functions that go with them.
 *
 * <p>{@link org.borealisdb.sql.postgres.SystemCatalog} is what a session asks. The relations' columns are those of PostgreSQL 15 (a resource lists
 * them); what the engine has no counterpart for is empty. Some relations are views over others, written in SQL in a resource. The catalog is read
 * once for a statement, into a {@link org.borealisdb.sql.postgres.CatalogSnapshot}. Object identifiers are those of the engine's objects, and
 * PostgreSQL's for what PostgreSQL numbers itself. All of this belongs to a session's task; resources are shared and immutable.
 */
@NullMarked
package org.borealisdb.sql.postgres;

import org.jspecify.annotations.NullMarked;
