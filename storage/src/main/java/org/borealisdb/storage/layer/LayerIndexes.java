package org.borealisdb.storage.layer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of all layers that are open in this process, those that are equal once: the nodes of a region in one process have the same layers for the most part, and a clone has those of its source, while an index takes some 30 bytes for each page.
 * Indexes are immutable, and who has one shares it with others without a sign of it. Safe for use by all tasks.
 */
final class LayerIndexes {
    private static final LayerIndexes OF_PROCESS = new LayerIndexes();

    /** What is equal if indexes are. */
    private record Key(int version, int bytes, int checksum) {}

    private static final class Entry extends WeakReference<LayerIndex> {
        private final Key key;

        Entry(Key key, LayerIndex index, ReferenceQueue<LayerIndex> gone) {
            super(index, gone);
            this.key = key;
        }
    }

    private final ReferenceQueue<LayerIndex> gone = new ReferenceQueue<>();

    @GuardedBy("this")
    private final Map<Key, Entry> known = new HashMap<>();

    private LayerIndexes() {}

    /**
     * The index that has these rows.
     *
     * @param rows     little-endian
     * @param checksum of the rows
     */
    static LayerIndex of(ByteBuffer rows, int version, int checksum) {
        Key key = new Key(version, rows.limit(), checksum);
        LayerIndex made = new LayerIndex(rows, version);
        LayerIndex before = OF_PROCESS.find(key);
        // One that is larger than all caches is compared without keeping others waiting.
        if (before != null && before.sameAs(made)) {
            return before;
        }
        OF_PROCESS.put(key, made);
        return made;
    }

    private synchronized @Nullable LayerIndex find(Key key) {
        Entry entry = known.get(key);
        return entry == null ? null : entry.get();
    }

    private synchronized void put(Key key, LayerIndex index) {
        for (Reference<?> old = gone.poll(); old != null; old = gone.poll()) {
            known.remove(((Entry) old).key, old);
        }
        known.put(key, new Entry(key, index, gone));
    }
}
