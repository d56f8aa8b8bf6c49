package org.borealisdb.cloud.aws.objectstore;

import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStoreProvider;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Tasks;

/** Opens {@code s3://bucket/prefix}. */
public final class S3ObjectStoreProvider implements ObjectStoreProvider {
    @Override
    public String scheme() {
        return S3Place.SCHEME;
    }

    @Override
    public ObjectStore open(String place, Tasks tasks, RandomSource random) {
        return new S3ObjectStore(S3Place.parse(place), tasks, random);
    }
}
