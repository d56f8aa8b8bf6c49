package org.borealisdb.redo.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.borealisdb.redo.page.Page;

/**
 * Gathers the operations of one page, in their encoded form, while a mini-transaction edits it; {@link RecordWriter#operations} takes
 * them over. Adjacent and nearly adjacent SETs become one. Once the operations would take more room than the page itself, they are
 * dropped and the record becomes an image of the page as it is in the end, followed by its stamps. Its buffer grows to about a page and is used again.
 * Used by one task.
 */
public final class OperationWriter {
    /** Most bytes that one page can add to a mini-transaction: record header, image, stamps. */
    public static final int MAX_RECORD_BYTES = RedoRecord.HEADER_BYTES
            + PageOperation.IMAGE_HEADER
            + Page.BYTES
            + OperationWriter.MAX_STAMPS * PageOperation.STAMP_BYTES;

    /** Stamps of one page in one mini-transaction; more are a mistake. */
    private static final int MAX_STAMPS = 64;

    /** Two SETs with a gap of up to this many bytes are cheaper as one. */
    private static final int BRIDGED_GAP = PageOperation.SET_HEADER;

    private static final int FIRST_CAPACITY = 512;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private MemorySegment memory = MemorySegment.ofArray(bytes);
    private int length;
    private int lastSet = -1;
    private boolean image;
    private final short[] stamps = new short[MAX_STAMPS];
    private int stampCount;

    /** Forgets everything. */
    public void clear() {
        length = 0;
        lastSet = -1;
        image = false;
        stampCount = 0;
    }

    /** True if nothing was captured. */
    public boolean isEmpty() {
        return length == 0 && !image && stampCount == 0;
    }

    /** True if the record will be an image, because the operations would be longer or {@link #image()} was called. */
    public boolean isImage() {
        return image;
    }

    /** The page at {@code page} of {@code pages} now has new bytes at {@code offset}: captures them. */
    public void set(MemorySegment pages, long page, int offset, int count) {
        checkRange(offset, count);
        if (image || count == 0) {
            return;
        }
        if (lastSet >= 0 && extendLast(pages, page, offset, count)) {
            return;
        }
        if (!need(PageOperation.SET_HEADER + count)) {
            return;
        }
        lastSet = length;
        put(PageOperation.SET, offset, count);
        MemorySegment.copy(pages, page + offset, memory, length + (long) PageOperation.SET_HEADER, count);
        length += PageOperation.SET_HEADER + count;
    }

    /** The page has {@code count} new bytes at {@code offset}, which {@code length} bytes of {@code packed} from {@code from} on stand for ({@link PackedBytes}). */
    public void packed(int offset, int count, byte[] packed, int from, int length) {
        checkRange(offset, count);
        if (image || !need(PageOperation.PACKED_HEADER + length)) {
            return;
        }
        lastSet = -1;
        put(PageOperation.PACKED, offset, count);
        memory.set(Page.SHORT, this.length + 5L, (short) length);
        System.arraycopy(packed, from, bytes, this.length + PageOperation.PACKED_HEADER, length);
        this.length += PageOperation.PACKED_HEADER + length;
    }

    /** Within the page, {@code count} bytes were copied. */
    public void move(int destination, int source, int count) {
        checkRange(destination, count);
        checkRange(source, count);
        if (image || count == 0 || !need(PageOperation.MOVE_BYTES)) {
            return;
        }
        lastSet = -1;
        put(PageOperation.MOVE, destination, source);
        memory.set(Page.SHORT, length + 5L, (short) count);
        length += PageOperation.MOVE_BYTES;
    }

    /** A range was filled with one byte. */
    public void fill(int offset, int count, byte value) {
        checkRange(offset, count);
        if (image || count == 0 || !need(PageOperation.FILL_BYTES)) {
            return;
        }
        lastSet = -1;
        put(PageOperation.FILL, offset, count);
        memory.set(ValueLayout.JAVA_BYTE, length + 5L, value);
        length += PageOperation.FILL_BYTES;
    }

    /** The record's own LSN belongs at {@code offset}; bytes there must not be set in other ways in this mini-transaction. */
    public void stamp(int offset) {
        checkRange(offset, Long.BYTES);
        if (stampCount == MAX_STAMPS) {
            throw new IllegalStateException("more than " + MAX_STAMPS + " stamps on one page in one mini-transaction");
        }
        stamps[stampCount++] = (short) offset;
    }

    /** Logs the whole page as it will be at the end. */
    public void image() {
        image = true;
        length = 0;
        lastSet = -1;
    }

    public int stampCount() {
        return stampCount;
    }

    /** Offset in the page of the stamp of that index. */
    public int stampOffset(int index) {
        return Short.toUnsignedInt(stamps[Objects.checkIndex(index, stampCount)]);
    }

    /** The encoded operations, without stamps, are the first {@link #length()} bytes. */
    MemorySegment memory() {
        return memory;
    }

    int length() {
        return length;
    }

    /** Lets the last SET, which ends the buffer, cover this change too, if it overlaps it or begins right behind it. */
    private boolean extendLast(MemorySegment pages, long page, int offset, int count) {
        int start = Short.toUnsignedInt(memory.get(Page.SHORT, lastSet + 1L));
        int end = start + Short.toUnsignedInt(memory.get(Page.SHORT, lastSet + 3L));
        if (offset < start || offset > end + BRIDGED_GAP) {
            return false;
        }
        int newEnd = Math.max(end, offset + count);
        if (!need(newEnd - end)) {
            return true;
        }
        long data = lastSet + (long) PageOperation.SET_HEADER;
        int from = Math.min(offset, end);
        MemorySegment.copy(
                pages, page + from, memory, data + (from - start), (long) Math.max(offset + count, from) - from);
        memory.set(Page.SHORT, lastSet + 3L, (short) (newEnd - start));
        length = lastSet + PageOperation.SET_HEADER + (newEnd - start);
        return true;
    }

    private void put(byte code, int first, int second) {
        memory.set(ValueLayout.JAVA_BYTE, length, code);
        memory.set(Page.SHORT, length + 1L, (short) first);
        memory.set(Page.SHORT, length + 3L, (short) second);
    }

    /** Makes room; false if the record has become an image instead. */
    private boolean need(int more) {
        int wanted = length + more;
        if (wanted > Page.BYTES - PageOperation.IMAGE_START) {
            image();
            return false;
        }
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length * 2));
            memory = MemorySegment.ofArray(bytes);
        }
        return true;
    }

    private static void checkRange(int offset, int count) {
        if (offset < PageOperation.IMAGE_START || count < 0 || offset + count > Page.BYTES) {
            throw new IllegalStateException(
                    "bytes " + offset + " to " + (offset + count) + " are outside the page or in its LSN");
        }
    }
}
