package org.borealisdb.storage.node;

import java.util.Optional;
import org.borealisdb.cloud.objectstore.ObjectStores;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.storage.backup.BackupPlace;

/**
 * The object stores that a node knows.
 *
 * @param backup       where its backup goes; empty if it makes none
 * @param restoredFrom opens the store that a restored node was restored from
 */
public record NodeStores(Optional<BackupPlace> backup, ObjectStores restoredFrom) {
    /** No backup, and no store to restore from. */
    public static final NodeStores NONE = new NodeStores(Optional.empty(), place -> {
        throw new OperationException("this node knows no object store, and not " + place, false);
    });
}
