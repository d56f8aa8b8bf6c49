package org.borealisdb.controlplane.store;

import org.borealisdb.runtime.codec.MalformedException;

/** What became of a compare-and-set. */
enum SetOutcome {
    STORED(1),
    /** The key has another version than expected. */
    OTHER_VERSION(2),
    /** It would have taken the log over one of its limits. */
    FULL(3);

    private final int code;

    SetOutcome(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static SetOutcome of(int code) {
        for (SetOutcome outcome : values()) {
            if (outcome.code == code) {
                return outcome;
            }
        }
        throw new MalformedException("outcome of a compare-and-set: code " + code);
    }
}
