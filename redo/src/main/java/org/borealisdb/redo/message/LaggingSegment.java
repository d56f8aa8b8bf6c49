package org.borealisdb.redo.message;

import org.borealisdb.runtime.net.Address;

/** A segment that lacks records at or below VDL, as far as the writer knows, with its SCL; 0 if it has told none. */
public record LaggingSegment(int group, Address node, long scl) {
    public LaggingSegment {
        if (group < 0 || scl < 0) {
            throw new IllegalArgumentException("lagging segment out of range: group " + group + ", SCL " + scl);
        }
    }
}
