package org.borealisdb.sql.service;

import org.borealisdb.sql.spill.MemoryLimits;

/** The settings of memory and scratch space. */
final class MemorySettings {
    static final String WORK = "work_mem";
    static final String HASH_MULTIPLIER = "hash_mem_multiplier";
    static final String SCRATCH = "temp_file_limit";

    private static final int KILOBYTE = 1024;

    private MemorySettings() {}

    /** Returns what kept values allow. */
    static MemoryLimits limits(String work, String multiplier, String scratch) {
        long workBytes = Long.parseLong(work) * KILOBYTE;
        double hashBytes = workBytes * Double.parseDouble(multiplier);
        long scratchKilobytes = Long.parseLong(scratch);
        return new MemoryLimits(
                workBytes,
                (long) hashBytes,
                scratchKilobytes < 0 ? MemoryLimits.UNLIMITED : scratchKilobytes * KILOBYTE);
    }
}
