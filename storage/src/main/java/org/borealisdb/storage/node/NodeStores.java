package org.borealisdb.storage.node;

import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.cloud.objectstore.ObjectStores;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.storage.backup.BackupPlace;
import org.borealisdb.storage.share.SharedLayers;
import org.borealisdb.storage.stage.JournalStage;

/**
 * The stores that a node knows besides its own folder, and what it shares with the other nodes of its process.
 *
 * @param backup       where its backup goes; empty if it makes none
 * @param restoredFrom opens the store that a restored node was restored from
 * @param layers       what the nodes of its process know of each other's layers
 * @param stage        where they make the newest blocks of their journals durable together, asked for when a node is opened; empty if each does so by itself
 */
public record NodeStores(
        Optional<BackupPlace> backup,
        ObjectStores restoredFrom,
        SharedLayers layers,
        Supplier<Optional<JournalStage>> stage) {
    /** For nodes that write their journals each by itself. */
    public NodeStores(Optional<BackupPlace> backup, ObjectStores restoredFrom, SharedLayers layers) {
        this(backup, restoredFrom, layers, Optional::empty);
    }

    /** The same for nodes with a stage. */
    public NodeStores with(Supplier<Optional<JournalStage>> staged) {
        return new NodeStores(backup, restoredFrom, layers, staged);
    }

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
