package org.borealisdb.engine.undo;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.page.RowHeader;
import org.borealisdb.runtime.codec.MalformedException;

/** One undo record, decoded into a buffer that is used again. See the package description for the layout. Used by one task. */
public final class UndoRecord {
    /** Bytes before key and version. */
    public static final int HEADER_BYTES = 36;
    /** Flag: handled for good; whoever meets it again skips it. */
    public static final int DONE = 1;

    static final int FLAGS_OFFSET = 3;

    private static final int FIRST_CAPACITY = 256;

    private static final int TRANSACTION_OFFSET = 4;
    private static final int PREVIOUS_OFFSET = 12;
    private static final int CHANGE_OFFSET = 20;
    private static final int TREE_OFFSET = 24;
    private static final int KEY_LENGTH_OFFSET = 32;
    private static final UndoKind[] KINDS = UndoKind.values();

    private UndoKind kind = UndoKind.ROW;
    private int flags;
    private long transactionId;
    private long previous;
    private int changeNumber;
    private long treeId;
    private byte[] key = new byte[0];
    private final RowVersion before = new RowVersion();
    private byte[] taken = new byte[FIRST_CAPACITY];
    private MemorySegment takenMemory = MemorySegment.ofArray(taken);
    private int takenLength;

    /** Length of a record with the given key and version lengths. */
    public static int length(int keyLength, int versionLength) {
        return HEADER_BYTES + keyLength + versionLength;
    }

    /**
     * Writes a record at {@code at}.
     *
     * @param before the version before; may be none
     * @return its length
     */
    public static int encode(
            MemorySegment target,
            long at,
            UndoKind kind,
            long transactionId,
            long previous,
            int changeNumber,
            long treeId,
            byte[] key,
            int keyLength,
            RowVersion before) {
        int length = length(keyLength, before.end());
        target.set(Page.SHORT, at, (short) length);
        target.set(ValueLayout.JAVA_BYTE, at + 2, (byte) kind.code());
        target.set(ValueLayout.JAVA_BYTE, at + FLAGS_OFFSET, (byte) 0);
        target.set(Page.LONG, at + TRANSACTION_OFFSET, transactionId);
        target.set(Page.LONG, at + PREVIOUS_OFFSET, previous);
        target.set(Page.INT, at + CHANGE_OFFSET, changeNumber);
        target.set(Page.LONG, at + TREE_OFFSET, treeId);
        target.set(Page.SHORT, at + KEY_LENGTH_OFFSET, (short) keyLength);
        target.set(Page.SHORT, at + KEY_LENGTH_OFFSET + 2, (short) 0);
        MemorySegment.copy(key, 0, target, ValueLayout.JAVA_BYTE, at + HEADER_BYTES, keyLength);
        MemorySegment.copy(
                before.bytes(), 0, target, ValueLayout.JAVA_BYTE, at + HEADER_BYTES + keyLength, before.end());
        return length;
    }

    /** Copies what may be a record, and may change meanwhile, to be looked at by {@link #decodeTaken}. */
    void take(MemorySegment source, long at, int length) {
        if (length > taken.length) {
            taken = new byte[Math.max(length, 2 * taken.length)];
            takenMemory = MemorySegment.ofArray(taken);
        }
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, at, taken, 0, length);
        takenLength = length;
    }

    /** Decodes the copy. */
    void decodeTaken() {
        decode(takenMemory, 0, takenLength);
    }

    /**
     * Reads the record at {@code at}.
     *
     * @param end end of the bytes that may belong to it
     * @return its length
     * @throws MalformedException if there is no whole, well-formed record
     */
    public int decode(MemorySegment source, long at, long end) {
        if (end - at < HEADER_BYTES) {
            throw new MalformedException("undo record is cut off after " + (end - at) + " bytes");
        }
        int length = Short.toUnsignedInt(source.get(Page.SHORT, at));
        int keyLength = Short.toUnsignedInt(source.get(Page.SHORT, at + KEY_LENGTH_OFFSET));
        int versionLength = length - HEADER_BYTES - keyLength;
        if (length > end - at || versionLength < 0) {
            throw new MalformedException("undo record of " + length + " bytes with a key of " + keyLength
                    + " does not fit into " + (end - at) + " bytes");
        }
        if (versionLength != 0 && versionLength < RowHeader.BYTES) {
            throw new MalformedException("undo record has a row version of " + versionLength + " bytes");
        }
        int code = source.get(ValueLayout.JAVA_BYTE, at + 2);
        if (code < 1 || code > KINDS.length) {
            throw new MalformedException("undo record of unknown kind " + code);
        }
        kind = KINDS[code - 1];
        flags = source.get(ValueLayout.JAVA_BYTE, at + FLAGS_OFFSET);
        transactionId = source.get(Page.LONG, at + TRANSACTION_OFFSET);
        previous = source.get(Page.LONG, at + PREVIOUS_OFFSET);
        changeNumber = source.get(Page.INT, at + CHANGE_OFFSET);
        treeId = source.get(Page.LONG, at + TREE_OFFSET);
        key = new byte[keyLength];
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, at + HEADER_BYTES, key, 0, keyLength);
        before.copyFrom(source, at + HEADER_BYTES + keyLength, versionLength);
        return length;
    }

    public UndoKind kind() {
        return kind;
    }

    /** True if purge or the reverter has dealt with it for good. */
    public boolean done() {
        return (flags & DONE) != 0;
    }

    public long transactionId() {
        return transactionId;
    }

    /** The undo record that the same transaction wrote before, or {@link UndoPointer#NONE}. */
    public long previous() {
        return previous;
    }

    public int changeNumber() {
        return changeNumber;
    }

    /** The clustered tree of the row, the tree made or dropped, or the id of the sequence. */
    public long treeId() {
        return treeId;
    }

    /** Primary key of the row; valid until the next record is decoded. */
    public byte[] key() {
        return key;
    }

    /** The version before the change. */
    public RowVersion before() {
        return before;
    }

    @Override
    public String toString() {
        return kind + " of transaction " + transactionId + " change " + changeNumber + " on tree " + treeId + " key "
                + Arrays.toString(key);
    }
}
