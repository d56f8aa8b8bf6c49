package org.borealisdb.controlplane.fleet;

/** What an instance does in its cluster. */
public enum FleetRole {
    /** It writes, or is about to. */
    WRITER(1),
    /** It follows the writer. */
    READER(2);

    private final int code;

    FleetRole(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
