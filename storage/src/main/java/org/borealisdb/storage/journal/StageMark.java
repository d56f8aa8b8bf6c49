package org.borealisdb.storage.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.storage.file.ReplacedFile;
import org.borealisdb.storage.stage.StageId;
import org.borealisdb.storage.stage.StageMember;
import org.borealisdb.storage.stage.StagedBlock;

/**
 * The file {@code journal/stage}: it is there as long as blocks of this journal may be durable in a stage only, and has the identity of that (16 bytes, in a {@link ReplacedFile}, magic {@code BRTM}, version 1). So nobody reads a
 * journal that lacks what it acknowledged.
 */
final class StageMark {
    private static final String NAME = JournalRecovery.FOLDER + "/stage";
    private static final int MAGIC = 0x4D545242;
    private static final int VERSION = 1;

    private StageMark() {}

    /** Says durably that blocks may be in {@code stage} from now on. */
    static void put(FileStore files, StageId stage) {
        ReplacedFile.write(files, NAME, MAGIC, VERSION, stage.bytes());
    }

    /** Says durably that none is in any stage. */
    static void forget(FileStore files) {
        if (files.exists(NAME)) {
            files.delete(NAME);
        }
    }

    /**
     * Writes what the stage has of this journal into its files, durably, if there was a stage.
     *
     * @return why what was acknowledged may be missing, if so
     * @throws OperationException if there was a stage, and none is given
     */
    static Optional<String> complete(FileStore files, Optional<StageMember> stage) {
        if (!files.exists(NAME)) {
            // What a stage may have of an earlier journal here is in its files, or they are gone.
            stage.ifPresent(StageMember::settledAll);
            return Optional.empty();
        }
        StageMember member = stage.orElseThrow(() -> new OperationException(
                "the newest log of this node is in the folder \"stage\" of the region that it ran in together with other nodes: start that once more, and stop it",
                false));
        Optional<String> lost = Optional.empty();
        try {
            Optional<StageId> marked =
                    ReplacedFile.read(files, NAME, MAGIC, VERSION).map(content -> StageId.read(content, 0));
            if (!marked.equals(Optional.of(member.stage()))) {
                lost = Optional.of("journal: the stage that has its newest blocks is lost");
            }
        } catch (MalformedException e) {
            lost = Optional.of("journal: " + e.getMessage());
        }
        // Which stage it was may be unknown: what this one has of this journal is true.
        if (!PlantedBug.STAGE_NOT_READ.planted()) {
            replay(files, member);
        }
        member.settledAll();
        return lost;
    }

    private static void replay(FileStore files, StageMember member) {
        Map<Long, StoredFile> bySalt = new HashMap<>();
        try {
            for (String name : files.list(JournalRecovery.FOLDER)) {
                if (name.startsWith("file-")) {
                    StoredFile file = files.open(JournalRecovery.FOLDER + "/" + name, WriteMode.BUFFERED);
                    Optional<Long> salt = salt(file);
                    if (salt.isPresent()) {
                        bySalt.put(salt.get(), file);
                    } else {
                        file.close();
                    }
                }
            }
            member.replay(block -> {
                StoredFile target = bySalt.get(block.salt());
                if (target != null) {
                    put(target, block);
                }
            });
            bySalt.values().forEach(StoredFile::sync);
        } finally {
            bySalt.values().forEach(StoredFile::close);
        }
    }

    private static Optional<Long> salt(StoredFile file) {
        ByteBuffer first = ByteBuffer.allocate(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        file.read(0, first);
        return JournalFormat.fileHeader(first.flip()).map(JournalFormat.FileHeader::salt);
    }

    /** A file that is shorter is not the one that was written. */
    private static void put(StoredFile target, StagedBlock block) {
        int length = JournalFormat.padded(block.block().remaining());
        if (block.position() < JournalFormat.ALIGNMENT || block.position() + length > target.size()) {
            return;
        }
        ByteBuffer wanted =
                ByteBuffer.allocate(length).put(block.block().duplicate()).clear();
        ByteBuffer there = ByteBuffer.allocate(length);
        boolean readable;
        try {
            readable = target.read(block.position(), there) == length;
        } catch (FileException e) {
            readable = false;
        }
        if (!readable || !there.flip().equals(wanted)) {
            Journal.write(target, block.position(), wanted);
        }
    }
}
