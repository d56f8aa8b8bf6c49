package org.borealisdb.redo.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.borealisdb.redo.page.Page;

/**
 * Writes the records of one mini-transaction, one after the other, into a buffer that is used again for the next. Used by one task.
 * The bytes are {@code memory()} from 0 to {@code length()}; the LSN of each record is the start LSN of the
 * mini-transaction plus the record's end in the buffer.
 *
 * <p>Use: {@code begin(page, previousLsn, flags)}, operations, {@code end()}, again for further pages, {@code finish()}.
 */
public final class RecordWriter {
    private final int limit;
    private final MemorySegment memory;
    private int length;
    private int recordStart = -1;
    private int lastRecordStart = -1;

    /** A writer for mini-transactions of at most {@code limit} bytes of log. */
    public RecordWriter(int limit) {
        this.limit = limit;
        this.memory = MemorySegment.ofArray(new byte[limit]);
    }

    public void clear() {
        length = 0;
        recordStart = -1;
        lastRecordStart = -1;
    }

    public MemorySegment memory() {
        return memory;
    }

    /** Bytes written. */
    public int length() {
        return length;
    }

    /** Begins a record. {@code flags} of {@link RedoRecord}, without CPL. */
    public void begin(long pageNumber, long previousLsn, int flags) {
        check(recordStart < 0, "the record before was not ended");
        need(RedoRecord.HEADER_BYTES);
        recordStart = length;
        memory.set(ValueLayout.JAVA_BYTE, length + 2L, (byte) flags);
        memory.set(ValueLayout.JAVA_BYTE, length + 3L, (byte) 0);
        memory.set(Page.LONG, length + 4L, pageNumber);
        memory.set(Page.LONG, length + 12L, previousLsn);
        length += RedoRecord.HEADER_BYTES;
    }

    /** Writes the whole record of a page that ends here. */
    public void free(long pageNumber, int flags) {
        begin(pageNumber, 0, flags | RedoRecord.INIT | RedoRecord.FREE);
        end();
    }

    /** Puts {@code count} bytes of {@code source} from {@code from} at {@code offset} of the page. */
    public void set(int offset, MemorySegment source, long from, int count) {
        checkRange(offset, count);
        need(PageOperation.SET_HEADER + count);
        operation(PageOperation.SET, offset, count);
        MemorySegment.copy(source, from, memory, length + (long) PageOperation.SET_HEADER, count);
        length += PageOperation.SET_HEADER + count;
    }

    public void move(int destination, int source, int count) {
        checkRange(destination, count);
        checkRange(source, count);
        need(PageOperation.MOVE_BYTES);
        operation(PageOperation.MOVE, destination, source);
        memory.set(Page.SHORT, length + 5L, (short) count);
        length += PageOperation.MOVE_BYTES;
    }

    public void fill(int offset, int count, byte value) {
        checkRange(offset, count);
        need(PageOperation.FILL_BYTES);
        operation(PageOperation.FILL, offset, count);
        memory.set(ValueLayout.JAVA_BYTE, length + 5L, value);
        length += PageOperation.FILL_BYTES;
    }

    /** Puts the record's own LSN, 8 bytes, at {@code offset}. */
    public void stamp(int offset) {
        checkRange(offset, Long.BYTES);
        need(PageOperation.STAMP_BYTES);
        memory.set(ValueLayout.JAVA_BYTE, length, PageOperation.STAMP);
        memory.set(Page.SHORT, length + 1L, (short) offset);
        length += PageOperation.STAMP_BYTES;
    }

    /** The whole page that begins at {@code page} of {@code pages}, but for a hole of zeroes (which may be empty). */
    public void image(MemorySegment pages, long page, int holeOffset, int holeLength) {
        checkRange(holeOffset, holeLength);
        int before = holeOffset - PageOperation.IMAGE_START;
        int after = Page.BYTES - holeOffset - holeLength;
        need(PageOperation.IMAGE_HEADER + before + after);
        operation(PageOperation.IMAGE, holeOffset, holeLength);
        long to = length + (long) PageOperation.IMAGE_HEADER;
        MemorySegment.copy(pages, page + PageOperation.IMAGE_START, memory, to, before);
        MemorySegment.copy(pages, page + holeOffset + holeLength, memory, to + before, after);
        length += PageOperation.IMAGE_HEADER + before + after;
    }

    /**
     * All that {@code operations} has captured of the page that begins at {@code page} of {@code pages}: its operations, or an image of
     * the page without the given hole of zeroes; then its stamps.
     */
    public void operations(OperationWriter operations, MemorySegment pages, long page, int holeOffset, int holeLength) {
        if (operations.isImage()) {
            image(pages, page, holeOffset, holeLength);
        } else {
            need(operations.length());
            MemorySegment.copy(operations.memory(), 0, memory, length, operations.length());
            length += operations.length();
        }
        for (int index = 0; index < operations.stampCount(); index++) {
            stamp(operations.stampOffset(index));
        }
    }

    /** Ends the record. */
    public void end() {
        check(recordStart >= 0, "no record was begun");
        check(length - recordStart <= RedoRecord.MAX_BYTES, "a record may have at most 65,535 bytes");
        memory.set(Page.SHORT, recordStart, (short) (length - recordStart));
        lastRecordStart = recordStart;
        recordStart = -1;
    }

    /** Makes the last record the consistency point of the mini-transaction. */
    public void finish() {
        check(recordStart < 0 && lastRecordStart >= 0, "a mini-transaction ends after a whole record");
        byte flags = memory.get(ValueLayout.JAVA_BYTE, lastRecordStart + 2L);
        memory.set(ValueLayout.JAVA_BYTE, lastRecordStart + 2L, (byte) (flags | RedoRecord.CPL));
    }

    private void operation(byte code, int first, int second) {
        memory.set(ValueLayout.JAVA_BYTE, length, code);
        memory.set(Page.SHORT, length + 1L, (short) first);
        memory.set(Page.SHORT, length + 3L, (short) second);
    }

    private void need(int bytes) {
        // The message is made only when it is needed: this runs for each operation.
        if (length + bytes > limit) {
            throw new IllegalStateException("the mini-transaction is longer than its limit of " + limit + " bytes");
        }
    }

    private static void checkRange(int offset, int count) {
        if (offset < PageOperation.IMAGE_START || count < 0 || offset + count > Page.BYTES) {
            throw new IllegalStateException(
                    "bytes " + offset + " to " + (offset + count) + " are outside the page or in its LSN");
        }
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
