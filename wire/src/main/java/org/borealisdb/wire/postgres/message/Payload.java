package org.borealisdb.wire.postgres.message;

import java.util.Arrays;

/** A cursor over the content of one message. Whatever the bytes, only 08P01, 22021 and 22P05 come out. */
public final class Payload {
    private final ClientEncoding encoding;
    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    /** A cursor over nothing, for texts in an encoding. */
    public Payload(ClientEncoding encoding) {
        this.encoding = encoding;
    }

    /** Moves the cursor to other content. */
    public Payload over(byte[] array, int from, int to) {
        bytes = array;
        at = from;
        end = to;
        return this;
    }

    /** The array that holds the content. */
    public byte[] bytes() {
        return bytes;
    }

    /** The encoding of the texts in it. */
    public ClientEncoding encoding() {
        return encoding;
    }

    /** Where the cursor is in {@link #bytes()}. */
    public int position() {
        return at;
    }

    /** Bytes that were not read yet. */
    public int remaining() {
        return end - at;
    }

    private void need(int count) {
        if (count < 0 || end - at < count) {
            throw Violations.inContent("insufficient data left in message");
        }
    }

    public byte readByte() {
        need(1);
        return bytes[at++];
    }

    public int readShort() {
        need(2);
        int value = (short) ((bytes[at] << 8) | (bytes[at + 1] & 0xff));
        at += 2;
        return value;
    }

    public int readInt() {
        need(4);
        int value = intAt(bytes, at);
        at += 4;
        return value;
    }

    static int intAt(byte[] bytes, int at) {
        return (bytes[at] << 24)
                | ((bytes[at + 1] & 0xff) << 16)
                | ((bytes[at + 2] & 0xff) << 8)
                | (bytes[at + 3] & 0xff);
    }

    /** A number of things that follow, each of at least {@code bytesEach} bytes. */
    public int readCount(int bytesEach) {
        int count = readShort() & 0xffff;
        need(count * bytesEach);
        return count;
    }

    /** A string up to its zero byte. */
    public String readString() {
        int start = at;
        int stop = start;
        while (stop < end && bytes[stop] != 0) {
            stop++;
        }
        if (stop == end) {
            throw Violations.inContent("invalid string in message");
        }
        at = stop + 1;
        return stop == start ? "" : encoding.decode(bytes, start, stop - start);
    }

    /** Passes by so many bytes and answers where they began. */
    public int skip(int count) {
        need(count);
        int start = at;
        at += count;
        return start;
    }

    /** All that is left, copied. */
    public byte[] readRest() {
        byte[] rest = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return rest;
    }

    /** Fails if something is left. */
    public void finish() {
        if (at != end) {
            throw Violations.inContent("invalid message format");
        }
    }
}
