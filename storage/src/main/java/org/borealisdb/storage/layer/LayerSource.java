package org.borealisdb.storage.layer;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.storage.seal.VolumeKeys;

/**
 * A layer file in the folder of the node that made it, for another node to copy. It may be gone by then, or another one's.
 *
 * @param mark what it was when it was made
 */
public record LayerSource(FileStore files, String name, LayerMark mark) {
    private static final int PIECE_BYTES = 256 << 10;
    /** As a {@link LayerWriter} does. */
    private static final int SYNC_BYTES = 16 << 20;

    /**
     * Copies it to {@code target}, byte for byte, and compares the checksum of each section on the way; the copy is durable on return.
     *
     * @param keys    of the node that it is for
     * @param caching of both files
     * @param pause   called between pieces
     * @throws LostLayerException if it is not what it was, or cannot be read: the copy is worth nothing
     * @throws org.borealisdb.runtime.file.FileException if the copy cannot be written
     */
    public void copyTo(FileStore to, String target, VolumeKeys keys, LayerCaching caching, Runnable pause) {
        Layer layer = open(keys);
        try (LayerWindow window = window(caching);
                StoredFile copy = to.create(target, 0, isLarge() ? caching.mode() : WriteMode.BUFFERED)) {
            SectionCheck check = new SectionCheck(layer);
            long synced = 0;
            for (long at = 0; at < mark.bytes(); at += PIECE_BYTES) {
                ByteBuffer piece = read(window, at, (int) Math.min(PIECE_BYTES, mark.bytes() - at));
                check.next(piece);
                copy.write(at, piece);
                if (at - synced >= SYNC_BYTES) {
                    copy.sync();
                    synced = at;
                }
                pause.run();
            }
            copy.sync();
        } finally {
            layer.release();
        }
    }

    /** True if it is written in whole blocks. */
    private boolean isLarge() {
        return mark.bytes() >= LayerWriter.FLUSH_BYTES && mark.bytes() % FileStore.BLOCK_BYTES == 0;
    }

    private Layer open(VolumeKeys keys) {
        Layer layer;
        try {
            layer = Layer.open(files, name, 0, keys);
        } catch (RuntimeException e) {
            // What is wrong with another node's file, whatever it is, is not wrong with this node.
            throw new LostLayerException(name + " cannot be opened", e);
        }
        if (!layer.mark().equals(mark)) {
            layer.release();
            throw new LostLayerException(name + " is another layer by now");
        }
        return layer;
    }

    private LayerWindow window(LayerCaching caching) {
        try {
            return new LayerWindow(files, name, mark.bytes(), caching);
        } catch (RuntimeException e) {
            throw new LostLayerException(name + " cannot be opened", e);
        }
    }

    private ByteBuffer read(LayerWindow window, long at, int length) {
        ByteBuffer piece;
        try {
            window.show(at, length);
            piece = window.bytes(at, length);
        } catch (RuntimeException e) {
            throw new LostLayerException(name + " cannot be read", e);
        }
        if (piece.limit() != length) {
            throw new LostLayerException(name + " cannot be read at " + at);
        }
        return piece;
    }
}
