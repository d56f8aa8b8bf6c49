package org.borealisdb.proxy.endpoint;

/** What an instance does in its cluster. */
public enum InstanceRole {
    /** Reads and writes. A cluster has at most one. */
    WRITER,
    /** Reads. */
    READER
}
