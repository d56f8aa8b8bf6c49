package org.borealisdb.sql.spill;

/**
 * What a session's settings allow.
 *
 * @param sortBytes that a sort, or whatever else keeps rows, may have before it goes to disk: {@code work_mem}
 * @param hashBytes that a hash table may have: {@code hash_mem_multiplier} times as much
 * @param scratchBytes that all statements of the session may have on disk at a time: {@code temp_file_limit}
 */
public record MemoryLimits(long sortBytes, long hashBytes, long scratchBytes) {
    /** No limit of the space on disk. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** What PostgreSQL begins with. */
    public static final MemoryLimits DEFAULT = new MemoryLimits(4L << 20, 8L << 20, UNLIMITED);
}
