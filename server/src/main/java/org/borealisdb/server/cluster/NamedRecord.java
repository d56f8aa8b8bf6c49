package org.borealisdb.server.cluster;

/** What the metadata log keeps under a name that people chose. A name may be used again once what had it is gone: the id tells one from the next. */
sealed interface NamedRecord permits ClusterRecord, InstanceRecord {
    String name();

    /** Random. */
    long id();

    /** True if another may take the name. */
    boolean gone();

    byte[] encode();
}
