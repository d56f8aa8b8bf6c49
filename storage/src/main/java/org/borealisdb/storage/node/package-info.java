/**
 * The storage node: one process's worth of segments over one journal.
 *
 * <p>{@link org.borealisdb.storage.node.StorageNode} recovers journal, metadata and manifests, and binds its address; {@link org.borealisdb.storage.node.MessageDispatch} takes
 * messages: batches to the journal's queue, everything short on the spot, calls on the caller's task. Three tasks work for it: the journal's (
 * {@code ingest}), gossip's, and the background one ({@code materialize}). A node whose disk fails steps aside: it does nothing any more but say so (R5).
 */
@NullMarked
package org.borealisdb.storage.node;

import org.jspecify.annotations.NullMarked;
