package org.borealisdb.storage.layer;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Compares the checksums of a layer's sections while the file goes by in pieces, from its beginning to its end. Used by one task. */
final class SectionCheck {
    private final Layer layer;
    private final CRC32C checksum = new CRC32C();
    private long at;
    private int place;

    SectionCheck(Layer layer) {
        this.layer = layer;
    }

    /**
     * The next bytes of the file; the buffer stays as it is.
     *
     * @throws LostLayerException if a section that ends here is damaged
     */
    void next(ByteBuffer piece) {
        long end = at + piece.remaining();
        while (place < layer.sections() && layer.sectionAt(place) < end) {
            long from = Math.max(at, layer.sectionAt(place));
            long sectionEnd = layer.sectionAt(place) + layer.sectionLength(place);
            long to = Math.min(end, sectionEnd);
            checksum.update(piece.slice(piece.position() + (int) (from - at), (int) (to - from)));
            if (to < sectionEnd) {
                break;
            }
            if ((int) checksum.getValue() != layer.sectionChecksum(place)) {
                throw new LostLayerException("the section of page " + layer.page(place) + " is damaged");
            }
            checksum.reset();
            place++;
        }
        at = end;
    }
}
