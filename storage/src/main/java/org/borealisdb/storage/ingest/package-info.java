/**
 * The path of a commit through a node: batches and metadata arrive in one bounded queue, and one task makes them durable, applies them and
 * acknowledges them, in that order.
 *
 * <p>{@link org.borealisdb.storage.ingest.Ingest} is that task; {@link org.borealisdb.storage.ingest.Arrival} is what it takes. Group commit happens by
 * itself: what arrives during a write is the next write. Metadata are in the same queue, so a fence is answered after every batch that was
 * admitted before it was applied, and no batch of an older epoch is admitted after it.
 *
 * <p>Threading: any task may offer; the one task does the rest.
 */
@NullMarked
package org.borealisdb.storage.ingest;

import org.jspecify.annotations.NullMarked;
