package org.borealisdb.storage.materialize;

/** The node closes in the middle of a fold or a merge. The file that was being written is in no manifest, and the next start deletes it. */
final class WorkAbandonedException extends RuntimeException {
    WorkAbandonedException() {
        super("the node closes", null, false, false);
    }
}
