package org.borealisdb.storage.journal;

import org.borealisdb.runtime.file.FileStore;

/**
 * Sizes of a journal.
 *
 * @param fileBytes  bytes of each file that is made ahead, a multiple of {@link FileStore#BLOCK_BYTES}; room for the header and the largest write
 * @param writeBytes most bytes of one write, a multiple of {@link FileStore#BLOCK_BYTES}; must hold the largest batch
 * @param spareFiles zeroed or recycled files kept ready
 */
public record JournalSettings(int fileBytes, int writeBytes, int spareFiles) {
    public JournalSettings {
        if (fileBytes % FileStore.BLOCK_BYTES != 0
                || writeBytes % FileStore.BLOCK_BYTES != 0
                || writeBytes < FileStore.BLOCK_BYTES
                || fileBytes < writeBytes + FileStore.BLOCK_BYTES
                || spareFiles < 1) {
            throw new IllegalArgumentException("journal files of " + fileBytes + " bytes, writes of " + writeBytes
                    + ", " + spareFiles + " spare files");
        }
    }

    /** Bytes of a file that is made while somebody waits for it: room for the header and two of the largest writes. */
    int smallFileBytes() {
        return Math.min(fileBytes, 2 * writeBytes + FileStore.BLOCK_BYTES);
    }
}
