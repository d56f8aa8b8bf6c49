package org.borealisdb.expr.network;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;

/**
 * A value of macaddr or macaddr8: the address of a device, of six or eight bytes. Immutable.
 *
 * @param number the bytes, the first one the highest
 * @param bytes how many there are
 */
public record HardwareAddress(long number, int bytes) implements Comparable<HardwareAddress> {
    /** The bytes of a macaddr. */
    public static final int SHORT_BYTES = 6;
    /** The bytes of a macaddr8. */
    public static final int LONG_BYTES = 8;

    private static final int MANUFACTURER_BYTES = 3;
    /** What stands in the middle of a long address that is made of a short one. */
    private static final long FILLER = 0xfffe;

    private static final int HALF_BITS = 24;
    private static final long HALF = (1L << HALF_BITS) - 1;

    /** Checks the length. */
    public HardwareAddress {
        boolean fits = bytes == LONG_BYTES || (bytes == SHORT_BYTES && number >>> (SHORT_BYTES * Byte.SIZE) == 0);
        if (!fits) {
            throw new IllegalArgumentException("hardware address of " + bytes + " bytes");
        }
    }

    /** Reads the text of a macaddr. */
    public static HardwareAddress parseShort(String text) {
        return new HardwareAddress(HardwareAddressParser.shortNumber(text), SHORT_BYTES);
    }

    /** Reads the text of a macaddr8, which may be that of a short address. */
    public static HardwareAddress parseLong(String text) {
        return HardwareAddressParser.longAddress(text).lengthened();
    }

    /** Appends the bytes, which are the binary form and the key. */
    public void appendBytes(ByteSink out) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.putByte((int) (number >>> (i * Byte.SIZE)));
        }
    }

    /** Returns the long address that stands for a short one: it has FF and FE in the middle. */
    public HardwareAddress lengthened() {
        return bytes == LONG_BYTES
                ? this
                : new HardwareAddress(
                        number >>> HALF_BITS << (HALF_BITS + Short.SIZE) | FILLER << HALF_BITS | (number & HALF),
                        LONG_BYTES);
    }

    /**
     * Returns the short address that a long one stands for.
     *
     * @throws SqlException 22003 if it stands for none
     */
    public HardwareAddress shortened() {
        if (bytes == SHORT_BYTES) {
            return this;
        }
        if ((number >>> HALF_BITS & 0xffff) != FILLER) {
            throw new SqlException(
                            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "macaddr8 data out of range to convert to macaddr")
                    .withHint(
                            "Only addresses that have FF and FE as values in the 4th and 5th bytes from the left, "
                                    + "for example xx:xx:xx:ff:fe:xx:xx:xx, are eligible to be converted from macaddr8 to macaddr.");
        }
        return new HardwareAddress(number >>> (HALF_BITS + Short.SIZE) << HALF_BITS | (number & HALF), SHORT_BYTES);
    }

    private HardwareAddress with(long bits) {
        return new HardwareAddress(bytes == LONG_BYTES ? bits : bits & ((1L << (SHORT_BYTES * Byte.SIZE)) - 1), bytes);
    }

    /** Returns the address with its bits inverted. */
    public HardwareAddress inverted() {
        return with(~number);
    }

    /** Returns the bits that are set in both. */
    public HardwareAddress and(HardwareAddress other) {
        return with(number & other.number);
    }

    /** Returns the bits that are set in either. */
    public HardwareAddress or(HardwareAddress other) {
        return with(number | other.number);
    }

    /** Returns the part that names the manufacturer, the first three bytes; the others are 0. */
    public HardwareAddress manufacturer() {
        int others = (bytes - MANUFACTURER_BYTES) * Byte.SIZE;
        return with(number >>> others << others);
    }

    /** Returns a long address with the bit that marks those of IPv6's modified form. */
    public HardwareAddress modified() {
        return with(number | 2L << ((bytes - 1) * Byte.SIZE));
    }

    @Override
    public int compareTo(HardwareAddress other) {
        return Long.compareUnsigned(number, other.number);
    }

    /** Returns the text: the bytes as hexadecimal digits with colons between them. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = bytes - 1; i >= 0; i--) {
            int value = (int) (number >>> (i * Byte.SIZE)) & 0xff;
            text.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 0xf, 16));
            if (i > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }
}
