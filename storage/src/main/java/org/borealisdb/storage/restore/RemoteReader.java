package org.borealisdb.storage.restore;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;

/** Reads objects of one store, piece by piece, and keeps some pieces a while. May be used by all tasks. */
final class RemoteReader {
    /** What is read ahead of small reads, and how many such pieces are kept. */
    private static final int PIECE_BYTES = 128 << 10;

    private static final int MOST_PIECES = 64;
    private static final int MOST_ATTEMPTS = 5;
    private static final long ATTEMPT_PAUSE_NANOS = 200_000_000;

    private final ObjectStore store;
    private final Tasks tasks;
    private final Metrics metrics;

    /** Guards the pieces; nobody waits for the store while holding it. */
    private final Lock lock;

    /** Pieces of objects, the least recently used first. */
    private final Map<String, ByteBuffer> pieces = new LinkedHashMap<>(16, 0.75f, true);

    RemoteReader(ObjectStore store, Tasks tasks, Metrics metrics) {
        this.store = store;
        this.tasks = tasks;
        this.metrics = metrics;
        this.lock = tasks.lock("pieces of objects");
    }

    /** Reads into {@code target} until it is full or the object ends, by larger pieces that are kept; says how many bytes. */
    int read(RemoteFiles.Remote object, long position, ByteBuffer target) {
        metrics.count("storage.restore.remote-reads");
        int wanted = Math.clamp(object.length() - position, 0, target.remaining());
        ByteBuffer window = target.slice(target.position(), wanted);
        if (wanted >= PIECE_BYTES) {
            readWhole(object, position, window);
        } else {
            long at = position;
            while (window.hasRemaining()) {
                long start = at / PIECE_BYTES * PIECE_BYTES;
                ByteBuffer piece = piece(object, start);
                int from = (int) (at - start);
                int count = Math.min(window.remaining(), piece.limit() - from);
                window.put(piece.slice(from, count));
                at += count;
            }
        }
        target.position(target.position() + wanted);
        return wanted;
    }

    private ByteBuffer piece(RemoteFiles.Remote object, long start) {
        String key = object.object() + "@" + start;
        lock.lock();
        try {
            ByteBuffer known = pieces.get(key);
            if (known != null) {
                return known;
            }
        } finally {
            lock.unlock();
        }
        ByteBuffer read = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, object.length() - start));
        readWhole(object, start, read);
        read.flip();
        lock.lock();
        try {
            pieces.put(key, read);
            if (pieces.size() > MOST_PIECES) {
                pieces.remove(pieces.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
        return read;
    }

    /** Lets go of the pieces that are kept: what was read was not what it should be. */
    void forget() {
        lock.lock();
        try {
            pieces.clear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Fills {@code target}; tries a store that fails some times.
     *
     * @throws ObjectStoreException if it keeps failing
     * @throws MalformedException   if the object is shorter than it should be
     */
    void readWhole(RemoteFiles.Remote object, long position, ByteBuffer target) {
        int start = target.position();
        for (int attempt = 1; ; attempt++) {
            try {
                target.position(start);
                int count = store.read(object.object(), position, target);
                if (target.hasRemaining()) {
                    throw new MalformedException(object.object() + " in " + store.place() + " ends after "
                            + (position + count) + " bytes instead of " + object.length());
                }
                return;
            } catch (ObjectStoreException e) {
                if (!e.retryable() || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                tasks.sleep(ATTEMPT_PAUSE_NANOS);
            }
        }
    }
}
