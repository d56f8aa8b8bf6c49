/**
 * SQL against the real PostgreSQL 15: the statements of text files, psql's commands and the driver's metadata are run on both, and must
 * answer the same. {@link org.borealisdb.tests.sql.SqlScript} describes the files.
 */
@NullMarked
package org.borealisdb.tests.sql;

import org.jspecify.annotations.NullMarked;
