package org.borealisdb.runtime.file;

/** A lock on a folder that lasts until it is closed or its process ends. */
public interface FileLock extends AutoCloseable {
    @Override
    void close();
}
