package org.borealisdb.engine.table;

import java.util.Arrays;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;

/**
 * Keeps tasks apart that work on the same row and its index entries, or on the same key of a unique index, in several mini-transactions.
 * Keys are hashed to a fixed number of locks. A task takes all it needs at once, in order, and never waits for a transaction or
 * holds a latch while it has or takes them.
 */
final class KeyStripes {
    private static final int COUNT = 1024;

    private final Lock[] locks = new Lock[COUNT];

    KeyStripes(Tasks tasks) {
        for (int stripe = 0; stripe < COUNT; stripe++) {
            locks[stripe] = tasks.lock("key stripe " + stripe);
        }
    }

    /** The stripe of a key in a tree. */
    static int stripe(long treeId, byte[] key, int length) {
        return hash(treeId, key, 0, length) >>> 22;
    }

    /** A hash, whose high bits are the good ones, of the key of {@code length} bytes from {@code from}. */
    static int hash(long treeId, byte[] key, int from, int length) {
        int hash = Long.hashCode(treeId);
        for (int index = from; index < from + length; index++) {
            hash = hash * 31 + key[index];
        }
        return hash * 0x9E3779B9;
    }

    /** Takes the first {@code count} stripes of {@code stripes}, which it sorts, and answers how many different ones there are, at the front. */
    int take(int[] stripes, int count) {
        Arrays.sort(stripes, 0, count);
        int different = 0;
        for (int index = 0; index < count; index++) {
            if (different == 0 || stripes[index] != stripes[different - 1]) {
                stripes[different++] = stripes[index];
            }
        }
        for (int index = 0; index < different; index++) {
            locks[stripes[index]].lock();
        }
        return different;
    }

    /** Gives up what {@link #take} took. */
    void give(int[] stripes, int different) {
        for (int index = different - 1; index >= 0; index--) {
            locks[stripes[index]].unlock();
        }
    }

    /** Waits until all have given up what they have now. */
    void passAll() {
        for (Lock lock : locks) {
            lock.lock();
            lock.unlock();
        }
    }
}
