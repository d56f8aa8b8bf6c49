package org.borealisdb.expr.network;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the text of an address. Belongs to one call. */
final class NetworkAddressParser {
    private static final int UNKNOWN = -1;
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private final String text;
    private final byte[] bytes = new byte[NetworkAddress.IPV6_BYTES];
    private int at;
    private int count;

    NetworkAddressParser(String text) {
        this.text = text;
    }

    Optional<NetworkAddress> parse(boolean cidr) {
        boolean longAddress = text.indexOf(':') >= 0;
        OptionalInt bits = longAddress ? ipv6() : cidr ? ipv4Network() : ipv4();
        if (bits.isEmpty()) {
            return Optional.empty();
        }
        int length = longAddress ? NetworkAddress.IPV6_BYTES : NetworkAddress.IPV4_BYTES;
        return Optional.of(new NetworkAddress(Arrays.copyOf(bytes, length), bits.getAsInt()));
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private boolean isHexadecimal(int index) {
        return index < text.length() && text.charAt(index) < 128 && Character.digit(text.charAt(index), 16) >= 0;
    }

    private boolean isAtEnd() {
        return at == text.length();
    }

    private boolean accept(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    /** Reads a number of at most 255 in decimal; -1 if it is larger. */
    private int octet() {
        int value = 0;
        while (isDigit(at)) {
            value = value * 10 + (text.charAt(at++) - '0');
            if (value > 0xff) {
                return UNKNOWN;
            }
        }
        return value;
    }

    private boolean push(int value, int most) {
        if (value < 0 || count == most) {
            return false;
        }
        bytes[count++] = (byte) value;
        return true;
    }

    /** Reads a slash and a number up to the end; -1 if there is none, nothing if it is too large. */
    private OptionalInt ipv4Bits() {
        if (isAtEnd()) {
            return OptionalInt.of(UNKNOWN);
        }
        if (!accept('/') || !isDigit(at) || count == 0) {
            return OptionalInt.empty();
        }
        int bits = 0;
        while (isDigit(at)) {
            bits = Math.min(IPV4_BITS + 1, bits * 10 + (text.charAt(at++) - '0'));
        }
        return isAtEnd() && bits <= IPV4_BITS ? OptionalInt.of(bits) : OptionalInt.empty();
    }

    private OptionalInt ipv4() {
        while (isDigit(at)) {
            if (!push(octet(), NetworkAddress.IPV4_BYTES)) {
                return OptionalInt.empty();
            }
            if (isAtEnd() || text.charAt(at) == '/') {
                break;
            }
            if (!accept('.')) {
                return OptionalInt.empty();
            }
        }
        OptionalInt bits = ipv4Bits();
        if (bits.isEmpty() || count == 0) {
            return OptionalInt.empty();
        }
        if (bits.getAsInt() == UNKNOWN) {
            return count == NetworkAddress.IPV4_BYTES ? OptionalInt.of(IPV4_BITS) : OptionalInt.empty();
        }
        return bits.getAsInt() / Byte.SIZE > count ? OptionalInt.empty() : bits;
    }

    private OptionalInt ipv4Network() {
        boolean hexadecimal = text.length() > 2
                && text.charAt(0) == '0'
                && Character.toLowerCase(text.charAt(1)) == 'x'
                && isHexadecimal(2);
        if (hexadecimal ? !hexadecimalOctets() : !decimalOctets()) {
            return OptionalInt.empty();
        }
        OptionalInt bits = ipv4Bits();
        if (bits.isPresent() && bits.getAsInt() == UNKNOWN) {
            return OptionalInt.of(bitsOfClass());
        }
        return bits;
    }

    private boolean hexadecimalOctets() {
        at = 2;
        while (isHexadecimal(at)) {
            int value = Character.digit(text.charAt(at++), 16) << 4;
            if (isHexadecimal(at)) {
                value |= Character.digit(text.charAt(at++), 16);
            }
            if (!push(value, NetworkAddress.IPV4_BYTES)) {
                return false;
            }
        }
        return true;
    }

    private boolean decimalOctets() {
        do {
            if (!isDigit(at) || !push(octet(), NetworkAddress.IPV4_BYTES)) {
                return false;
            }
        } while (accept('.'));
        return true;
    }

    /** The bits of a network that says none: those of its class, or of what was written if that is more. */
    private int bitsOfClass() {
        int first = bytes[0] & 0xff;
        int bits = first >= 240 ? 32 : first >= 224 ? 8 : first >= 192 ? 24 : first >= 128 ? 16 : 8;
        bits = Math.max(bits, count * Byte.SIZE);
        return bits == 8 && first == 224 ? 4 : bits;
    }

    private OptionalInt ipv6() {
        if (accept(':') && !text.startsWith(":", at)) {
            return OptionalInt.empty();
        }
        int gap = UNKNOWN;
        int bits = IPV6_BITS;
        int token = at;
        int value = 0;
        int digits = 0;
        while (!isAtEnd()) {
            if (isHexadecimal(at)) {
                value = value << 4 | Character.digit(text.charAt(at++), 16);
                if (++digits > 4) {
                    return OptionalInt.empty();
                }
            } else if (accept(':')) {
                token = at;
                if (digits == 0) {
                    if (gap != UNKNOWN) {
                        return OptionalInt.empty();
                    }
                    gap = count;
                } else if (isAtEnd() || !pushWord(value)) {
                    return OptionalInt.empty();
                }
                digits = 0;
                value = 0;
            } else if (text.charAt(at) == '.' && count + NetworkAddress.IPV4_BYTES <= bytes.length) {
                at = token;
                OptionalInt inner = embedded();
                if (inner.isEmpty()) {
                    return OptionalInt.empty();
                }
                bits = inner.getAsInt();
                digits = 0;
            } else if (accept('/')) {
                OptionalInt given = ipv6Bits();
                if (given.isEmpty()) {
                    return OptionalInt.empty();
                }
                bits = given.getAsInt();
            } else {
                return OptionalInt.empty();
            }
        }
        if (digits > 0 && !pushWord(value)) {
            return OptionalInt.empty();
        }
        return fill(gap) ? OptionalInt.of(bits) : OptionalInt.empty();
    }

    private boolean pushWord(int value) {
        return push(value >> Byte.SIZE, bytes.length) && push(value & 0xff, bytes.length);
    }

    /** Moves what is behind a double colon to the end. */
    private boolean fill(int gap) {
        if (gap == UNKNOWN) {
            return count == bytes.length;
        }
        if (count == bytes.length) {
            return false;
        }
        int behind = count - gap;
        System.arraycopy(bytes, gap, bytes, bytes.length - behind, behind);
        Arrays.fill(bytes, gap, bytes.length - behind, (byte) 0);
        return true;
    }

    /** Reads a number up to the end, without zeros before it. */
    private OptionalInt ipv6Bits() {
        int start = at;
        int bits = 0;
        while (isDigit(at)) {
            if (at > start && bits == 0) {
                return OptionalInt.empty();
            }
            bits = Math.min(IPV6_BITS + 1, bits * 10 + (text.charAt(at++) - '0'));
        }
        return at > start && isAtEnd() && bits <= IPV6_BITS ? OptionalInt.of(bits) : OptionalInt.empty();
    }

    /**
     * Reads an address of IPv4 in the next four bytes, with bits perhaps, up to the end; answers the bits. As in PostgreSQL, a
     * number before a dot or slash may be missing, and what is missing behind is 0.
     */
    private OptionalInt embedded() {
        int start = count;
        int digits;
        do {
            int from = at;
            boolean zeroBefore = text.startsWith("0", at) && isDigit(at + 1);
            if (zeroBefore || !push(octet(), start + NetworkAddress.IPV4_BYTES)) {
                return OptionalInt.empty();
            }
            digits = at - from;
        } while (accept('.'));
        count = start + NetworkAddress.IPV4_BYTES;
        if (accept('/')) {
            return ipv6Bits();
        }
        return isAtEnd() && digits > 0 ? OptionalInt.of(IPV6_BITS) : OptionalInt.empty();
    }
}
