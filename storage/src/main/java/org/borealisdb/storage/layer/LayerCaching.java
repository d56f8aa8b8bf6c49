package org.borealisdb.storage.layer;

import org.borealisdb.runtime.file.WriteMode;

/** Whether a layer that is too large to be kept anyway goes through the operating system's page cache when it is written, and when it is read from end to end (decision 131). */
public enum LayerCaching {
    /** It does: pages are read from the segment, and find in memory what was written last, instead of waiting for a disk that writes. */
    THROUGH,

    /** It does not, which takes less CPU, and leaves the room to what is read. */
    PAST;

    /** That of a segment that pages are read from, or not. */
    public static LayerCaching of(boolean read) {
        return read ? THROUGH : PAST;
    }

    /** How such a file is opened. */
    WriteMode mode() {
        return this == THROUGH ? WriteMode.BUFFERED : WriteMode.DIRECT;
    }
}
