package org.borealisdb.proxy.name;

/**
 * A name with what it stands for.
 *
 * @param name without a dot at the end
 * @param address of IPv4, in numbers
 */
public record NamedAddress(String name, String address) {}
