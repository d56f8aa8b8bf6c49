package org.borealisdb.expr.scalar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bob Jenkins' hash of bytes, as he published it in 2006 (lookup3), with the constants that PostgreSQL begins with: applications keep what {@code hashtext} answers, so
 * that it has to be the same here. Stateless but for the three words that one hash mixes.
 */
final class LookupHash {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int START = 0x9e3779b9 + 3923095;
    private static final int ROUND_BYTES = 12;
    private static final long WORD = 0xffff_ffffL;

    private int a;
    private int b;
    private int c;

    private LookupHash(int length, long seed) {
        a = START + length;
        b = a;
        c = a;
        if (seed != 0) {
            a += (int) (seed >>> Integer.SIZE);
            b += (int) seed;
            mix();
        }
    }

    /** Returns the hash of some bytes, 32 bits. */
    static int of(byte[] bytes) {
        return new LookupHash(bytes.length, 0).over(bytes).c;
    }

    /** Returns the hash of some bytes that begins with a seed, 64 bits. */
    static long of(byte[] bytes, long seed) {
        return new LookupHash(bytes.length, seed).over(bytes).both();
    }

    /** Returns the hash of a number, 32 bits. */
    static int of(int number) {
        LookupHash hash = new LookupHash(Integer.BYTES, 0);
        hash.a += number;
        hash.end();
        return hash.c;
    }

    /** Returns the hash of a number that begins with a seed, 64 bits. */
    static long of(int number, long seed) {
        LookupHash hash = new LookupHash(Integer.BYTES, seed);
        hash.a += number;
        hash.end();
        return hash.both();
    }

    private long both() {
        return ((long) b << Integer.SIZE) | (c & WORD);
    }

    private LookupHash over(byte[] bytes) {
        int length = bytes.length;
        int at = 0;
        for (; length - at >= ROUND_BYTES; at += ROUND_BYTES) {
            a += (int) INTS.get(bytes, at);
            b += (int) INTS.get(bytes, at + 4);
            c += (int) INTS.get(bytes, at + 8);
            mix();
        }
        for (int i = at; i < length; i++) {
            int place = i - at;
            int value = bytes[i] & 0xff;
            if (place < 4) {
                a += value << (Byte.SIZE * place);
            } else if (place < 8) {
                b += value << (Byte.SIZE * (place - 4));
            } else {
                // The lowest byte is kept for the length.
                c += value << (Byte.SIZE * (place - 7));
            }
        }
        end();
        return this;
    }

    private void mix() {
        a -= c;
        a ^= Integer.rotateLeft(c, 4);
        c += b;
        b -= a;
        b ^= Integer.rotateLeft(a, 6);
        a += c;
        c -= b;
        c ^= Integer.rotateLeft(b, 8);
        b += a;
        a -= c;
        a ^= Integer.rotateLeft(c, 16);
        c += b;
        b -= a;
        b ^= Integer.rotateLeft(a, 19);
        a += c;
        c -= b;
        c ^= Integer.rotateLeft(b, 4);
        b += a;
    }

    private void end() {
        c ^= b;
        c -= Integer.rotateLeft(b, 14);
        a ^= c;
        a -= Integer.rotateLeft(c, 11);
        b ^= a;
        b -= Integer.rotateLeft(a, 25);
        c ^= b;
        c -= Integer.rotateLeft(b, 16);
        a ^= c;
        a -= Integer.rotateLeft(c, 4);
        b ^= a;
        b -= Integer.rotateLeft(a, 14);
        c ^= b;
        c -= Integer.rotateLeft(b, 24);
    }
}
