/** Tests of the PostgreSQL parser; the expected errors were recorded from PostgreSQL 15. */
@NullMarked
package org.borealisdb.sql.parse.postgres;

import org.jspecify.annotations.NullMarked;
