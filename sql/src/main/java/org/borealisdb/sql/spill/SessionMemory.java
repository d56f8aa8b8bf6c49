package org.borealisdb.sql.spill;

import java.util.function.Supplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** What the statements of a session share: its limits, and the space on disk that it counts. Belongs to the session's task. */
public final class SessionMemory {
    private final LocalResources resources;
    private final Supplier<MemoryLimits> limits;
    private long scratchBytes;
    private long filesMade;
    private long bytesTaken;

    /**
     * Begins a session.
     *
     * @param limits as its settings are now
     */
    public SessionMemory(LocalResources resources, Supplier<MemoryLimits> limits) {
        this.resources = resources;
        this.limits = limits;
    }

    MemoryLimits limits() {
        return limits.get();
    }

    InstanceMemory instance() {
        return resources.memory();
    }

    ScratchSpace scratch() {
        return resources.scratch();
    }

    /** Counts space on disk. */
    void takeScratch(long bytes) {
        long most = limits().scratchBytes();
        if (scratchBytes + bytes > most) {
            throw new SqlException(
                    ErrorCode.CONFIGURATION_LIMIT_EXCEEDED,
                    "temporary file size exceeds temp_file_limit (" + (most >> 10) + "kB)");
        }
        scratchBytes += bytes;
        bytesTaken += bytes;
    }

    void madeFile() {
        filesMade++;
    }

    /** Returns how many files its statements have made since this was asked last. */
    public long takeFilesMade() {
        long made = filesMade;
        filesMade = 0;
        return made;
    }

    /** Returns how many bytes of files its statements have taken since this was asked last. */
    public long takeBytesTaken() {
        long taken = bytesTaken;
        bytesTaken = 0;
        return taken;
    }

    void giveScratch(long bytes) {
        scratchBytes -= bytes;
    }
}
