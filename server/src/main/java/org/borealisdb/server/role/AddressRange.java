package org.borealisdb.server.role;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.server.region.PortOwner;
import org.borealisdb.server.region.RegionProblemException;

/**
 * Addresses of IPv4 one after the other.
 *
 * @param first the first, as a number of 32 bits
 * @param count how many
 */
public record AddressRange(long first, int count) {
    /** More than all endpoints that there can be. */
    static final int MOST = 256;

    private static final Pattern RANGE = Pattern.compile("([0-9.]{7,15})-([0-9.]{7,15})");
    private static final Pattern ADDRESS = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");
    private static final int BYTES = 4;
    private static final int BYTE_BITS = 8;
    private static final int LARGEST_BYTE = 255;
    private static final long LARGEST = 0xffff_ffffL;

    public AddressRange {
        if (first < 0 || count < 2 || count > MOST || first + count - 1 > LARGEST) {
            throw new IllegalArgumentException("are 2 to " + MOST + " addresses");
        }
    }

    /**
     * Reads a range such as {@code 127.0.0.2-127.0.0.34}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static AddressRange parse(String text) {
        Matcher range = RANGE.matcher(text);
        Optional<Long> first = range.matches() ? number(range.group(1)) : Optional.empty();
        Optional<Long> last = range.matches() ? number(range.group(2)) : Optional.empty();
        if (first.isEmpty() || last.isEmpty() || last.get() <= first.get() || last.get() - first.get() >= MOST) {
            throw new IllegalArgumentException(
                    "are 2 to " + MOST + " addresses, such as 127.0.0.2-127.0.0.34, not " + text);
        }
        return new AddressRange(first.get(), (int) (last.get() - first.get()) + 1);
    }

    private static Optional<Long> number(String address) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long number = 0;
        for (int part = 1; part <= BYTES; part++) {
            int value = Integer.parseInt(parts.group(part));
            if (value > LARGEST_BYTE) {
                return Optional.empty();
            }
            number = number << BYTE_BITS | value;
        }
        return Optional.of(number);
    }

    /** One of them, from 0 on. */
    public String at(int index) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException("there is no address " + index + " among " + count);
        }
        long number = first + index;
        StringBuilder text = new StringBuilder();
        for (int part = BYTES - 1; part >= 0; part--) {
            text.append(number >> part * BYTE_BITS & LARGEST_BYTE).append(part == 0 ? "" : ".");
        }
        return text.toString();
    }

    /** Whether it is one of them. */
    public boolean contains(String address) {
        return number(address)
                .filter(number -> number >= first && number < first + count)
                .isPresent();
    }

    /**
     * Fails with one line unless all are addresses of this machine.
     *
     * @param field what names them, for the message
     * @throws RegionProblemException if one is not
     */
    public void checkOurs(String field) {
        for (int index = 0; index < count; index++) {
            String address = at(index);
            if (!PortOwner.isFree(address, 0)) {
                throw new RegionProblemException(field + ": this machine does not have the address " + address
                        + "; add it first (on macOS: sudo ifconfig lo0 alias " + address + ")");
            }
        }
    }

    @Override
    public String toString() {
        return at(0) + "-" + at(count - 1);
    }
}
