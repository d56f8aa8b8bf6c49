package org.borealisdb.sql.spill;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.random.RandomSource;

/** The folder of an instance where statements put what they have no memory for. Safe for use by all tasks. */
public final class ScratchSpace {
    private static final System.Logger LOG = System.getLogger(ScratchSpace.class.getName());
    private static final String SUFFIX = ".scratch";
    private static final int PREFIX_BYTES = 8;

    private final FileStore store;
    private final RandomSource random;
    private final AtomicLong number = new AtomicLong();
    /** Begins all names: an instance that begins again may meet statements of the time before, which are about to end. */
    private final String prefix;

    private ScratchSpace(FileStore store, RandomSource random) {
        this.store = store;
        this.random = random;
        byte[] drawn = new byte[PREFIX_BYTES];
        random.nextBytes(drawn);
        this.prefix = HexFormat.of().formatHex(drawn) + "-";
    }

    /**
     * Opens a folder that only this instance uses, and removes what an earlier run of it has left there.
     *
     * @throws FileException if that cannot be done
     */
    public static ScratchSpace open(FileStore store, RandomSource random) {
        for (String name : store.list("")) {
            if (name.endsWith(SUFFIX)) {
                store.delete(name);
            }
        }
        return new ScratchSpace(store, random);
    }

    ScratchFile create(SessionMemory session) {
        String name = prefix + number.incrementAndGet() + SUFFIX;
        try {
            session.madeFile();
            return new ScratchFile(this, store, name, session, random);
        } catch (FileException failure) {
            throw failed("create", name, failure);
        }
    }

    /** What a failure of the disk is to the statement that met it; others need not meet it. */
    static SqlException failed(String action, String name, FileException failure) {
        LOG.log(System.Logger.Level.WARNING, "could not {0} scratch file {1}: {2}", action, name, failure.getMessage());
        boolean full = failure.kind() == FileException.Kind.FULL;
        return new SqlException(
                full ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR,
                "could not " + action + " temporary file \"" + name + "\": "
                        + (full ? "No space left on device" : "Input/output error"));
    }

    void delete(String name) {
        try {
            store.delete(name);
        } catch (FileException failure) {
            // It is of no use to anybody, and the next start tries again.
            LOG.log(System.Logger.Level.WARNING, "could not delete scratch file {0}: {1}", name, failure.getMessage());
        }
    }
}
