package org.borealisdb.server.fault;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.random.RandomSource;

/** Changes a byte of a file of a storage node, behind its back, as a disk does that loses its magnetism. */
final class BitRot {
    private static final int MOST_GROUPS = 64;
    private static final int VOLUME = 1;

    private final RandomSource random;

    BitRot(RandomSource random) {
        this.random = random;
    }

    /** Where a byte was changed; empty if no file's name contains {@code part}, or those that do are empty. */
    Optional<String> rot(FileStore files, String part) {
        List<String> names = names(files);
        names.removeIf(name -> !name.contains(part) || name.endsWith("lock"));
        while (!names.isEmpty()) {
            String name = names.remove(random.nextInt(names.size()));
            try (StoredFile file = files.open(name, WriteMode.BUFFERED)) {
                if (file.size() > 0) {
                    return Optional.of(rot(file, name));
                }
            } catch (FileException gone) {
                // The node has deleted it meanwhile.
            }
        }
        return Optional.empty();
    }

    private String rot(StoredFile file, String name) {
        long at = random.nextInt((int) Math.min(Integer.MAX_VALUE, file.size()));
        ByteBuffer one = ByteBuffer.allocateDirect(1);
        file.read(at, one);
        one.put(0, (byte) (one.get(0) ^ (1 << random.nextInt(8))));
        file.write(at, one.flip());
        file.sync();
        return "byte " + at + " of " + name;
    }

    private static List<String> names(FileStore files) {
        List<String> all = new ArrayList<>();
        for (int group = 0; group < MOST_GROUPS; group++) {
            add(files, "volume-" + VOLUME + "/group-" + group, all);
        }
        add(files, "journal", all);
        add(files, "volumes", all);
        return all;
    }

    private static void add(FileStore files, String folder, List<String> all) {
        files.list(folder).forEach(name -> all.add(folder + "/" + name));
    }
}
