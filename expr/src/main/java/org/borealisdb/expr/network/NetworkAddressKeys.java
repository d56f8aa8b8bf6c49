package org.borealisdb.expr.network;

import java.util.function.IntSupplier;
import org.borealisdb.expr.value.ByteSink;

/**
 * Addresses as bytes in their order: 4 or 6; the bits of the network, two bits each (1 for 0, 2 for 1), and two bits of 0 behind
 * them, filled up to 9 or 33 bytes; the address. So a network is before those within it. Stateless.
 */
public final class NetworkAddressKeys {
    private static final int END = 0;
    private static final int ZERO = 1;
    private static final int BITS_OF_A_SYMBOL = 2;
    private static final int SYMBOLS_OF_A_BYTE = Byte.SIZE / BITS_OF_A_SYMBOL;

    private NetworkAddressKeys() {}

    /** Appends an address. */
    public static void append(ByteSink out, NetworkAddress address) {
        out.putByte(address.family());
        int bytes = symbolBytes(address.bits());
        for (int i = 0; i < bytes; i++) {
            int symbols = 0;
            for (int j = 0; j < SYMBOLS_OF_A_BYTE; j++) {
                int place = i * SYMBOLS_OF_A_BYTE + j;
                int symbol = place < address.networkBits() ? ZERO + address.bit(place) : END;
                symbols = symbols << BITS_OF_A_SYMBOL | symbol;
            }
            out.putByte(symbols);
        }
        out.putBytes(address.address());
    }

    private static int symbolBytes(int bits) {
        return bits / SYMBOLS_OF_A_BYTE + 1;
    }

    /** Reads an address from bytes that are supplied one after the other, unsigned. */
    public static NetworkAddress read(IntSupplier next) {
        int family = next.getAsInt();
        if (family != 4 && family != 6) {
            throw new IllegalStateException("family " + family + " in a key");
        }
        byte[] address = new byte[family == 4 ? NetworkAddress.IPV4_BYTES : NetworkAddress.IPV6_BYTES];
        int networkBits = 0;
        boolean ended = false;
        for (int i = symbolBytes(address.length * Byte.SIZE); i > 0; i--) {
            int symbols = next.getAsInt();
            for (int j = SYMBOLS_OF_A_BYTE - 1; j >= 0 && !ended; j--) {
                ended = ((symbols >> (j * BITS_OF_A_SYMBOL)) & 3) == END;
                networkBits += ended ? 0 : 1;
            }
        }
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) next.getAsInt();
        }
        return new NetworkAddress(address, networkBits);
    }
}
