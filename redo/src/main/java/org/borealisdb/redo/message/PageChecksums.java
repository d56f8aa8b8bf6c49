package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Answer to {@link ChecksumPages}.
 *
 * @param nextPage the answer is about all pages from the first that was asked for up to this one, exclusive
 * @param pages    those of them that exist at the LSN, ascending
 */
public record PageChecksums(VolumeId volume, int group, long nextPage, List<Sum> pages) implements StorageMessage {
    /** Most pages of one answer. */
    public static final int MOST = 256;

    public PageChecksums {
        pages = List.copyOf(pages);
    }

    /** CRC32C of a page. */
    public record Sum(long page, int checksum) {}
}
