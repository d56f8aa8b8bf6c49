package org.borealisdb.proxy.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** The names of a zone with their addresses, at a moment. Immutable. */
public final class NameTable {
    /** Some hundreds of clusters with all that they can have. */
    public static final int MAXIMUM_NAMES = 10_000;

    private final Name zone;
    private final long version;
    private final Map<Name, InetAddress> addresses;
    private final Set<Name> inBetween;

    private NameTable(Name zone, long version, Map<Name, InetAddress> addresses, Set<Name> inBetween) {
        this.zone = zone;
        this.version = version;
        this.addresses = addresses;
        this.inBetween = inBetween;
    }

    /**
     * A table.
     *
     * @param suffix the zone that the names are in
     * @param version grows with each change
     * @throws IllegalArgumentException if a name is none, or not in the zone, or there twice, or an address is not a number of IPv4 that a
     *     client can connect to
     */
    public static NameTable of(String suffix, long version, List<NamedAddress> names) {
        if (names.size() > MAXIMUM_NAMES) {
            throw new IllegalArgumentException(names.size() + " names are more than " + MAXIMUM_NAMES);
        }
        Name zone = absolute(ClusterNames.checkedSuffix(suffix));
        Map<Name, InetAddress> addresses = new LinkedHashMap<>();
        Set<Name> inBetween = new LinkedHashSet<>();
        for (NamedAddress named : names) {
            Name name = absolute(named.name());
            if (!name.subdomain(zone) || name.equals(zone)) {
                throw new IllegalArgumentException(named.name() + " is not below " + suffix);
            }
            if (addresses.put(name, address(named)) != null) {
                throw new IllegalArgumentException(named.name() + " is there twice");
            }
            for (Name above = new Name(name, 1); !above.equals(zone); above = new Name(above, 1)) {
                inBetween.add(above);
            }
        }
        return new NameTable(zone, version, addresses, inBetween);
    }

    private static Name absolute(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException malformed) {
            throw new IllegalArgumentException("\"" + text + "\" is no name: " + malformed.getMessage(), malformed);
        }
    }

    private static InetAddress address(NamedAddress named) {
        byte[] bytes = Address.toByteArray(named.address(), Address.IPv4);
        if (bytes == null || (bytes[0] | bytes[1] | bytes[2] | bytes[3]) == 0) {
            throw new IllegalArgumentException("\"" + named.address() + "\" cannot be the address of " + named.name()
                    + ": it must be an address of IPv4 in numbers, and not all addresses of this machine");
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    Name zone() {
        return zone;
    }

    /** The version, as it goes into 32 bits. */
    long serial() {
        return version & 0xffff_ffffL;
    }

    Optional<InetAddress> address(Name name) {
        return Optional.ofNullable(addresses.get(name));
    }

    /** Whether there is such a name, be it only as a part of others. */
    boolean exists(Name name) {
        return name.equals(zone) || addresses.containsKey(name) || inBetween.contains(name);
    }
}
