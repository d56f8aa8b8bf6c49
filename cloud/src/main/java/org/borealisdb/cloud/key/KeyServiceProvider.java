package org.borealisdb.cloud.key;

/** A key service in an optional module, found by {@link java.util.ServiceLoader}. */
public interface KeyServiceProvider {
    /** True if it is the one for a master key of that name. */
    boolean knows(String masterKey);

    /** Connects to the service; does not wait. */
    KeyService connect();
}
