package org.borealisdb.engine.undo;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.borealisdb.redo.page.RowHeader;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * A copy of one version of a row, in a buffer that is used again for the next one. Used by one task.
 *
 * <p>{@link #exists()} tells whether there is a version at all (before an insert there is none), {@link #deleted()} whether the row is there in
 * it. The bytes of the row are {@code bytes()} from {@link RowHeader#BYTES} to {@code end()}: the header stands before them as it
 * does in a leaf.
 */
public final class RowVersion {
    private byte[] bytes = new byte[256];
    private MemorySegment memory = MemorySegment.ofArray(bytes);
    private int end;

    /** Makes this "no version". */
    public void clear() {
        end = 0;
    }

    /** Copies the version of {@code length} bytes, header included, at {@code at}; zero bytes are no version. */
    public void copyFrom(MemorySegment source, long at, int length) {
        makeRoom(length);
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
        end = length;
    }

    /** Copies the version of {@code length} bytes, header included, at {@code at}; zero bytes are no version. */
    public void copyFrom(byte[] source, int at, int length) {
        makeRoom(length);
        System.arraycopy(source, at, bytes, 0, length);
        end = length;
    }

    private void makeRoom(int length) {
        if (length != 0 && length < RowHeader.BYTES) {
            throw new MalformedException("a row version of " + length + " bytes is shorter than its header");
        }
        need(length);
    }

    /** Copies another version. */
    public void copyFrom(RowVersion other) {
        need(other.end);
        System.arraycopy(other.bytes, 0, bytes, 0, other.end);
        end = other.end;
    }

    /** Makes this a version with the given header and {@code length} bytes of {@code row}. */
    public void set(
            long transactionId, long undoPointer, int changeNumber, int flags, byte[] row, int from, int length) {
        need(RowHeader.BYTES + length);
        RowHeader.put(memory, 0, transactionId, undoPointer, changeNumber, flags);
        System.arraycopy(row, from, bytes, RowHeader.BYTES, length);
        end = RowHeader.BYTES + length;
    }

    /** Replaces the row's bytes and flags, and keeps the rest of the header. */
    public void replaceRow(byte[] row, int from, int length, int flags) {
        set(transactionId(), undoPointer(), changeNumber(), flags, row, from, length);
    }

    public boolean exists() {
        return end != 0;
    }

    /** True if there is no such row in this version: it was deleted, or never there. */
    public boolean absent() {
        return end == 0 || deleted();
    }

    public boolean deleted() {
        return (flags() & RowHeader.DELETED) != 0;
    }

    public boolean overflows() {
        return (flags() & RowHeader.OVERFLOW) != 0;
    }

    /** True if whoever wrote this version has left the row with the unique keys that it found. */
    public boolean keepsKeys() {
        return (flags() & RowHeader.SAME_KEYS) != 0;
    }

    public long transactionId() {
        return RowHeader.transactionId(bytes, 0);
    }

    public long undoPointer() {
        return RowHeader.undoPointer(bytes, 0);
    }

    public int changeNumber() {
        return RowHeader.changeNumber(bytes, 0);
    }

    public int flags() {
        return RowHeader.flags(bytes, 0);
    }

    /** True if both are the same change: versions are told apart by it. */
    public boolean sameVersion(long transactionId, long undoPointer) {
        return exists() && transactionId() == transactionId && undoPointer() == undoPointer;
    }

    /** Header and row; valid until this object holds another version. */
    public byte[] bytes() {
        return bytes;
    }

    /** The same bytes as memory. */
    public MemorySegment memory() {
        return memory;
    }

    /** End of the row in {@link #bytes()}; 0 if there is no version. */
    public int end() {
        return end;
    }

    /** Where the row's own bytes begin. */
    public int rowStart() {
        return RowHeader.BYTES;
    }

    /** Length of the row's own bytes. */
    public int rowLength() {
        return end == 0 ? 0 : end - RowHeader.BYTES;
    }

    /** A copy of the row's own bytes. */
    public byte[] row() {
        return Arrays.copyOfRange(bytes, Math.min(RowHeader.BYTES, end), end);
    }

    private void need(int length) {
        if (length > bytes.length) {
            bytes = new byte[Math.max(length, bytes.length * 2)];
            memory = MemorySegment.ofArray(bytes);
        }
    }
}
