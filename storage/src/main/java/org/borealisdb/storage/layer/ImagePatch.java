package org.borealisdb.storage.layer;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.borealisdb.redo.page.Page;

/**
 * An image as what differs from the image before it in its section: runs of {@code u16 offset, u16 length, bytes}, little-endian, ascending. Between two images of a page that is written much
 * lie some dozens of small records, so a patch is a tenth of an image, and is made and applied in a few microseconds. No state.
 */
final class ImagePatch {
    private static final int RUN_BYTES = 4;
    /** A run ends where so many bytes are alike: about what another run takes. */
    private static final int ALIKE = 8;

    private ImagePatch() {}

    /**
     * Writes what differs between two images.
     *
     * @param into its length bounds the patch
     * @return the bytes of the patch; -1 if it does not fit
     */
    static int between(byte[] before, byte[] image, byte[] into) {
        int size = 0;
        int at = 0;
        while (at < Page.BYTES) {
            int alike = Arrays.mismatch(before, at, Page.BYTES, image, at, Page.BYTES);
            if (alike < 0) {
                break;
            }
            int from = at + alike;
            at = end(before, image, from);
            int length = at - from;
            if (size + RUN_BYTES + length > into.length) {
                return -1;
            }
            put(into, size, from);
            put(into, size + 2, length);
            System.arraycopy(image, from, into, size + RUN_BYTES, length);
            size += RUN_BYTES + length;
        }
        return size;
    }

    private static int end(byte[] before, byte[] image, int from) {
        int end = from + 1;
        int alike = 0;
        while (end < Page.BYTES && alike < ALIKE) {
            alike = before[end] == image[end] ? alike + 1 : 0;
            end++;
        }
        return end - alike;
    }

    private static void put(byte[] into, int at, int value) {
        into[at] = (byte) value;
        into[at + 1] = (byte) (value >> Byte.SIZE);
    }

    /** True if the bytes are a patch: every run is whole, and within a page. */
    static boolean is(MemorySegment memory, long at, int length) {
        int done = 0;
        while (done < length) {
            if (length - done < RUN_BYTES) {
                return false;
            }
            int offset = Short.toUnsignedInt(memory.get(Page.SHORT, at + done));
            int bytes = Short.toUnsignedInt(memory.get(Page.SHORT, at + done + 2));
            done += RUN_BYTES + bytes;
            if (done > length || offset + bytes > Page.BYTES) {
                return false;
            }
        }
        return true;
    }

    /** Makes the image of which this is the patch out of the one before it. */
    static void apply(MemorySegment memory, long at, int length, MemorySegment image) {
        for (int done = 0; done < length; ) {
            int offset = Short.toUnsignedInt(memory.get(Page.SHORT, at + done));
            int bytes = Short.toUnsignedInt(memory.get(Page.SHORT, at + done + 2));
            MemorySegment.copy(memory, at + done + RUN_BYTES, image, offset, bytes);
            done += RUN_BYTES + bytes;
        }
    }
}
