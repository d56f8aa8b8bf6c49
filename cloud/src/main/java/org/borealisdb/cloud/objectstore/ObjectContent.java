package org.borealisdb.cloud.objectstore;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.file.StoredFile;

/** What an object is to hold, read piece by piece, perhaps more than once. */
public interface ObjectContent {
    long length();

    /** Reads into {@code target} until it is full or the content ends, and says how many bytes. */
    int read(long position, ByteBuffer target);

    /** The bytes of an array, which must not change. */
    static ObjectContent of(byte[] bytes) {
        return new ObjectContent() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public int read(long position, ByteBuffer target) {
                int count = Math.clamp(bytes.length - position, 0, target.remaining());
                target.put(bytes, (int) Math.min(position, bytes.length), count);
                return count;
            }
        };
    }

    /** The bytes of an open file, which must not change. */
    static ObjectContent of(StoredFile file) {
        return new ObjectContent() {
            @Override
            public long length() {
                return file.size();
            }

            @Override
            public int read(long position, ByteBuffer target) {
                return file.read(position, target);
            }
        };
    }
}
