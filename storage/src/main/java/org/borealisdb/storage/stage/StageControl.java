package org.borealisdb.storage.stage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.storage.file.ReplacedFile;

/**
 * The control file of a stage.
 *
 * @param clean true if nobody needs anything of the stage
 * @param files numbers of its files
 */
record StageControl(StageId id, boolean clean, List<Long> files) {
    private static final String NAME = "control";
    private static final int MAGIC = 0x43545242;
    private static final int VERSION = 1;
    private static final int FIXED_BYTES = StageId.BYTES + 2 * Integer.BYTES;

    StageControl {
        files = List.copyOf(files);
    }

    /** What the folder says; empty if it says nothing, or nothing that can be read: then it is no stage that anybody knows. */
    static Optional<StageControl> read(FileStore folder) {
        try {
            return ReplacedFile.read(folder, NAME, MAGIC, VERSION).flatMap(StageControl::decode);
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static Optional<StageControl> decode(ByteBuffer content) {
        if (content.remaining() < FIXED_BYTES
                || content.remaining() != FIXED_BYTES + (long) Long.BYTES * content.getInt(StageId.BYTES + 4)) {
            return Optional.empty();
        }
        List<Long> numbers = new ArrayList<>();
        for (int at = FIXED_BYTES; at < content.remaining(); at += Long.BYTES) {
            numbers.add(content.getLong(at));
        }
        return Optional.of(new StageControl(StageId.read(content, 0), content.getInt(StageId.BYTES) == 1, numbers));
    }

    /** Makes it durable. */
    void write(FileStore folder) {
        ByteBuffer content =
                ByteBuffer.allocate(FIXED_BYTES + Long.BYTES * files.size()).order(ByteOrder.LITTLE_ENDIAN);
        content.put(id.bytes()).putInt(clean ? 1 : 0).putInt(files.size());
        files.forEach(content::putLong);
        ReplacedFile.write(folder, NAME, MAGIC, VERSION, content.array());
    }
}
