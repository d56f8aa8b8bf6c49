package org.borealisdb.expr.scalar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.borealisdb.expr.json.JsonContainer;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.Numeric;

/** The hashes of values that are made of parts, as PostgreSQL computes them from its own form of these values: digits of numerics, scalars of jsonb in order. Stateless. */
final class CompoundHash {
    private static final int ARRAY = 0x4000_0000;
    private static final int OBJECT = 0x2000_0000;
    private static final int NOTHING = 1;
    private static final int TRUE = 2;
    private static final int FALSE = 4;
    private static final long WORD = 0xffff_ffffL;
    private static final int HEADER_BYTES = 8;

    private CompoundHash() {}

    /** The groups of four digits of a number, and what power of ten thousand the first of them counts. */
    private static final class Groups {
        private final byte[] digits;
        private final int weight;

        Groups(Numeric number) {
            ByteBuffer sent = ByteBuffer.wrap(BinaryOutput.toBytes(BuiltInType.NUMERIC.type(), number));
            ByteBuffer groups =
                    ByteBuffer.allocate(sent.getShort(0) * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = HEADER_BYTES; groups.hasRemaining(); at += Short.BYTES) {
                groups.putShort(sent.getShort(at));
            }
            this.digits = groups.array();
            this.weight = sent.getShort(Short.BYTES);
        }
    }

    static int of(Numeric number) {
        if (!number.isFinite()) {
            return 0;
        }
        if (number.signum() == 0) {
            return -1;
        }
        Groups groups = new Groups(number);
        return LookupHash.of(groups.digits) ^ groups.weight;
    }

    static long of(Numeric number, long seed) {
        if (!number.isFinite()) {
            return seed;
        }
        if (number.signum() == 0) {
            return seed - 1;
        }
        Groups groups = new Groups(number);
        return LookupHash.of(groups.digits, seed) ^ groups.weight;
    }

    static int of(Jsonb json) {
        return json.root() instanceof JsonContainer empty && empty.size() == 0 ? 0 : ofRoot(json.root());
    }

    private static int ofRoot(JsonItem root) {
        return root instanceof JsonContainer ? mixed(0, root) : scalar(ARRAY, root);
    }

    private static int mixed(int before, JsonItem item) {
        if (!(item instanceof JsonContainer container)) {
            return scalar(before, item);
        }
        int hash = before ^ (container.isObject() ? OBJECT : ARRAY);
        for (int place = 0; place < container.size(); place++) {
            if (container.isObject()) {
                hash = Integer.rotateLeft(hash, 1)
                        ^ LookupHash.of(utf8(container.key(place).toString()));
            }
            hash = mixed(hash, container.value(place));
        }
        return hash;
    }

    private static int scalar(int before, JsonItem item) {
        int own = switch (item) {
            case JsonItem.Truth truth -> truth.value() ? TRUE : FALSE;
            case JsonItem.Text text -> LookupHash.of(utf8(text.value()));
            case JsonItem.Decimal number -> of(number.value());
            default -> NOTHING;
        };
        return Integer.rotateLeft(before, 1) ^ own;
    }

    static long of(Jsonb json, long seed) {
        JsonItem root = json.root();
        if (root instanceof JsonContainer container) {
            return container.size() == 0 ? seed : mixed(0, container, seed);
        }
        return scalar(both(ARRAY), root, seed);
    }

    private static long mixed(long before, JsonItem item, long seed) {
        if (!(item instanceof JsonContainer container)) {
            return scalar(before, item, seed);
        }
        long hash = before ^ both(container.isObject() ? OBJECT : ARRAY);
        for (int place = 0; place < container.size(); place++) {
            if (container.isObject()) {
                hash = rotated(hash) ^ LookupHash.of(utf8(container.key(place).toString()), seed);
            }
            hash = mixed(hash, container.value(place), seed);
        }
        return hash;
    }

    private static long scalar(long before, JsonItem item, long seed) {
        long own = switch (item) {
            case JsonItem.Truth truth when seed != 0 -> LookupHash.of(truth.value() ? 1 : 0, seed);
            case JsonItem.Truth truth -> truth.value() ? TRUE : FALSE;
            case JsonItem.Text text -> LookupHash.of(utf8(text.value()), seed);
            case JsonItem.Decimal number -> of(number.value(), seed);
            default -> seed + NOTHING;
        };
        return rotated(before) ^ own;
    }

    private static long both(int half) {
        return (long) half << Integer.SIZE | half;
    }

    /** Rotates both halves, each for itself. */
    private static long rotated(long hash) {
        long high = Integer.rotateLeft((int) (hash >>> Integer.SIZE), 1);
        return high << Integer.SIZE | (Integer.rotateLeft((int) hash, 1) & WORD);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
