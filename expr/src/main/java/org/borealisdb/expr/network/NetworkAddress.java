package org.borealisdb.expr.network;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;
import org.jspecify.annotations.Nullable;

/**
 * A value of inet or cidr: an address of IPv4 or IPv6 and how many of its first bits name the network. Immutable.
 *
 * <p>The order is that of the families, then of the bits that both name the network by, then of the shorter network, then of the
 * addresses.
 */
public final class NetworkAddress implements Comparable<NetworkAddress> {
    static final int IPV4_BYTES = 4;
    static final int IPV6_BYTES = 16;

    private static final int IPV4_FAMILY = 2;
    private static final int IPV6_FAMILY = 3;

    private final byte[] address;
    private final int networkBits;

    NetworkAddress(byte[] address, int networkBits) {
        boolean known = address.length == IPV4_BYTES || address.length == IPV6_BYTES;
        if (!known || networkBits < 0 || networkBits > address.length * Byte.SIZE) {
            throw new IllegalArgumentException("address of " + address.length + " bytes, network of " + networkBits);
        }
        this.address = address.clone();
        this.networkBits = networkBits;
    }

    /**
     * Reads an address.
     *
     * @param cidr whether it is a network, which has no bits beyond its mask and may leave out what is 0
     */
    public static NetworkAddress parse(String text, boolean cidr) {
        NetworkAddress read = new NetworkAddressParser(text)
                .parse(cidr)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_TEXT_REPRESENTATION,
                        "invalid input syntax for type " + typeName(cidr) + ": \"" + text + "\""));
        if (cidr && !read.isNetwork()) {
            throw new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid cidr value: \"" + text + "\"")
                    .withDetail("Value has bits set to right of mask.");
        }
        return read;
    }

    /** Returns the address of a host as the network names it, perhaps with the name of an interface; nothing if it is none. */
    public static Optional<NetworkAddress> ofHost(String host) {
        int zone = host.indexOf('%');
        return new NetworkAddressParser(zone < 0 ? host : host.substring(0, zone)).parse(false);
    }

    private static String typeName(boolean cidr) {
        return cidr ? "cidr" : "inet";
    }

    /** Reads the binary form: family, bits, whether it is a cidr, number of bytes, the bytes. */
    public static NetworkAddress ofBinary(byte[] bytes, boolean cidr) {
        if (bytes.length < 4) {
            throw new SqlException(ErrorCode.PROTOCOL_VIOLATION, "no data left in message");
        }
        int length = bytes[0] == IPV4_FAMILY ? IPV4_BYTES : bytes[0] == IPV6_FAMILY ? IPV6_BYTES : 0;
        if (length == 0) {
            throw invalidBinary("invalid address family in external \"" + typeName(cidr) + "\" value");
        }
        int bits = bytes[1] & 0xff;
        if (bits > length * Byte.SIZE) {
            throw invalidBinary("invalid bits in external \"" + typeName(cidr) + "\" value");
        }
        if (bytes[3] != length) {
            throw invalidBinary("invalid length in external \"" + typeName(cidr) + "\" value");
        }
        if (bytes.length < 4 + length) {
            throw new SqlException(ErrorCode.PROTOCOL_VIOLATION, "no data left in message");
        }
        NetworkAddress read = new NetworkAddress(Arrays.copyOfRange(bytes, 4, 4 + length), bits);
        if (cidr && !read.isNetwork()) {
            throw invalidBinary("invalid external \"cidr\" value").withDetail("Value has bits set to right of mask.");
        }
        return read;
    }

    private static SqlException invalidBinary(String message) {
        return new SqlException(ErrorCode.INVALID_BINARY_REPRESENTATION, message);
    }

    /** Appends the binary form. */
    public void appendBinary(ByteSink out, boolean cidr) {
        out.putByte(isIpv4() ? IPV4_FAMILY : IPV6_FAMILY)
                .putByte(networkBits)
                .putByte(cidr ? 1 : 0)
                .putByte(address.length)
                .putBytes(address);
    }

    /** Returns the text; that of an inet leaves out the number of bits if they are all. */
    public String text(boolean cidr) {
        return cidr || networkBits < bits() ? host() + "/" + networkBits : host();
    }

    /** Returns the text of the address alone. */
    public String host() {
        return NetworkAddressText.host(address);
    }

    /** Returns the text with what is 0 beyond the mask left out. */
    public String abbreviatedNetwork() {
        return NetworkAddressText.abbreviated(address, networkBits);
    }

    boolean isIpv4() {
        return address.length == IPV4_BYTES;
    }

    /** Returns 4 or 6. */
    public int family() {
        return isIpv4() ? 4 : 6;
    }

    /** Returns how many bits name the network. */
    public int networkBits() {
        return networkBits;
    }

    /** Returns how many bits an address of the family has. */
    int bits() {
        return address.length * Byte.SIZE;
    }

    byte[] address() {
        return address.clone();
    }

    /** Returns whether no bit beyond the mask is set. */
    boolean isNetwork() {
        return equals(network());
    }

    private static byte maskByte(int place, int bits) {
        int inByte = Math.clamp((long) bits - (long) place * Byte.SIZE, 0, Byte.SIZE);
        return (byte) (0xff << (Byte.SIZE - inByte));
    }

    private NetworkAddress with(int bits, ByteFunction function) {
        byte[] result = new byte[address.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) function.apply(address[i], maskByte(i, networkBits));
        }
        return new NetworkAddress(result, bits);
    }

    /** Makes a byte of one of the address and one of the mask. */
    private interface ByteFunction {
        int apply(int address, int mask);
    }

    /** Returns the network: without the bits beyond the mask. */
    public NetworkAddress network() {
        return with(networkBits, (value, mask) -> value & mask);
    }

    /** Returns the network's last address. */
    public NetworkAddress broadcast() {
        return with(networkBits, (value, mask) -> value | ~mask);
    }

    /** Returns the bits of the network, set. */
    public NetworkAddress networkMask() {
        return with(bits(), (value, mask) -> mask);
    }

    /** Returns the bits beyond those of the network, set. */
    public NetworkAddress hostMask() {
        return with(bits(), (value, mask) -> ~mask);
    }

    /** Returns the address with its bits inverted. */
    public NetworkAddress inverted() {
        return with(networkBits, (value, mask) -> ~value);
    }

    /** Returns the same with another number of bits that name the network, -1 for all. */
    public NetworkAddress withNetworkBits(long wanted, boolean cidr) {
        if (wanted < -1 || wanted > bits()) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "invalid mask length: " + wanted);
        }
        NetworkAddress result = new NetworkAddress(address, wanted == -1 ? bits() : (int) wanted);
        return cidr ? result.network() : result;
    }

    /** Returns the bits that are set in both. */
    public NetworkAddress and(NetworkAddress other) {
        requireSameFamily(other, "cannot AND inet values of different sizes");
        byte[] result = address();
        for (int i = 0; i < result.length; i++) {
            result[i] &= other.address[i];
        }
        return new NetworkAddress(result, Math.max(networkBits, other.networkBits));
    }

    /** Returns the bits that are set in either. */
    public NetworkAddress or(NetworkAddress other) {
        requireSameFamily(other, "cannot OR inet values of different sizes");
        byte[] result = address();
        for (int i = 0; i < result.length; i++) {
            result[i] |= other.address[i];
        }
        return new NetworkAddress(result, Math.max(networkBits, other.networkBits));
    }

    private void requireSameFamily(NetworkAddress other, String message) {
        if (address.length != other.address.length) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
        }
    }

    private static SqlException outOfRange() {
        return new SqlException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "result is out of range");
    }

    private BigInteger number() {
        return new BigInteger(1, address);
    }

    /** Returns the address so many further. */
    public NetworkAddress plus(long count) {
        return moved(BigInteger.valueOf(count));
    }

    /** Returns the address so many before. */
    public NetworkAddress minus(long count) {
        return moved(BigInteger.valueOf(count).negate());
    }

    private NetworkAddress moved(BigInteger count) {
        BigInteger sum = number().add(count);
        if (sum.signum() < 0 || sum.bitLength() > bits()) {
            throw outOfRange();
        }
        byte[] digits = sum.toByteArray();
        byte[] result = new byte[address.length];
        int length = Math.min(digits.length, result.length);
        System.arraycopy(digits, digits.length - length, result, result.length - length, length);
        return new NetworkAddress(result, networkBits);
    }

    /** Returns how far it is from another address. */
    public long minus(NetworkAddress other) {
        requireSameFamily(other, "cannot subtract inet values of different sizes");
        BigInteger difference = number().subtract(other.number());
        if (difference.bitLength() >= Long.SIZE) {
            throw outOfRange();
        }
        return difference.longValue();
    }

    private int commonBits(NetworkAddress other, int most) {
        int common = 0;
        while (common < most && bit(common) == other.bit(common)) {
            common++;
        }
        return common;
    }

    /** Returns a bit, 0 or 1. */
    int bit(int place) {
        return address[place / Byte.SIZE] >> (Byte.SIZE - 1 - place % Byte.SIZE) & 1;
    }

    /** Returns whether the other's network is this one's or within it. */
    public boolean contains(NetworkAddress other) {
        return address.length == other.address.length
                && networkBits <= other.networkBits
                && commonBits(other, networkBits) == networkBits;
    }

    /** Returns whether the other's network is within this one's. */
    public boolean containsStrictly(NetworkAddress other) {
        return networkBits < other.networkBits && contains(other);
    }

    /** Returns the smallest network that has both. */
    public NetworkAddress merged(NetworkAddress other) {
        requireSameFamily(other, "cannot merge addresses from different families");
        int common = commonBits(other, Math.min(networkBits, other.networkBits));
        return new NetworkAddress(address, common).network();
    }

    /** Compares; how far the result is from 0 is what PostgreSQL's {@code network_cmp} answers. */
    @Override
    public int compareTo(NetworkAddress other) {
        if (address.length != other.address.length) {
            return Integer.compare(address.length, other.address.length);
        }
        int order = compareBits(other, Math.min(networkBits, other.networkBits));
        if (order == 0) {
            order = networkBits - other.networkBits;
        }
        return order == 0 ? compareBits(other, bits()) : order;
    }

    /** Compares so many bits: the difference of the first whole bytes that differ, else 1 or -1. */
    private int compareBits(NetworkAddress other, int most) {
        int common = commonBits(other, most);
        if (common == most) {
            return 0;
        }
        int place = common / Byte.SIZE;
        return place < most / Byte.SIZE
                ? (address[place] & 0xff) - (other.address[place] & 0xff)
                : bit(common) - other.bit(common);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NetworkAddress that
                && networkBits == that.networkBits
                && Arrays.equals(address, that.address);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(address) * 31 + networkBits;
    }

    @Override
    public String toString() {
        return text(false);
    }
}
