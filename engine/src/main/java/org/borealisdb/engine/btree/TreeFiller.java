package org.borealisdb.engine.btree;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.PageAllocator;

/**
 * Fills a tree that nobody else uses yet: an index that is being built, a table that is being written anew. Entries may come in any order. As long as
 * they come in order they are appended as whole leaves; else they are sorted, as many as are held at a time, and each such part is appended or, where its keys lie among those of
 * the parts before, inserted in order, leaf by leaf. So memory is bounded, whatever the order.
 *
 * <p>A {@link #shared} one fills a tree that others put entries into and take out of meanwhile: what is there already is passed over.
 *
 * <p>Nothing here can be undone: the tree goes as a whole. Belongs to one task.
 */
public final class TreeFiller {
    /** Entries sorted at a time: enough that what they are merged into is touched leaf by leaf. */
    public static final int DEFAULT_BYTES = 32 << 20;

    /** Entries that come in order are appended as soon as there are so many bytes of them. */
    private static final int STEP_BYTES = 1 << 20;

    private static final byte[] NONE = {};

    private final BTree tree;
    private final MiniTransaction mtr;
    private final LeafPosition leaf;
    private final TreeAppender appender = new TreeAppender();
    private final EntryBatch batch;
    private final MemorySegment header;
    private final int headerLength;
    private final boolean shared;
    private byte[] key = new byte[BTree.MAX_KEY_BYTES];
    private byte[] nextKey = new byte[BTree.MAX_KEY_BYTES];
    private byte[] duplicate = NONE;

    /**
     * Begins to fill a tree.
     *
     * @param header what every value begins with
     * @param limit about how many bytes of entries are held at a time
     */
    public TreeFiller(BTree tree, MiniTransaction idle, PageAllocator allocator, byte[] header, int limit) {
        this(tree, idle, allocator, header, limit, false);
    }

    private TreeFiller(
            BTree tree, MiniTransaction idle, PageAllocator allocator, byte[] header, int limit, boolean shared) {
        this.shared = shared;
        this.tree = tree;
        this.mtr = idle;
        this.leaf = new LeafPosition(allocator, true);
        this.batch = new EntryBatch(limit);
        this.header = MemorySegment.ofArray(header);
        this.headerLength = header.length;
    }

    /** Begins to fill a tree with entries, of which others put some there meanwhile, with the same values. */
    public static TreeFiller shared(BTree tree, MiniTransaction idle, PageAllocator allocator) {
        return new TreeFiller(tree, idle, allocator, NONE, DEFAULT_BYTES, true);
    }

    /**
     * Adds an entry with the header and {@code length} bytes of {@code value}, and works off what has gathered if that is much, which may wait.
     *
     * @return false if two entries with the same key have been found: {@link #duplicate}; then nothing is added any more
     */
    public boolean add(byte[] entryKey, int keyLength, byte[] value, int from, int length) {
        batch.add(entryKey, keyLength, headerLength, value, from, length);
        boolean enough = batch.full() || (batch.ascending() && batch.bytes() >= STEP_BYTES);
        return !enough || work(false);
    }

    /** Works off the rest; false if two entries with the same key have been found. */
    public boolean finish() {
        return work(true);
    }

    /** The value, without header, of the second of two entries with the same key. */
    public byte[] duplicate() {
        return duplicate;
    }

    private boolean work(boolean last) {
        batch.sort();
        batch.fillRoom(header, headerLength);
        int equal = batch.repeated();
        if (equal >= 0) {
            return refuse(equal);
        }
        int next = 0;
        while (next < batch.count()) {
            int length = batch.copyKey(next, key);
            if (appender.appendable(tree, key, length, leaf)) {
                next = appender.append(tree, mtr, batch, next, leaf);
                if (!last && next > 0 && batch.ascending()) {
                    // What does not fill a leaf waits for more.
                    batch.removeFirst(next);
                    return true;
                }
            }
            if (next < batch.count()) {
                int inserted = insert(next);
                boolean there = inserted == next && leaf.found();
                if (there && !shared) {
                    return refuse(next);
                }
                next = there ? next + 1 : inserted;
            }
        }
        batch.clear();
        return true;
    }

    private boolean refuse(int index) {
        int from = batch.value(index) + headerLength;
        duplicate = Arrays.copyOfRange(batch.array(), from, batch.value(index) + batch.valueLength(index));
        return false;
    }

    /** Inserts entries into one leaf; answers the first that was not inserted. */
    private int insert(int from) {
        int index = from;
        int length = batch.copyKey(index, key);
        mtr.begin(1);
        try {
            tree.findForUpdate(mtr, key, length, leaf);
            while (!leaf.found() && leaf.fitsInsert(batch.valueLength(index))) {
                leaf.insert(batch.memory(), batch.value(index), batch.valueLength(index));
                index++;
                if (index == batch.count() || !goOn(index)) {
                    break;
                }
            }
            if (index > from) {
                mtr.commit();
                return index;
            }
            if (leaf.found()) {
                return from;
            }
        } finally {
            mtr.close();
        }
        tree.makeRoom(mtr, key, length, batch.valueLength(index), leaf);
        return from;
    }

    private boolean goOn(int index) {
        int length = batch.copyKey(index, nextKey);
        if (!leaf.advance(nextKey, length)) {
            return false;
        }
        byte[] swapped = key;
        key = nextKey;
        nextKey = swapped;
        return true;
    }
}
