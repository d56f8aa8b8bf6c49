package org.borealisdb.expr.network;

/** Writes addresses as PostgreSQL does. Stateless. */
final class NetworkAddressText {
    private static final int WORDS = 8;

    private NetworkAddressText() {}

    static String host(byte[] address) {
        return address.length == NetworkAddress.IPV4_BYTES ? dotted(address, 0) : words(address);
    }

    private static String dotted(byte[] address, int from) {
        return (address[from] & 0xff) + "." + (address[from + 1] & 0xff) + "." + (address[from + 2] & 0xff) + "."
                + (address[from + 3] & 0xff);
    }

    private static int word(byte[] address, int place) {
        return (address[place * 2] & 0xff) << Byte.SIZE | (address[place * 2 + 1] & 0xff);
    }

    /**
     * Words that are 0, one after the other.
     *
     * @param first the place of the first
     * @param length how many, 0 if there are none
     */
    private record Zeros(int first, int length) {
        /** Returns the first longest among so many words. */
        static Zeros longest(byte[] address, int words) {
            Zeros best = new Zeros(0, 0);
            int length = 0;
            for (int i = 0; i < words; i++) {
                length = word(address, i) == 0 ? length + 1 : 0;
                if (length > best.length()) {
                    best = new Zeros(i - length + 1, length);
                }
            }
            return best;
        }

        /**
         * Returns the zeros that PostgreSQL leaves out of a network: it counts a run that is not longer than the longest so far
         * together with the next, whatever is between.
         */
        static Zeros ofNetwork(byte[] address, int words) {
            Zeros best = new Zeros(0, 0);
            Zeros run = best;
            for (int i = 0; i < words; i++) {
                if (word(address, i) == 0) {
                    run = new Zeros(run.length() == 0 ? i : run.first(), run.length() + 1);
                } else if (best.length() < run.length()) {
                    best = run;
                    run = new Zeros(0, 0);
                }
            }
            return best.length() < run.length() ? run : best;
        }

        boolean has(int place) {
            return place >= first && place < first + length;
        }
    }

    private static String words(byte[] address) {
        Zeros zeros = Zeros.longest(address, WORDS);
        if (zeros.length() < 2) {
            zeros = new Zeros(WORDS, 0);
        }
        boolean embeds = zeros.first() == 0
                && (zeros.length() == 6
                        || (zeros.length() == 7 && word(address, 7) != 1)
                        || (zeros.length() == 5 && word(address, 5) == 0xffff));
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            if (zeros.has(i)) {
                out.append(i == zeros.first() ? ":" : "");
                continue;
            }
            out.append(i > 0 ? ":" : "");
            if (i == 6 && embeds) {
                return out.append(dotted(address, 12)).toString();
            }
            out.append(Integer.toHexString(word(address, i)));
        }
        return zeros.has(WORDS - 1) ? out.append(':').toString() : out.toString();
    }

    /** Writes a network without what is beyond its bits. */
    static String abbreviated(byte[] address, int bits) {
        String network = address.length == NetworkAddress.IPV4_BYTES
                ? abbreviatedDotted(address, bits)
                : abbreviatedWords(address, bits);
        return network + "/" + bits;
    }

    private static String abbreviatedDotted(byte[] address, int bits) {
        if (bits == 0) {
            return "0";
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i * Byte.SIZE < bits; i++) {
            int left = Math.min(Byte.SIZE, bits - i * Byte.SIZE);
            int value = address[i] & (0xff << (Byte.SIZE - left)) & 0xff;
            out.append(i > 0 ? "." : "").append(value);
        }
        return out.toString();
    }

    private static String abbreviatedWords(byte[] address, int bits) {
        if (bits == 0) {
            return "::";
        }
        byte[] network = new NetworkAddress(address, bits).network().address();
        int words = Math.max(2, (bits + 15) / 16);
        Zeros zeros = Zeros.ofNetwork(network, words);
        boolean embeds = zeros.length() != words
                && zeros.first() == 0
                && (zeros.length() == 6
                        || (zeros.length() == 5 && word(network, 5) == 0xffff)
                        || (zeros.length() == 7 && network[14] != 0 && network[15] != 1));
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < words; i++) {
            if (zeros.length() > 0 && zeros.has(i)) {
                out.append(i == zeros.first() ? ":" : "").append(i == words - 1 ? ":" : "");
            } else if (embeds && i > 5) {
                out.append(i == 6 ? ":" : ".").append(network[i * 2] & 0xff);
                if (i != 7 || bits > 120) {
                    out.append('.').append(network[i * 2 + 1] & 0xff);
                }
            } else {
                out.append(out.isEmpty() ? "" : ":").append(Integer.toHexString(word(network, i)));
            }
        }
        return out.toString();
    }
}
