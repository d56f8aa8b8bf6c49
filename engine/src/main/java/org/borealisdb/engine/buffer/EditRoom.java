package org.borealisdb.engine.buffer;

import java.lang.foreign.MemorySegment;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.OperationWriter;
import org.borealisdb.redo.record.RecordWriter;

/**
 * The memory that a mini-transaction works with while it is under way, some 300 KiB: lent by {@link EditRooms}, so that a session that waits for its client has none, and
 * those that work share what is in the processor's cache.
 */
public final class EditRoom {
    private final RecordWriter records;
    private final OperationWriter[] operations;
    private final byte[] first = new byte[Page.BYTES];
    private final MemorySegment firstMemory = MemorySegment.ofArray(first);
    private final byte[] second = new byte[Page.BYTES];
    private final MemorySegment secondMemory = MemorySegment.ofArray(second);
    private final long[] longs = new long[Page.BYTES / Long.BYTES];
    private final int[] ints = new int[Page.BYTES / Long.BYTES];

    /**
     * Room for the edits of so many pages.
     *
     * @param logBytes most log of a mini-transaction
     */
    public EditRoom(int pages, int logBytes) {
        this.records = new RecordWriter(logBytes);
        this.operations = new OperationWriter[pages];
        for (int i = 0; i < pages; i++) {
            operations[i] = new OperationWriter();
        }
    }

    /** The redo of the whole mini-transaction. */
    public RecordWriter records() {
        return records;
    }

    /** What was done to each page, by its place in the mini-transaction. */
    public OperationWriter[] operations() {
        return operations;
    }

    /** Scratch as long as a page. Whoever calls a method that edits may find something else in it afterwards. */
    public byte[] first() {
        return first;
    }

    /** The bytes of {@link #first()}. */
    public MemorySegment firstMemory() {
        return firstMemory;
    }

    /** The same as {@link #first()}, beside it. */
    public byte[] second() {
        return second;
    }

    /** The bytes of {@link #second()}. */
    public MemorySegment secondMemory() {
        return secondMemory;
    }

    /** Scratch for a number for each entry of a page. */
    public long[] longs() {
        return longs;
    }

    /** Scratch for another number for each entry of a page. */
    public int[] ints() {
        return ints;
    }
}
