package org.borealisdb.storage.stage;

import java.time.Duration;
import org.borealisdb.runtime.file.FileStore;

/**
 * Sizes of a stage.
 *
 * @param fileBytes   bytes of each file, a multiple of {@link FileStore#BLOCK_BYTES}
 * @param mostFiles   files there are at most; while all are needed, journals write by themselves
 * @param recordBytes most bytes of one record; larger blocks, of bulk loads, are not written twice; 0: none is taken
 * @param turnBytes   most bytes written at once
 * @param patience    how long the first of a turn waits for those who were in the last ones
 */
public record StageSettings(int fileBytes, int mostFiles, int recordBytes, int turnBytes, Duration patience) {
    public StageSettings {
        if (fileBytes % FileStore.BLOCK_BYTES != 0
                || turnBytes % FileStore.BLOCK_BYTES != 0
                || fileBytes < turnBytes + FileStore.BLOCK_BYTES
                || turnBytes < recordBytes
                || mostFiles < 2
                || patience.isNegative()) {
            throw new IllegalArgumentException("stage files of " + fileBytes + " bytes, at most " + mostFiles
                    + ", records of " + recordBytes + " and turns of " + turnBytes + " bytes");
        }
    }

    /** For production. */
    public static StageSettings standard() {
        return new StageSettings(16 << 20, 8, 32 << 10, 512 << 10, Duration.ofNanos(60_000));
    }

    /** For simulation: files of a few turns each. */
    public static StageSettings tiny() {
        return new StageSettings(36 << 10, 4, 12 << 10, 32 << 10, Duration.ZERO);
    }

    /** For a stage that only gives back what earlier processes have left in it. */
    public StageSettings takingNothing() {
        return new StageSettings(fileBytes, mostFiles, 0, turnBytes, patience);
    }
}
