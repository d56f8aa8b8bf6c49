package org.borealisdb.runtime.net;

/**
 * Name of a node in a region, for example {@code storage-a1} or {@code writer-1}. Where it listens is the transport's knowledge.
 */
public record Address(String name) implements Comparable<Address> {
    /** Longest name, in characters. */
    public static final int MAX_LENGTH = 63;

    public Address {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "node name must have 1 to " + MAX_LENGTH + " characters: '" + name + "'");
        }
    }

    @Override
    public int compareTo(Address other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
