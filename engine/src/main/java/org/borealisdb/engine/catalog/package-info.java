/**
 * The catalog of databases, schemas, tables, indexes, sequences, roles and their settings, in a generic form on which SQL presents its own
 * catalogs.
 *
 * <p>{@link org.borealisdb.engine.catalog.Catalog} is one table of {@link org.borealisdb.engine.catalog.CatalogObject}s under MVCC (R20), and
 * {@link org.borealisdb.engine.catalog.Sequences} the values of sequences, which no rollback takes back (R2).
 *
 * <p>The catalog's table has the primary key (kind, 8 bits; id, 64 bits big-endian), a unique index on (parent, 64 bits; name space, 8 bits; name in UTF-8, then
 * 0) and one on (related, 64 bits). Its rows:
 *
 * <table border="1">
 * <caption>Catalog object, little-endian</caption>
 * <tr><th>bytes</th><th>field</th></tr>
 * <tr><td>1</td><td>format, 1</td></tr>
 * <tr><td>1</td><td>kind ({@link org.borealisdb.engine.catalog.CatalogKind})</td></tr>
 * <tr><td>8, 8, 8</td><td>parent, related, tree</td></tr>
 * <tr><td>4 + n</td><td>name: length, UTF-8</td></tr>
 * <tr><td>4</td><td>number of properties, each a name and a value like the name above, sorted by name</td></tr>
 * </table>
 *
 * <p>Threading: all classes are safe for use by all tasks, with the workspace of the calling one.
 */
@NullMarked
package org.borealisdb.engine.catalog;

import org.jspecify.annotations.NullMarked;
