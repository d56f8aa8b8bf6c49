package org.borealisdb.cloud.objectstore;

import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Tasks;

/** Opens object stores of one kind; found by {@link java.util.ServiceLoader}, so that their libraries are needed only by who has them. */
public interface ObjectStoreProvider {
    /** What its places begin with, before {@code ://}. */
    String scheme();

    /**
     * The store at {@code place}; asks nobody yet.
     *
     * @throws org.borealisdb.runtime.error.OperationException if the place is malformed
     */
    ObjectStore open(String place, Tasks tasks, RandomSource random);
}
