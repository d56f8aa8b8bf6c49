package org.borealisdb.storage.node;

/** Hears what a node's owner should tell a person. Any task may call it; it must not wait. */
@FunctionalInterface
public interface StorageNodeListener {
    /** The node serves nothing any more, for {@code reason}. Told once. */
    void steppedAside(String reason);

    /** Something is wrong with a part of the node, which goes on without it: a damaged segment, a disk that is nearly full. */
    default void degraded(String what) {}

    /** A worker threw what no worker may, and the node stepped aside. Whoever does not override this gets it thrown out of the worker's task. */
    default void fault(RuntimeException thrown) {
        throw thrown;
    }
}
