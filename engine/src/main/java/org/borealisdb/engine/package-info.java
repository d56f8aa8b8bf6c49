/**
 * The database kernel: buffer pool, B+trees, undo and row versions, transactions and locks, catalog, and redo applied to cached
 * pages on readers.
 *
 * <p>It owns no data: a page is a cache of its log, and evicting a page is dropping it. Imports {@code runtime}, {@code redo},
 * {@code expr} and {@code volume}.
 */
@NullMarked
package org.borealisdb.engine;

import org.jspecify.annotations.NullMarked;
