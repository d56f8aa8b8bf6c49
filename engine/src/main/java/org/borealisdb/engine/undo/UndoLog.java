package org.borealisdb.engine.undo;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.PageType;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.task.Lock;
import org.jspecify.annotations.Nullable;

/**
 * The undo records of all transactions, in a few streams. Safe for use by all tasks.
 *
 * <p>A record is appended in the mini-transaction that makes the change which it undoes:
 *
 * <pre>{@code
 * long tail = stream.tail();
 * int page = mtr.fix(tail);                 // before the leaf is latched
 * ...                                       // latch the leaf, decide
 * mtr.latch(page);
 * if (!undo.fits(mtr, page, stream, length)) { abandon, undo.grow(mtr, stream, tail), begin again }
 * long pointer = undo.pointer(mtr, page);   // what the row's header will say
 * undo.append(mtr, page, record, length);
 * stream.changed();                         // once, however many records were appended
 * }</pre>
 */
public final class UndoLog {
    /**
     * Most mini-transactions that append to a page, as a rule. Storage writes an image of a page whose chain has more redo records than it lets a read fold; a page that begins anew before that, with a record that needs nothing
     * older, costs it none.
     */
    private static final int MOST_CHANGES = 48;

    private final BufferPool pool;
    /** Where its pages come from; nowhere on a reader. */
    private final @Nullable Source source;

    private final List<UndoStream> streams;

    private record Source(PageSource pages, UndoRoots roots) {}

    /** The undo log whose streams begin where {@code roots} says. Follows each to its end, and begins those that have no page. */
    public UndoLog(BufferPool pool, PageSource pages, UndoRoots roots, MiniTransaction mtr) {
        this.pool = pool;
        this.source = new Source(pages, roots);
        for (int stream = 0; stream < UndoRoots.STREAMS; stream++) {
            if (roots.head(stream) != 0) {
                pool.readAhead(roots.head(stream));
            }
        }
        List<UndoStream> opened = new ArrayList<>();
        for (int stream = 0; stream < UndoRoots.STREAMS; stream++) {
            opened.add(open(stream, mtr));
        }
        this.streams = List.copyOf(opened);
    }

    private UndoLog(BufferPool pool) {
        this.pool = pool;
        this.source = null;
        this.streams = List.of();
    }

    /** The undo log of a reader: it has no streams to append to, and only {@link #read}s. */
    public static UndoLog following(BufferPool pool) {
        return new UndoLog(pool);
    }

    private Source source() {
        Source known = source;
        if (known == null) {
            throw new IllegalStateException("a reader writes no undo");
        }
        return known;
    }

    private UndoStream open(int number, MiniTransaction mtr) {
        UndoRoots roots = source().roots();
        long head = roots.head(number);
        if (head == 0) {
            head = source().pages().allocate(mtr, roots.page(), (transaction, root, page, fresh) -> {
                initialise(transaction, page, number);
                UndoRoots.setHead(transaction, root, number, fresh);
            });
        }
        long tail = head;
        for (long page = next(head); page != 0; page = next(page)) {
            tail = page;
        }
        Lock growing = pool.tasks().lock("undo stream " + number);
        return new UndoStream(number, growing, head, tail);
    }

    public List<UndoStream> streams() {
        return streams;
    }

    /** The stream that a transaction writes to, all its life. */
    public UndoStream streamOf(long transactionId) {
        return streams.get((int) (transactionId % UndoRoots.STREAMS));
    }

    private static void initialise(MiniTransaction mtr, int page, int stream) {
        mtr.initialise(page, PageType.UNDO);
        mtr.setShort(page, UndoPage.END_OFFSET, UndoPage.RECORDS);
        mtr.setShort(page, UndoPage.STREAM_OFFSET, stream);
    }

    /** True if a record of {@code length} bytes fits into the latched undo page, which is still the tail of its stream and has not been changed too often. */
    public boolean fits(MiniTransaction mtr, int page, UndoStream stream, int length) {
        long at = mtr.at(page);
        return stream.changes() < MOST_CHANGES && isTail(mtr, at, stream) && fitsAlso(mtr, page, length);
    }

    /** True if another record of {@code length} bytes fits behind one that the same mini-transaction has appended. */
    public boolean fitsAlso(MiniTransaction mtr, int page, int length) {
        return UndoPage.end(mtr.memory(), mtr.at(page)) + length <= Page.BYTES;
    }

