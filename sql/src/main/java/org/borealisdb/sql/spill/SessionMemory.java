package org.borealisdb.sql.spill;

import java.util.function.Supplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** What the statements of a session share: its limits, and the space on disk that it counts. Belongs to the session's task. */
public final class SessionMemory {
    private final LocalResources resources;
    private final Supplier<MemoryLimits> limits;
    private long scratchBytes;

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
    }

    void giveScratch(long bytes) {
        scratchBytes -= bytes;
    }
}
