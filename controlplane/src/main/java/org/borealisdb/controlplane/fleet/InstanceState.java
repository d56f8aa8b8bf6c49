package org.borealisdb.controlplane.fleet;

/** How far an instance is with what it does. */
public enum InstanceState {
    /** It opens its database, and will serve. */
    STARTING(1),
    /** It serves. */
    RUNNING(2),
    /** It cannot serve: a writer that cannot confirm its lease, or one that could not open the volume. */
    TROUBLED(3);

    private final int code;

    InstanceState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
