package org.borealisdb.storage.layer;

import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.storage.seal.DataKey;

/**
 * What a layer is about: the records of a group in {@code (after, upTo]}.
 *
 * @param timeline the timeline current when it was written; entries name their own
 */
public record LayerHeader(VolumeId volume, int group, int timeline, long after, long upTo) {
    static final int BYTES = 40;
    static final int MAGIC = 0x594C5242;
    static final int END_MAGIC = 0x454C5242;
    /** One section for each page, in the clear. Not written any more. */
    static final int OLD_CLEAR = 1;
    /** ... sealed. Not written any more. */
    static final int OLD_SEALED = 2;
    /** No record frees a page. Not written any more. */
    static final int UNFREED_CLEAR = 3;
    /** ... sealed. Not written any more. */
    static final int UNFREED_SEALED = 4;
    /** Images are whole, and sections as they are. Not written any more. */
    static final int WHOLE_CLEAR = 5;
    /** ... sealed. Not written any more. */
    static final int WHOLE_SEALED = 6;
    /** Sections are in the clear. Written for volumes that are not encrypted. */
    static final int CLEAR = 7;
    /** Sections are sealed. */
    static final int SEALED = 8;
    /** The header of a sealed layer is longer, by the key's id and the salt. */
    static final int SEALED_BYTES = BYTES + DataKeyId.BYTES + DataKey.SALT_BYTES;

    static final int ENTRY_BYTES = 20;
    static final int INDEX_BYTES = 60;
    static final int WHOLE_INDEX_BYTES = 56;
    private static final int OLD_INDEX_BYTES = 36;
    static final int FOOTER_BYTES = 32;
    static final int DELTA = 1;
    static final int IMAGE = 2;
    static final int PATCH = 3;
    /** More than any section has. */
    static final int MOST_UNPACKED = 1 << 24;

    static final int HAS_BASE = 1 << 31;
    static final int FREED = 1 << 30;

    public LayerHeader {
        if (group < 0 || timeline < 1 || after < 0 || upTo < after) {
            throw new IllegalArgumentException("layer of group " + group + " (" + after + ", " + upTo + "]");
        }
    }

    static boolean known(int version) {
        return version >= OLD_CLEAR && version <= SEALED;
    }

    static boolean sealed(int version) {
        return version == OLD_SEALED || version == UNFREED_SEALED || version == WHOLE_SEALED || version == SEALED;
    }

    /** Bytes of the header of a layer of {@code version}. */
    static int bytes(int version) {
        return sealed(version) ? SEALED_BYTES : BYTES;
    }

    /** Bytes of a row of the index. */
    static int indexBytes(int version) {
        if (version >= CLEAR) {
            return INDEX_BYTES;
        }
        return version >= UNFREED_CLEAR ? WHOLE_INDEX_BYTES : OLD_INDEX_BYTES;
    }
}
