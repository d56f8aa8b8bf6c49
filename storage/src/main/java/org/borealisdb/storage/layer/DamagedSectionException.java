package org.borealisdb.storage.layer;

import org.borealisdb.runtime.codec.MalformedException;

/** One section of a layer does not read as it was written; the rest of the layer may be sound. */
public final class DamagedSectionException extends MalformedException {
    private static final long serialVersionUID = 1L;

    private final long layer;
    private final long page;

    DamagedSectionException(String message, long layer, long page) {
        super(message);
        this.layer = layer;
        this.page = page;
    }

    /** Number of the layer within its segment. */
    public long layer() {
        return layer;
    }

    /** The page whose section it is. */
    public long page() {
        return page;
    }
}
