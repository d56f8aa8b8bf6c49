/**
 * Writes bound queries as SQL, in PostgreSQL's canonical form: the queries of views and the bodies of functions as the catalog shows them. {@code
 * BoundSyntax} says what the parts of a query stand for, {@code CurrentNames} what that is called now; {@code NodeReader} makes nodes of bound
 * expressions, and the writers write nodes and queries. What cannot be written rightly is {@code UnwrittenException}. Everything belongs to one task.
 */
@NullMarked
package org.borealisdb.sql.deparse;

import org.jspecify.annotations.NullMarked;
