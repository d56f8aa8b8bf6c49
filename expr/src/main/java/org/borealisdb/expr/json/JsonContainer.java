package org.borealisdb.expr.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.BinaryInput;
import org.borealisdb.expr.value.Numeric;

/**
 * An array or object in the bytes of a value of jsonb, read in place: an element by its place or a member by its key costs no
 * look at others. The layout is described in the package. Immutable, like the bytes that it is in.
 */
public final class JsonContainer implements JsonItem {
    /** The largest content of a container, and the most elements: what 28 bits count, as in PostgreSQL. */
    static final int MAXIMUM_BYTES = 0x0fff_ffff;

    static final int COUNT_MASK = 0x0fff_ffff;
    static final int OBJECT_FLAG = 1 << 28;
    static final int ARRAY_FLAG = 1 << 29;
    static final int SCALAR_FLAG = 1 << 30;

    /** The bytes before the entries: number and flags, height. */
    static final int HEADER_BYTES = Integer.BYTES + Short.BYTES;

    static final int KIND_SHIFT = 28;
    static final int NULL = 0;
    static final int FALSE = 1;
    static final int TRUE = 2;
    static final int STRING = 3;
    static final int SHORT_NUMBER = 4;
    static final int LONG_NUMBER = 5;
    static final int CONTAINER = 6;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final int header;
    private final int entries;
    private final int contents;

    JsonContainer(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        if (end - start < HEADER_BYTES) {
            throw new IllegalStateException("a json container of " + (end - start) + " bytes");
        }
        this.header = (int) INT.get(bytes, start);
        boolean array = (header & ARRAY_FLAG) != 0;
        if (isObject() == array || header < 0 || (isScalar() && (!array || size() != 1))) {
            throw new IllegalStateException("header " + Integer.toHexString(header) + " of a json container");
        }
        long count = isObject() ? size() * 2L : size();
        this.entries = start + HEADER_BYTES;
        if (count * Integer.BYTES > end - entries) {
            throw new IllegalStateException(
                    "a json container of " + (end - start) + " bytes with " + count + " entries");
        }
        this.contents = entries + (int) count * Integer.BYTES;
    }

    /** Returns whether it is an object; else it is an array. */
    public boolean isObject() {
        return (header & OBJECT_FLAG) != 0;
    }

    /** Returns whether it is an array. */
    public boolean isArray() {
        return !isObject();
    }

    /** Returns whether it is an array of one element in the place of a scalar, which only the root of a value can be. */
    boolean isScalar() {
        return (header & SCALAR_FLAG) != 0;
    }

    /** Returns the number of elements or members. */
    public int size() {
        return header & COUNT_MASK;
    }

    /** Returns how deep it nests, 1 if nothing in it does. */
    int height() {
        return (bytes[start + Integer.BYTES] & 0xff) | (bytes[start + Integer.BYTES + 1] & 0xff) << Byte.SIZE;
    }

    private int entry(int index) {
        return (int) INT.get(bytes, entries + index * Integer.BYTES);
    }

    private int startOf(int index) {
        int from = index == 0 ? contents : endOf(index - 1);
        if (from > endOf(index)) {
            throw new IllegalStateException("content " + index + " of a json container ends before it begins");
        }
        return from;
    }

    private int endOf(int index) {
        int at = contents + (entry(index) & COUNT_MASK);
        if (at > end) {
            throw new IllegalStateException("content " + index + " of a json container ends at " + at + " of " + end);
        }
        return at;
    }

    /** Returns the key of a member by its place in the order of keys. */
    public JsonKey key(int place) {
        return JsonKey.of(Arrays.copyOfRange(bytes, startOf(place), endOf(place)));
    }

    /** Returns the element or the value of the member at a place counted from 0. */
    public JsonItem value(int place) {
        if (place < 0 || place >= size()) {
            throw new IndexOutOfBoundsException(place);
        }
        int index = isObject() ? size() + place : place;
        int from = startOf(index);
        int to = endOf(index);
        int kind = entry(index) >>> KIND_SHIFT;
        return switch (kind) {
            case NULL -> JsonItem.Nothing.VALUE;
            case FALSE -> new Truth(false);
            case TRUE -> new Truth(true);
            case STRING -> new Text(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            case SHORT_NUMBER -> new Decimal(shortNumber(from, to));
            case LONG_NUMBER ->
                new Decimal((Numeric)
                        BinaryInput.parse(BuiltInType.NUMERIC.type(), ByteBuffer.wrap(bytes, from, to - from)));
            case CONTAINER -> new JsonContainer(bytes, from, to);
            default -> throw new IllegalStateException("kind " + kind + " in a json container");
        };
    }

    private Numeric shortNumber(int from, int to) {
        int width = to - from - 1;
        if (width < 1 || width > Long.BYTES) {
            throw new IllegalStateException("a number of " + width + " bytes in a json container");
        }
        long digits = bytes[to - 1];
        for (int at = to - 2; at > from; at--) {
            digits = (digits << Byte.SIZE) | (bytes[at] & 0xff);
        }
        return Numeric.of(digits, bytes[from] & 0xff);
    }

    /** Returns the place of a member by its key, negative if there is none: -1 minus where it would be. */
    int find(byte[] key) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = JsonKey.compare(bytes, startOf(middle), endOf(middle), key, 0, key.length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    /** Returns the value of the member of a key, if this is an object that has one. */
    public Optional<JsonItem> member(String key) {
        return isObject() ? member(key.getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }

    Optional<JsonItem> member(byte[] key) {
        int place = find(key);
        return place < 0 ? Optional.empty() : Optional.of(value(place));
    }

    /** Returns the element at an index from 0, or from the end if negative, if this is an array that has one. */
    public Optional<JsonItem> element(int index) {
        long place = index < 0 ? (long) size() + index : index;
        return isArray() && place >= 0 && place < size() ? Optional.of(value((int) place)) : Optional.empty();
    }

    /** Returns whether an array has a string. */
    boolean hasString(byte[] utf8) {
        for (int i = 0; i < size(); i++) {
            if (entry(i) >>> KIND_SHIFT == STRING && Arrays.equals(bytes, startOf(i), endOf(i), utf8, 0, utf8.length)) {
                return true;
            }
        }
        return false;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Where the bytes of a key or of a string begin; keys come first, then values. */
    int contentStart(int index) {
        return startOf(index);
    }

    /** Where the bytes of a key or of a string end. */
    int contentEnd(int index) {
        return endOf(index);
    }
}
