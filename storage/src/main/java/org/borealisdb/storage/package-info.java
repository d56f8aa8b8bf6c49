/**
 * The storage node: takes redo, acknowledges it when it is durable, gossips, folds it into pages, scrubs, repairs, archives to
 * the object store, and serves pages at an LSN.
 *
 * <p>Never sees {@code engine} or {@code volume}; it meets them in {@code redo} and on the network. Imports {@code runtime},
 * {@code redo}, {@code expr} and {@code cloud}.
 */
@NullMarked
package org.borealisdb.storage;

import org.jspecify.annotations.NullMarked;