    private static boolean isTail(MiniTransaction mtr, long at, UndoStream stream) {
        // Since it was the tail it may have been filled, purged and freed, and even be in use for something else.
        return mtr.memory().get(ValueLayout.JAVA_BYTE, at + Page.TYPE_OFFSET) == PageType.UNDO
                && UndoPage.stream(mtr.memory(), at) == stream.number()
                && UndoPage.next(mtr.memory(), at) == 0;
    }

    /** Where the next record of the latched undo page will be. */
    public long pointer(MiniTransaction mtr, int page) {
        return UndoPointer.of(mtr.pageNumber(page), UndoPage.end(mtr.memory(), mtr.at(page)));
    }

    /** Appends the encoded record to the latched undo page, which it fits into. */
    public void append(MiniTransaction mtr, int page, byte[] record, int length) {
        int end = UndoPage.end(mtr.memory(), mtr.at(page));
        mtr.setBytes(page, end, record, 0, length);
        mtr.setShort(page, UndoPage.END_OFFSET, end + length);
    }

    /** Adds a page to the stream unless somebody has done so since {@code tail} was its tail. Waits; no latch is held. */
    public void grow(MiniTransaction mtr, UndoStream stream, long tail) {
        stream.growing().lock();
        try {
            if (stream.tail() != tail) {
                return;
            }
            long added = source().pages().allocate(mtr, tail, (transaction, link, page, fresh) -> {
                initialise(transaction, page, stream.number());
                transaction.setLong(link, UndoPage.NEXT_OFFSET, fresh);
            });
            stream.tail(added);
        } finally {
            stream.growing().unlock();
        }
    }

    /** Marks a record as dealt with for good, in the caller's mini-transaction, which has its page latched. */
    public static void markDone(MiniTransaction mtr, int page, long pointer) {
        mtr.setByte(page, UndoPointer.offset(pointer) + UndoRecord.FLAGS_OFFSET, UndoRecord.DONE);
    }

    /** Reads the record at {@code pointer}, loading its page if need be. The caller holds no latch. */
    public void read(long pointer, UndoRecord target) {
        read(pointer, target, null);
    }

    /** The same, counted as a use of the page by a task. */
    public void read(long pointer, UndoRecord target, @Nullable TaskCounts counts) {
        int offset = UndoPointer.offset(pointer);
        if (counts != null) {
            counts.pageUsed();
        }
        while (true) {
            long token = pool.readable(UndoPointer.page(pointer), true, counts);
            long at = pool.at(token);
            int length = Short.toUnsignedInt(pool.memory().get(Page.SHORT, at + Math.min(offset, Page.BYTES - 2)));
            boolean whole = length >= UndoRecord.HEADER_BYTES && offset + length <= Page.BYTES;
            if (whole) {
                target.take(pool.memory(), at + offset, length);
            }
            boolean undoPage = pool.memory().get(ValueLayout.JAVA_BYTE, at + Page.TYPE_OFFSET) == PageType.UNDO;
            if (!pool.validate(token)) {
                continue;
            }
            if (!whole || !undoPage) {
                throw new MalformedException(
                        "there is no undo record at page " + UndoPointer.page(pointer) + " offset " + offset);
            }
            target.decodeTaken();
            return;
        }
    }

    /** The page after {@code page} in its stream; 0 if it is the last. */
    public long next(long page) {
        while (true) {
            long token = pool.readable(page, false, null);
            long next = UndoPage.next(pool.memory(), pool.at(token));
            if (pool.validate(token)) {
                return next;
            }
        }
    }

    /** The end of the records of {@code page}. */
    public int end(long page) {
        while (true) {
            long token = pool.readable(page, false, null);
            int end = UndoPage.end(pool.memory(), pool.at(token));
            if (pool.validate(token)) {
                return end;
            }
        }
    }

    /** Takes the head page, which has a successor and whose records are all purged, off its stream and frees it. One task at a time. */
    public void dropHead(MiniTransaction mtr, UndoStream stream) {
        long dropped = stream.head();
        long next = next(dropped);
        if (next == 0) {
            throw new IllegalStateException("the only page of undo stream " + stream.number() + " cannot be dropped");
        }
        source().pages()
                .free(
                        mtr,
                        source().roots().page(),
                        dropped,
                        (transaction, root, unusedPage, unusedNumber) ->
                                UndoRoots.setHead(transaction, root, stream.number(), next));
        stream.head(next);
    }
}
