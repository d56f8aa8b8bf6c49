package org.borealisdb.storage.stage;

import java.nio.ByteBuffer;

/**
 * A block of a journal that is in the stage.
 *
 * @param salt     of the journal file's use
 * @param position in that file
 * @param block    its bytes without padding
 */
public record StagedBlock(long salt, long position, ByteBuffer block) {}
