package org.borealisdb.engine.mtr;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.buffer.EditRoom;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.OperationWriter;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * One atomic set of page edits, captured as redo (R1). Belongs to one session and is used again and again.
 *
 * <ol>
 * <li>{@link #begin}: the session holds no pin and no latch; waits for log room and frames, and only here.
 * <li>{@link #fix} pages that exist, then {@link #willFree} those to free unread, or {@link #fixNew} pages to initialise: pins them, loading them if need be.
 * <li>{@link #latch} them in the global order (see the package description). No fixing any more.
 * <li>Look whether everything fits; if not, {@link #abandon} and begin again differently.
 * <li>Edit, through the methods here only.
 * <li>{@link #commit}. Nothing waits between the first latch and the end of commit, but for latches.
 * </ol>
 *
 * <p>{@link #close} after a commit does nothing; without one it abandons. Abandoned after the first edit, the page is half edited: the instance stops
 * ({@link BufferPool#fail}). So a mini-transaction is always used as
 * {@code mtr.begin(n); try { ... mtr.commit(); } finally { mtr.close(); }}.
 *
 * <p>Log room is admitted for the worst case: each page cannot add more than an image ({@link OperationWriter#MAX_RECORD_BYTES}), whatever is done to it.
 */
public final class MiniTransaction implements AutoCloseable {
    /** Most pages of one mini-transaction; with images of all, its log is far below LAL. */
    public static final int MAX_FRAMES = 16;

    private static final int NO_FRAME = -1;
    private static final OperationWriter[] NO_OPERATIONS = {};

    private final BufferPool pool;
    private final Volume volume;
    private final MemorySegment memory;
    /** Most pages that one mini-transaction frees without reading them. */
    public static final int MAX_UNREAD = 64;

    private final int[] frames = new int[MAX_FRAMES];
    private final long[] pages = new long[MAX_FRAMES];
    private final boolean[] latched = new boolean[MAX_FRAMES];
    private final boolean[] unborn = new boolean[MAX_FRAMES];
    private final boolean[] initialised = new boolean[MAX_FRAMES];
    private final boolean[] freed = new boolean[MAX_FRAMES];
    private final boolean[] toFree = new boolean[MAX_FRAMES];
    private final int[] recordEnds = new int[MAX_FRAMES];
    /** Pages that are freed and not cached. */
    private final long[] unread = new long[MAX_UNREAD];

    private int unreadCount;
    private int unreadAdmitted;
    private OperationWriter[] operations = NO_OPERATIONS;
    /** Lent while the mini-transaction is under way. */
    private @Nullable EditRoom room;

    private int admitted;
    private int fixed;
    private int latches;
    private int births;
    private boolean edited;
    private boolean catalogChanged;
    private final TaskCounts counts;

    public MiniTransaction(BufferPool pool) {
        this(pool, new TaskCounts());
    }

    /** One whose pages and redo are counted. */
    public MiniTransaction(BufferPool pool, TaskCounts counts) {
        this.pool = pool;
        this.counts = counts;
        this.volume = pool.volume();
        this.memory = pool.memory();
    }

    public BufferPool pool() {
        return pool;
    }

    /** Returns what counts the pages and the redo. */
    public TaskCounts counts() {
        return counts;
    }

    /** The memory that all pages are in; {@link #at} says where. */
    public MemorySegment memory() {
        return memory;
    }

    /** True from {@link #begin} to {@link #commit} or {@link #abandon}. */
    public boolean active() {
        return admitted > 0;
    }

    /**
     * Begins, with room for {@code count} pages. Waits for log room (LAL) and frames. The task holds no pin and no latch.
     *
     * @throws org.borealisdb.volume.FencedException if this writer was fenced
     * @throws org.borealisdb.engine.buffer.PoolFailedException if the instance has stopped
     */
    public void begin(int count) {
        begin(count, 0);
    }

    /**
     * The same with room to free {@code unreadPages} pages that may not be cached, and then take no frame ({@link #willFree}).
     *
     * @param unreadPages at most {@link #MAX_UNREAD}
     */
    public void begin(int count, int unreadPages) {
        check(admitted == 0, "the mini-transaction before has not ended");
        check(count > 0 && count <= MAX_FRAMES, "a mini-transaction has 1 to 16 pages");
        check(unreadPages >= 0 && unreadPages <= MAX_UNREAD, "a mini-transaction frees at most 64 pages unread");
        pool.admit(count);
        boolean done = false;
        unreadAdmitted = unreadPages;
        try {
            volume.admit(logRoom(count));
            done = true;
        } finally {
            if (!done) {
                pool.giveBack(count);
            }
        }
        EditRoom lent = pool.rooms().take(MiniTransaction::newRoom);
        room = lent;
        operations = lent.operations();
        admitted = count;
    }

    private static EditRoom newRoom() {
        return new EditRoom(
                MAX_FRAMES, MAX_FRAMES * OperationWriter.MAX_RECORD_BYTES + MAX_UNREAD * RedoRecord.HEADER_BYTES);
    }

    /** Scratch for whoever edits, from {@link #begin} to the end. */
    public EditRoom scratch() {
        EditRoom lent = room;
        if (lent == null) {
            throw new IllegalStateException("no mini-transaction has begun");
        }
        return lent;
    }

    private int logRoom(int frameCount) {
        return frameCount * OperationWriter.MAX_RECORD_BYTES + unreadAdmitted * RedoRecord.HEADER_BYTES;
    }

    /** Pins a page, loading it if need be; the same page again answers the same. Before the first latch and the first {@link #fixNew}. */
    public int fix(long page) {
        check(latches == 0 && births == 0, "pages are fixed before any is latched or new");
        for (int i = 0; i < fixed; i++) {
            if (pages[i] == page) {
                return i;
            }
        }
        checkRoom();
        counts.pageUsed();
        frames[fixed] = pool.pin(page, counts);
        return add(page);
    }

    /**
     * Pins a frame for a page that will be initialised here, and that nobody else uses: it is not read. It must get {@link #initialise}d before commit.
     */
    public int fixNew(long page) {
        check(latches == 0, "pages are fixed before any is latched");
        checkRoom();
        int frame = pool.pinNew(page);
        boolean born = frame >= 0;
        frames[fixed] = born ? frame : ~frame;
        unborn[fixed] = !born;
        latched[fixed] = !born;
        births++;
        return add(page);
    }

    /**
     * Takes a page that nobody refers to any more, to be freed by {@link #freeAll} whatever is in it: pinned if it is cached; if not, it is not read and takes no frame. Whoever is loading it gets
     * what it was, which matters to nobody: it is used again by being initialised.
     *
     * @return false if it is cached, and there is no room for another frame
     */
    public boolean willFree(long page) {
        check(latches == 0 && births == 0, "pages are fixed before any is latched or new");
        checkActive();
        int frame = pool.pinCached(page);
        if (frame < 0) {
            check(unreadCount < unreadAdmitted, "more pages are freed unread than the mini-transaction began with");
            unread[unreadCount++] = page;
            return true;
        }
        if (fixed == admitted) {
            pool.unpin(frame);
            return false;
        }
        frames[fixed] = frame;
        toFree[fixed] = true;
        add(page);
        return true;
    }

    private int add(long page) {
        pages[fixed] = page;
        operations[fixed].clear();
        return fixed++;
    }

    private void checkActive() {
        check(admitted > 0, "no mini-transaction has begun");
    }

    private void checkRoom() {
        checkActive();
        check(fixed < admitted, "more pages than the mini-transaction began with");
    }

    /** Unpins the pages fixed last, so that {@code count} are left; none of the others is latched. */
    public void unfixTo(int count) {
        check(latches == 0 && !edited, "pages are unfixed before any is latched");
        while (fixed > count) {
            fixed--;
            release(fixed, false);
        }
    }

    /** Pages fixed. */
    public int fixedCount() {
        return fixed;
    }

    /** Latches a fixed page for editing, waiting for whoever holds it. In the global order of latches. */
    public void latch(int page) {
        if (!latched[page]) {
            pool.latch(frames[page]);
            latched[page] = true;
        }
        latches++;
    }

    /** Latches the cached ones of the pages that {@link #willFree} took. */
    public void latchFreed() {
        for (int i = 0; i < fixed; i++) {
            if (toFree[i]) {
                latch(i);
            }
        }
    }

    /** True if a page that is now latched is still as it was when {@code token} was made ({@link BufferPool#readable}). */
    public boolean latchedAt(int page, long token) {
        return pool.latchedAt(frames[page], token);
    }

    /** Gives the latches of pages up that were not edited, and keeps the pins; the next step may be to fix further pages. */
    public void unlatchAll() {
        check(!edited, "latches are kept from the first edit to the commit");
        for (int i = 0; i < fixed; i++) {
            if (latched[i] && !unborn[i]) {
                pool.unlatchUnchanged(frames[i]);
                latched[i] = false;
            }
        }
        latches = 0;
    }

    /** Where a fixed page begins in {@link #memory}; what is there may be read while the page is latched. */
    public long at(int page) {
        return pool.at(frames[page]);
    }

    /** Number of the page that is fixed as {@code page}. */
    public long pageNumber(int page) {
        return pages[page];
    }

    // Edits. Each changes the latched page and captures the change.

    /** Makes a page of {@code type} that is zero behind its header; its history begins here. The first edit of the page. */
    public void initialise(int page, int type) {
        check(operations[page].isEmpty() && !initialised[page], "a page is initialised before any other edit");
        edit(page);
        initialised[page] = true;
        long at = at(page);
        memory.asSlice(at, Page.BYTES).fill((byte) 0);
        setLong(page, Page.NUMBER_OFFSET, pages[page]);
        setByte(page, Page.TYPE_OFFSET, type);
    }

    /**
     * Ends a latched page: its history is over, and storage forgets it once nobody asks for its older versions. In memory it is zero behind a header that says {@code type}, so that whoever still
     * has a reference to it notices; read again later, it is as if it had never been written. The only edit of the page.
     */
    public void free(int page, int type) {
        check(operations[page].isEmpty() && !initialised[page] && !unborn[page], "a page is edited and freed");
        edit(page);
        freed[page] = true;
        long at = at(page);
        memory.asSlice(at, Page.BYTES).fill((byte) 0);
        memory.set(Page.LONG, at + Page.NUMBER_OFFSET, pages[page]);
        memory.set(ValueLayout.JAVA_BYTE, at + Page.TYPE_OFFSET, (byte) type);
    }

    /** {@link #free}s all pages that {@link #willFree} took. */
    public void freeAll(int type) {
        for (int i = 0; i < fixed; i++) {
            if (toFree[i]) {
                free(i, type);
            }
        }
        edited |= unreadCount > 0;
    }

    public void setByte(int page, int offset, int value) {
        edit(page);
        memory.set(ValueLayout.JAVA_BYTE, at(page) + offset, (byte) value);
        operations[page].set(memory, at(page), offset, Byte.BYTES);
    }

    public void setShort(int page, int offset, int value) {
        edit(page);
        memory.set(Page.SHORT, at(page) + offset, (short) value);
        operations[page].set(memory, at(page), offset, Short.BYTES);
    }

    public void setInt(int page, int offset, int value) {
        edit(page);
        memory.set(Page.INT, at(page) + offset, value);
        operations[page].set(memory, at(page), offset, Integer.BYTES);
    }

    public void setLong(int page, int offset, long value) {
        edit(page);
        memory.set(Page.LONG, at(page) + offset, value);
        operations[page].set(memory, at(page), offset, Long.BYTES);
    }

    /** Puts {@code count} bytes of {@code source} from {@code from} at {@code offset}. */
    public void setBytes(int page, int offset, MemorySegment source, long from, int count) {
        if (count == 0) {
            return;
        }
        edit(page);
        MemorySegment.copy(source, from, memory, at(page) + offset, count);
        operations[page].set(memory, at(page), offset, count);
    }

    /** Puts {@code count} bytes of {@code source} from {@code from} at {@code offset}. */
    public void setBytes(int page, int offset, byte[] source, int from, int count) {
        if (count == 0) {
            return;
        }
        edit(page);
        MemorySegment.copy(source, from, memory, ValueLayout.JAVA_BYTE, at(page) + offset, count);
        operations[page].set(memory, at(page), offset, count);
    }

    /**
     * Puts {@code count} bytes of {@code source} from {@code from} at {@code offset}, and logs what they were packed to ({@link org.borealisdb.redo.record.PackedBytes}):
     * {@code packedLength} bytes of {@code packed} from {@code packedFrom}.
     */
    public void setPacked(
            int page, int offset, byte[] source, int from, int count, byte[] packed, int packedFrom, int packedLength) {
        edit(page);
        MemorySegment.copy(source, from, memory, ValueLayout.JAVA_BYTE, at(page) + offset, count);
        operations[page].packed(offset, count, packed, packedFrom, packedLength);
    }

    /** Copies within the page; the ranges may overlap. */
    public void move(int page, int destination, int source, int count) {
        if (count == 0) {
            return;
        }
        edit(page);
        long at = at(page);
        MemorySegment.copy(memory, at + source, memory, at + destination, count);
        operations[page].move(destination, source, count);
    }

    public void fill(int page, int offset, int count, byte value) {
        edit(page);
        memory.asSlice(at(page) + offset, count).fill(value);
        operations[page].fill(offset, count, value);
    }

    /** Has the LSN of this page's record put at {@code offset} when it is known, at commit. No other edit of this mini-transaction touches or moves these 8 bytes afterwards. */
    public void stamp(int page, int offset) {
        edit(page);
        operations[page].stamp(offset);
    }

    /**
     * Logs the whole page as it is at commit, instead of operations: for pages that are built in place. The page may be written directly, in {@link #memory}, from here to
     * the commit; {@link Page#LSN_OFFSET its LSN} excepted.
     */
    public void image(int page) {
        edit(page);
        operations[page].image();
    }

    /** Marks the records of this mini-transaction as a change of the catalog: readers drop cached plans. */
    public void catalogChanged() {
        catalogChanged = true;
    }

    private void edit(int page) {
        if (!latched[page]) {
            throw new IllegalStateException("page " + pages[page] + " is edited without its latch");
        }
        edited = true;
    }

    // The end.

    /**
     * Appends the redo, sets LSNs and stamps, gives latches, pins and what is left of the credits back. Never waits.
     *
     * @return the LSN of the last record, the consistency point; without any edit, 0
     */
    public long commit() {
        check(admitted > 0, "no mini-transaction has begun");
        if (!edited) {
            abandon();
            return 0;
        }
        RecordWriter records = scratch().records();
        encode(records);
        int length = records.length();
        long start = volume.append(records.memory(), length);
        volume.giveBack(logRoom(admitted) - length);
        int kept = 0;
        int written = unreadCount;
        for (int i = 0; i < fixed; i++) {
            if (recordEnds[i] > 0) {
                written++;
                setLsns(i, start + recordEnds[i]);
                if (pool.changed(frames[i], start + recordEnds[i])) {
                    kept++;
                }
            }
        }
        counts.redo(written, length);
        int frameCredits = admitted;
        edited = false;
        end(true);
        pool.committed(frameCredits, kept);
        return start + length;
    }

    private void encode(RecordWriter records) {
        records.clear();
        int catalog = catalogChanged ? RedoRecord.CATALOG : 0;
        for (int i = 0; i < fixed; i++) {
            check(initialised[i] || !unborn[i], "a new page was not initialised");
            recordEnds[i] = 0;
            if (freed[i]) {
                check(operations[i].isEmpty(), "a freed page was edited");
                records.free(pages[i], catalog);
                recordEnds[i] = records.length();
                continue;
            }
            if (operations[i].isEmpty()) {
                continue;
            }
            long at = at(i);
            int flags = catalog | (initialised[i] ? RedoRecord.INIT : 0);
            // A page that was not read has no previous LSN that anyone knows; an INIT record needs none.
            records.begin(pages[i], initialised[i] ? 0 : Page.lsn(memory, at), flags);
            int hole = operations[i].isImage() ? PageHole.start(memory, at) : 0;
            if (hole == 0) {
                records.operations(operations[i], memory, at, Page.BYTES, 0);
            } else {
                records.operations(operations[i], memory, at, hole, PageHole.end(memory, at, hole) - hole);
            }
            records.end();
            recordEnds[i] = records.length();
        }
        for (int i = 0; i < unreadCount; i++) {
            records.free(unread[i], catalog);
        }
        records.finish();
    }

    private void setLsns(int page, long lsn) {
        long at = at(page);
        OperationWriter captured = operations[page];
        for (int i = 0; i < captured.stampCount(); i++) {
            memory.set(Page.LONG, at + captured.stampOffset(i), lsn);
        }
        Page.setLsn(memory, at, lsn);
    }

    /**
     * Ends without a change: gives everything back.
     *
     * @throws IllegalStateException after the first edit; the instance has stopped then
     */
    public void abandon() {
        if (edited) {
            IllegalStateException failure =
                    new IllegalStateException("a mini-transaction was abandoned after its first edit");
            pool.fail(failure);
            throw failure;
        }
        int frameCredits = admitted;
        end(false);
        if (frameCredits > 0) {
            volume.giveBack(logRoom(frameCredits));
            pool.giveBack(frameCredits);
        }
    }

    /** {@link #abandon}s unless committed. After a failed edit it stops the instance, and lets the exception that is on its way pass. */
    @Override
    public void close() {
        if (admitted == 0) {
            return;
        }
        if (edited) {
            pool.fail(new IllegalStateException("a mini-transaction failed after its first edit"));
            return;
        }
        abandon();
    }

    private void end(boolean committed) {
        // All latches first: settling a new page takes the pool's lock, which is not done while latched.
        for (int i = 0; i < fixed; i++) {
            unlatch(i, committed);
        }
        for (int i = 0; i < fixed; i++) {
            release(i, committed);
        }
        EditRoom lent = room;
        if (lent != null) {
            room = null;
            operations = NO_OPERATIONS;
            pool.rooms().giveBack(lent);
        }
        fixed = 0;
        latches = 0;
        births = 0;
        admitted = 0;
        unreadCount = 0;
        catalogChanged = false;
    }

    private void unlatch(int page, boolean committed) {
        if (!latched[page] || unborn[page]) {
            return;
        }
        if (committed && recordEnds[page] > 0) {
            pool.unlatch(frames[page]);
        } else {
            pool.unlatchUnchanged(frames[page]);
        }
        latched[page] = false;
    }

    private void release(int page, boolean committed) {
        int frame = frames[page];
        if (unborn[page] && !committed) {
            pool.unborn(frame);
        } else {
            if (unborn[page]) {
                pool.born(frame);
            }
            if (freed[page] && committed) {
                pool.cool(frame);
            }
            pool.unpin(frame);
        }
        unborn[page] = false;
        latched[page] = false;
        initialised[page] = false;
        freed[page] = false;
        toFree[page] = false;
        frames[page] = NO_FRAME;
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
