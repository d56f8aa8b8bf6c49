package org.borealisdb.runtime.real;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.borealisdb.runtime.file.FileStore;

/** How a file system is written to without, or if need be through, its page cache. */
enum DirectAccess {
    /** O_DIRECT: the page cache is passed by. */
    AVAILABLE,
    /** The file system refuses O_DIRECT, or wants blocks larger than ours. */
    REFUSED;

    /**
     * The option for O_DIRECT. It is a documented part of the JDK's module jdk.unsupported, but javac warns of every mention of the
     * class, which nothing can suppress: hence by name, the only reflection in Borealis.
     */
    private static final String DIRECT_OPTION = "com.sun.nio.file.ExtendedOpenOption";

    private static final String PROBE = ".direct-access-probe";

    /** Tries one block in {@code folder}, and leaves no trace of it. */
    static DirectAccess probe(Path folder) throws IOException {
        if (Files.getFileStore(folder).getBlockSize() > FileStore.BLOCK_BYTES) {
            return REFUSED;
        }
        Path probe = folder.resolve(PROBE);
        Files.deleteIfExists(probe);
        try (FileChannel channel = FileChannel.open(
                probe,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC,
                directOption())) {
            ByteBuffer block = RealFileStore.aligned(FileStore.BLOCK_BYTES);
            channel.write(block, 0);
            channel.read(block.clear(), 0);
            return AVAILABLE;
        } catch (UnsupportedOperationException _) {
            return REFUSED;
        } catch (IOException failure) {
            // A full disk took the open, which is what most refuse; every other failure shows up again without
            // O_DIRECT.
            return FileFailures.full(failure) ? AVAILABLE : REFUSED;
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** {@code options}, with O_DIRECT if it is available. */
    Set<OpenOption> with(OpenOption... options) {
        Set<OpenOption> all = new HashSet<>(Set.of(options));
        if (this == AVAILABLE) {
            all.add(directOption());
        }
        return all;
    }

    /** @throws UnsupportedOperationException if this JDK has no such option */
    private static OpenOption directOption() {
        try {
            for (Object option : Class.forName(DIRECT_OPTION).getEnumConstants()) {
                if (option instanceof OpenOption open && option.toString().equals("DIRECT")) {
                    return open;
                }
            }
            throw new UnsupportedOperationException("no DIRECT in " + DIRECT_OPTION);
        } catch (ClassNotFoundException missing) {
            throw new UnsupportedOperationException(missing);
        }
    }
}
