package org.borealisdb.cloud.objectstore;

/** Opens object stores by their places, such as a folder or {@code s3://bucket/prefix}. */
@FunctionalInterface
public interface ObjectStores {
    /**
     * The store at {@code place}; the same one for the same place. It is closed by whom this belongs to.
     *
     * @throws org.borealisdb.runtime.error.OperationException if the place is none
     */
    ObjectStore open(String place);
}
