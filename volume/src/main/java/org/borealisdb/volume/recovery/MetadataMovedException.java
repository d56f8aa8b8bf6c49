package org.borealisdb.volume.recovery;

import org.borealisdb.redo.volume.VolumeMetadata;

/** Somebody knows newer metadata than those that the opening goes by: a rival's, which ends it, or a change of membership, which it follows. */
final class MetadataMovedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient VolumeMetadata newer;

    MetadataMovedException(VolumeMetadata newer) {
        super("newer metadata of " + newer.id() + " are known", null, false, false);
        this.newer = newer;
    }

    VolumeMetadata newer() {
        return newer;
    }
}
