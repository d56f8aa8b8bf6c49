package org.borealisdb.redo.message;

import java.nio.ByteBuffer;

/**
 * A redo record of a page, or the whole page.
 *
 * @param timeline of the record
 * @param image    true if it is the page as of {@code lsn}, false if it is the record of that LSN
 * @param bytes    not consumed by anyone; never change
 */
public record PageEntry(long lsn, int timeline, boolean image, ByteBuffer bytes) {}
