package org.borealisdb.storage.node;

import java.util.Optional;
import org.borealisdb.cloud.objectstore.ObjectStores;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.storage.backup.BackupPlace;
import org.borealisdb.storage.share.SharedLayers;

/**
 * The stores that a node knows besides its own folder.
 *
 * @param backup       where its backup goes; empty if it makes none
 * @param restoredFrom opens the store that a restored node was restored from
 * @param layers       what the nodes of its process know of each other's layers
 */
public record NodeStores(Optional<BackupPlace> backup, ObjectStores restoredFrom, SharedLayers layers) {
    /** For a node by itself: no backup, no store to restore from, and no other node in the process. */
    public static NodeStores none() {
        return new NodeStores(
                Optional.empty(),
                place -> {
                    throw new OperationException("this node knows no object store, and not " + place, false);
                },
                new SharedLayers());
    }
}
