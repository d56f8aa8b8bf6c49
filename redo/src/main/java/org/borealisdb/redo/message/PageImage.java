package org.borealisdb.redo.message;

import java.nio.ByteBuffer;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Answer to {@link ReadPage}.
 *
 * @param image {@link Page#BYTES} bytes (read-only), or none at all if the page was never written at that LSN
 */
public record PageImage(VolumeId volume, long pageNumber, ByteBuffer image) implements StorageMessage {
    public PageImage {
        if (image.remaining() != Page.BYTES && image.remaining() != 0) {
            throw new IllegalArgumentException("a page has " + Page.BYTES + " bytes, not " + image.remaining());
        }
        image = image.asReadOnlyBuffer();
    }

    /** False if the page was never written. */
    public boolean present() {
        return image.remaining() > 0;
    }
}
