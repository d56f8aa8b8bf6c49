package org.borealisdb.cloud.key;

/**
 * A version of a master key.
 *
 * @param version      1, 2, ...; 0 if the service does not tell versions
 * @param createdMicros microseconds since 1970-01-01 UTC
 * @param state        in the service's words, such as {@code enabled}
 */
public record MasterKeyVersion(int version, long createdMicros, String state) {}
