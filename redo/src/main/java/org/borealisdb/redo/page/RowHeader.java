package org.borealisdb.redo.page;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What stands before the bytes of each row version, in leaves of clustered trees and in undo records: who wrote it, and where the version
 * before it is.
 *
 * <table border="1">
 * <caption>Row header, little-endian</caption>
 * <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 * <tr><td>0</td><td>8</td><td>id of the transaction that wrote this version</td></tr>
 * <tr><td>8</td><td>8</td><td>undo pointer: where the undo record of this change is, which holds the version before</td></tr>
 * <tr><td>16</td><td>4</td><td>number of this change within its transaction, from 0</td></tr>
 * <tr><td>20</td><td>1</td><td>flags: 1 = the row is deleted in this version, 2 = the bytes refer to an overflow chain, 4 = whoever wrote this
 * version kept the unique keys that the row had before</td></tr>
 * </table>
 *
 * <p>A version in which the row is deleted has no bytes behind the header, or those of the primary key that the row was given instead.
 */
public final class RowHeader {
    /** Length of the header. */
    public static final int BYTES = 21;
    /** Flag: in this version the row does not exist. */
    public static final int DELETED = 1;
    /** Flag: the bytes of the row are elsewhere; what stands here refers to them. */
    public static final int OVERFLOW = 2;

    /** Flag: the transaction that wrote this version has left the row with the unique keys that it found, so that those who only rely on them need not wait for it. */
    public static final int SAME_KEYS = 4;

    static final int KNOWN_FLAGS = DELETED | OVERFLOW | SAME_KEYS;

    private static final int UNDO_POINTER = 8;
    private static final int CHANGE_NUMBER = 16;
    private static final int FLAGS = 20;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private RowHeader() {}

    public static long transactionId(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    public static long undoPointer(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at + UNDO_POINTER);
    }

    public static int changeNumber(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at + CHANGE_NUMBER);
    }

    public static int flags(byte[] bytes, int at) {
        return bytes[at + FLAGS];
    }

    public static long transactionId(MemorySegment memory, long at) {
        return memory.get(Page.LONG, at);
    }

    public static long undoPointer(MemorySegment memory, long at) {
        return memory.get(Page.LONG, at + UNDO_POINTER);
    }

    public static int changeNumber(MemorySegment memory, long at) {
        return memory.get(Page.INT, at + CHANGE_NUMBER);
    }

    public static int flags(MemorySegment memory, long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at + FLAGS);
    }

    /** Writes a header at {@code at}. */
    public static void put(
            MemorySegment memory, long at, long transactionId, long undoPointer, int changeNumber, int flags) {
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new IllegalArgumentException("unknown flags of a row version: " + flags);
        }
        memory.set(Page.LONG, at, transactionId);
        memory.set(Page.LONG, at + UNDO_POINTER, undoPointer);
        memory.set(Page.INT, at + CHANGE_NUMBER, changeNumber);
        memory.set(ValueLayout.JAVA_BYTE, at + FLAGS, (byte) flags);
    }
}
