package org.borealisdb.storage.restore;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.StoredFile;
import org.jspecify.annotations.Nullable;

/** An open file that may be elsewhere still: reads go there until it is here. */
final class LazyFile implements StoredFile {
    private final LazyFileStore files;
    private final String name;
    private final RemoteFiles.Remote remote;
    /** Set once, under the store's lock. */
    private volatile @Nullable StoredFile here;

    LazyFile(LazyFileStore files, String name, RemoteFiles.Remote remote) {
        this.files = files;
        this.name = name;
        this.remote = remote;
    }

    void arrived(StoredFile file) {
        here = file;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return remote.length();
    }

    @Override
    public void write(long position, ByteBuffer source) {
        throw new FileException(FileException.Kind.FAILED, name + " is being restored, and is not to be written");
    }

    @Override
    public int read(long position, ByteBuffer target) {
        StoredFile local = here;
        return local == null ? files.reader().read(remote, position, target) : local.read(position, target);
    }

    @Override
    public boolean remote() {
        return here == null;
    }

    @Override
    public void dropCached() {
        files.reader().forget();
    }

    /** It is durable where it is. */
    @Override
    public void sync() {}

    @Override
    public void close() {
        files.closed(this);
        StoredFile local = here;
        if (local != null) {
            local.close();
        }
    }
}
