package org.borealisdb.expr.json;

import java.math.BigInteger;
import org.borealisdb.expr.value.Numeric;

/**
 * Where PostgreSQL would have the containers of a value: it numbers objects by that, and so do we, although our bytes are
 * laid out otherwise. A container has 4 bytes of its own and 4 for each entry, then strings as they are, and numbers and containers from
 * multiples of 4 on. Stateless.
 */
public final class JsonOffsets {
    private static final int HEADER_BYTES = 4;
    private static final int ENTRY_BYTES = 4;
    private static final int ALIGNMENT = 4;
    private static final int MAXIMUM_SHORT_SCALE = 63;
    private static final int DIGITS_OF_A_GROUP = 4;

    private JsonOffsets() {}

    /** Returns where a container begins within another that it is in, 0 if it is not. */
    public static long of(JsonContainer inner, JsonContainer outer) {
        if (!isWithin(inner, outer)) {
            return 0;
        }
        JsonContainer at = outer;
        long offset = 0;
        while (at.start() != inner.start()) {
            long contents = beforeValues(at);
            int place = 0;
            while (!(at.value(place) instanceof JsonContainer child && inner.end() <= child.end())) {
                contents = behind(contents, at.value(place++));
            }
            offset += aligned(contents);
            at = (JsonContainer) at.value(place);
        }
        return offset;
    }

    /** Two containers are parts of one value if they are in the same array of bytes, not in equal ones. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isWithin(JsonContainer inner, JsonContainer outer) {
        return inner.bytes() == outer.bytes() && inner.start() >= outer.start() && inner.end() <= outer.end();
    }

    private static long aligned(long offset) {
        return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static long beforeValues(JsonContainer container) {
        if (!container.isObject()) {
            return HEADER_BYTES + (long) ENTRY_BYTES * container.size();
        }
        long keys = container.size() == 0 ? 0 : container.contentEnd(container.size() - 1) - container.contentStart(0);
        return HEADER_BYTES + 2L * ENTRY_BYTES * container.size() + keys;
    }

    private static long behind(long offset, JsonItem item) {
        return switch (item) {
            case JsonItem.Nothing _, JsonItem.Truth _ -> offset;
            case JsonItem.Text text -> offset + JsonKey.of(text.value()).utf8().length;
            case JsonItem.Decimal number -> aligned(offset) + numberBytes(number.value());
            case JsonContainer container -> aligned(offset) + bytes(container);
        };
    }

    private static long bytes(JsonContainer container) {
        long end = beforeValues(container);
        for (int i = 0; i < container.size(); i++) {
            end = behind(end, container.value(i));
        }
        return end;
    }

    /** A length of 4 bytes, a header of 2 or 4, then 2 for every four digits between the first and the last that are not zeros. */
    private static long numberBytes(Numeric number) {
        BigInteger unscaled = number.toBigDecimal().unscaledValue().abs();
        if (unscaled.signum() == 0) {
            return 4L + (number.scale() <= MAXIMUM_SHORT_SCALE ? 2 : 4);
        }
        int padding = Math.floorMod(-number.scale(), DIGITS_OF_A_GROUP);
        String digits = unscaled + "0".repeat(padding);
        int last = digits.length();
        while (digits.charAt(last - 1) == '0') {
            last--;
        }
        int groupsAfterPoint = (number.scale() + padding) / DIGITS_OF_A_GROUP;
        int groups = (digits.length() + DIGITS_OF_A_GROUP - 1) / DIGITS_OF_A_GROUP;
        int zeroGroups = (digits.length() - last) / DIGITS_OF_A_GROUP;
        int weight = groups - groupsAfterPoint - 1;
        boolean brief = number.scale() <= MAXIMUM_SHORT_SCALE && weight >= -64 && weight <= 63;
        return 4L + (brief ? 2 : 4) + 2L * (groups - zeroGroups);
    }
}
